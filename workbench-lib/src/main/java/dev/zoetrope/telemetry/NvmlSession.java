package dev.zoetrope.telemetry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One initialised library and its devices' handles, and what is done when calls fail. WSL's driver
 * answers 999 now and then: the third in a row fetches the handle anew, the tenth starts the
 * library anew, half a minute of them pauses the device, which is then tried every ten seconds,
 * never given up.
 */
final class NvmlSession implements AutoCloseable {
  private static final int FETCH_AT = 3;
  private static final int START_AT = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final NvmlLibrary nvml;
  private final Ticker ticker;
  private final Map<String, Health> health = new TreeMap<>();

  NvmlSession(NvmlLibrary nvml, Ticker ticker) throws Provider.Missing {
    this.nvml = nvml;
    this.ticker = ticker;
    start();
  }

  private void start() throws Provider.Missing {
    int code = nvml.has("nvmlInit_v2") ? nvml.call("nvmlInit_v2") : nvml.call("nvmlInit");
    if (code != NvmlCode.SUCCESS) {
      throw new Provider.Missing(NvmlCode.words(code));
    }
  }

  NvmlLibrary nvml() {
    return nvml;
  }

  int count() {
    Memory out = new Memory(4);
    int code = first(out, "nvmlDeviceGetCount_v2", "nvmlDeviceGetCount");
    return code == NvmlCode.SUCCESS ? out.getInt(0) : 0;
  }

  private int first(Memory out, String preferred, String fallback) {
    return nvml.has(preferred) ? nvml.call(preferred, out) : nvml.call(fallback, out);
  }

  /** The handle at an index, or the code that was answered instead. */
  Optional<Pointer> handleAt(int index) {
    Memory out = new Memory(8);
    String symbol =
        nvml.has("nvmlDeviceGetHandleByIndex_v2")
            ? "nvmlDeviceGetHandleByIndex_v2"
            : "nvmlDeviceGetHandleByIndex";
    return nvml.call(symbol, index, out) == NvmlCode.SUCCESS
        ? Optional.of(out.getPointer(0))
        : Optional.empty();
  }

  String text(String symbol, Pointer device, String otherwise) {
    Memory out = new Memory(160);
    out.clear();
    return nvml.call(symbol, device, out, 96) == NvmlCode.SUCCESS ? out.getString(0) : otherwise;
  }

  Optional<String> text(String symbol) {
    Memory out = new Memory(160);
    out.clear();
    return nvml.call(symbol, out, 80) == NvmlCode.SUCCESS
        ? Optional.of(out.getString(0))
        : Optional.empty();
  }

  /** The handle to ask, unless the device is resting or dead. */
  Pointer handle(String uuid) throws Probe.Unread {
    return of(uuid).handle();
  }

  void worked(String uuid) {
    of(uuid).worked();
  }

  void failed(String uuid, int code) {
    of(uuid).failed(code);
  }

  void register(String uuid, Pointer handle) {
    health.put(uuid, new Health(uuid, handle));
  }

  private Health of(String uuid) {
    Health found = health.get(uuid);
    if (found == null) {
      throw new IllegalStateException("no such device: " + uuid);
    }
    return found;
  }

  private void startAnew() {
    nvml.call("nvmlShutdown");
    int code = nvml.has("nvmlInit_v2") ? nvml.call("nvmlInit_v2") : nvml.call("nvmlInit");
    if (code == NvmlCode.SUCCESS) {
      health.values().forEach(Health::fetch);
    }
  }

  @Override
  public void close() {
    nvml.call("nvmlShutdown");
  }

  /** How one device has answered lately. */
  private final class Health {
    private final String uuid;
    private Pointer handle;
    private int failures;
    private long failingSince;
    private long pausedUntil;
    private boolean paused;
    private boolean dead;

    Health(String uuid, Pointer handle) {
      this.uuid = uuid;
      this.handle = handle;
    }

    Pointer handle() throws Probe.Unread {
      if (dead) {
        throw Probe.Unread.nvml(NvmlCode.GPU_IS_LOST);
      }
      if (paused && ticker.nanos() - pausedUntil < 0) {
        throw new Probe.Unread("paused", "the driver keeps failing; it is asked again every 10 s");
      }
      return handle;
    }

    void worked() {
      failures = 0;
      paused = false;
    }

    void failed(int code) {
      dead = NvmlCode.isDead(code);
      if (code == NvmlCode.INVALID_ARGUMENT) {
        fetch();
      }
      if (code == NvmlCode.UNINITIALIZED || code == NvmlCode.UNKNOWN) {
        mend();
      }
    }

    private void mend() {
      long now = ticker.nanos();
      failingSince = failures == 0 ? now : failingSince;
      failures++;
      if (now - failingSince >= PATIENCE.toNanos()) {
        paused = true;
        pausedUntil = now + PAUSE.toNanos();
      } else if (failures % START_AT == 0) {
        startAnew();
      } else if (failures == FETCH_AT) {
        fetch();
      }
    }

    /** Indices are not stable, so the device is found again by its UUID. */
    private void fetch() {
      for (int index = 0; index < count(); index++) {
        handleAt(index)
            .filter(found -> text("nvmlDeviceGetUUID", found, "").equals(uuid))
            .ifPresent(found -> handle = found);
      }
    }
  }
}
