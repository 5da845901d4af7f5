package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.zoetrope.backend.BackendException.ModelUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The three networks as ONNX Runtime sessions. Its owner closes it. */
record EmbeddedSessions(OrtSession vision, OrtSession embed, OrtSession decoder)
    implements AutoCloseable {
  /**
   * Of a network. Measured on two cores: a second one makes encoding a tenth faster and decoding a
   * third slower, for such small matrices wait more than they compute.
   */
  private static final int THREADS = 1;

  static EmbeddedSessions open(
      OrtEnvironment environment, EmbeddedFiles files, EmbeddedVariant variant)
      throws OrtException {
    // What Windows logs of its own accord.
    environment.setTelemetry(false);
    try (SessionOptions options = options()) {
      return open(environment, options, files, variant);
    }
  }

  private static EmbeddedSessions open(
      OrtEnvironment environment,
      SessionOptions options,
      EmbeddedFiles files,
      EmbeddedVariant variant)
      throws OrtException {
    List<OrtSession> open = new ArrayList<>();
    try {
      for (String network : variant.files().files()) {
        open.add(session(environment, options, files, network));
      }
    } catch (OrtException | ModelUnavailable e) {
      open.forEach(EmbeddedSessions::close);
      throw e;
    }
    return new EmbeddedSessions(open.get(0), open.get(1), open.get(2));
  }

  /** A file is mapped by its path: hundreds of megabytes have no room on Java's heap. */
  private static OrtSession session(
      OrtEnvironment environment, SessionOptions options, EmbeddedFiles files, String network)
      throws OrtException {
    Optional<Path> onDisk = files.verified(network);
    return onDisk.isPresent()
        ? environment.createSession(onDisk.get().toString(), options)
        : environment.createSession(files.read(network), options);
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(THREADS);
    // Idle threads sleep: spinning would steal the processor from whatever is measured beside it.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  @Override
  public void close() {
    close(vision);
    close(embed);
    close(decoder);
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("an ONNX Runtime session does not close", e);
    }
  }
}
