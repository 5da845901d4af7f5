package dev.zoetrope.telemetry;

/** Reads one gauge. Used by one thread at a time. */
interface Probe {
  Gauge gauge();

  Tier tier();

  /**
   * The value now.
   *
   * @throws Unread where there is none
   */
  double read() throws Unread;

  /** Why a read gave no number. Carries no stack: gaps are ordinary. */
  final class Unread extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    Unread(String reason) {
      this("unread", reason);
    }

    Unread(String code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }

    static Unread nvml(int code) {
      return new Unread("nvml-" + code, NvmlCode.words(code));
    }

    /** A stable word for programs. */
    String code() {
      return code;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
