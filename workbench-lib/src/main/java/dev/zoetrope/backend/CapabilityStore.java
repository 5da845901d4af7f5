package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what probes proved, a file for each address, server, version, model and context. What is
 * older than 30 days is forgotten; where the server tells no version, what is older than a day.
 *
 * <p>Thread-safe, also between processes: a file is whole or not there. A folder that cannot be
 * written costs only the next probe.
 */
public final class CapabilityStore {
  private static final Logger LOG = LoggerFactory.getLogger(CapabilityStore.class);

  /** Changes with the meaning of a finding. */
  private static final String FORMAT = "1";

  private static final Duration KNOWN_VERSION = Duration.ofDays(30);
  private static final Duration UNKNOWN_VERSION = Duration.ofDays(1);

  private final Path folder;
  private final Clock clock;

  CapabilityStore(Path folder, Clock clock) {
    this.folder = requireNonNull(folder, "folder is null");
    this.clock = clock;
  }

  /** In this folder, which is made when something is kept. */
  public static CapabilityStore in(Path folder) {
    return new CapabilityStore(folder, Clock.systemUTC());
  }

  /**
   * The user's folder for it: {@code ZOETROPE_CACHE}, else where this system keeps caches.
   *
   * @param environment the process's variables
   */
  public static Path usualFolder(Map<String, String> environment) {
    return Path.of(root(environment)).resolve("probes");
  }

  private static String root(Map<String, String> environment) {
    String home = System.getProperty("user.home", "");
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return set(environment, "ZOETROPE_CACHE")
        .or(() -> set(environment, "XDG_CACHE_HOME").map(root -> root + "/zoetrope"))
        .or(() -> set(environment, "LOCALAPPDATA").map(root -> root + "/zoetrope/cache"))
        .orElse(home + (system.startsWith("mac") ? "/Library/Caches" : "/.cache") + "/zoetrope");
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** What was proven of such a backend. */
  Optional<Capabilities> of(BackendCard card) {
    Path file = file(card);
    try {
      return Files.isRegularFile(file)
          ? CapabilitiesJson.read(Files.readString(file)).filter(this::isFresh)
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("cannot read {}", file, e);
      return Optional.empty();
    }
  }

  private boolean isFresh(Capabilities known) {
    Instant now = clock.instant();
    Duration most = known.version().isPresent() ? KNOWN_VERSION : UNKNOWN_VERSION;
    return known
        .probed()
        .filter(probed -> !probed.at().isAfter(now) && probed.at().plus(most).isAfter(now))
        .isPresent();
  }

  /** Keeps it until it is proven anew. */
  void keep(BackendCard card, Capabilities known) {
    Path file = file(card);
    try {
      Files.createDirectories(folder);
      Path whole = Files.createTempFile(folder, "probe", ".tmp");
      try {
        Files.writeString(whole, known.json(), UTF_8);
        move(whole, file);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      LOG.warn(
          "What was found out cannot be kept in {}, so the next probe asks again; name another"
              + " folder by ZOETROPE_CACHE ({})",
          folder,
          e.toString());
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path file(BackendCard card) {
    String key =
        String.join(
            "\n",
            FORMAT,
            card.uri().replaceFirst("#.*", ""),
            card.server(),
            card.version().orElse(""),
            card.model(),
            card.contextLength().toString());
    return folder.resolve(hash(key) + ".json");
  }

  private static String hash(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
