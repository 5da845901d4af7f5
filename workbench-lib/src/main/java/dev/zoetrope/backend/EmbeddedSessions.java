package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The three networks as ONNX Runtime sessions. Its owner closes it. */
record EmbeddedSessions(EmbeddedNetwork vision, EmbeddedNetwork embed, EmbeddedNetwork decoder)
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

  /** All at once: each reads, hashes and rearranges its own file. */
  private static EmbeddedSessions open(
      OrtEnvironment environment,
      SessionOptions options,
      EmbeddedFiles files,
      EmbeddedVariant variant)
      throws OrtException {
    return opened(
        variant.files().files().stream()
            .map(
                network ->
                    EmbeddedOpening.begin(
                        network, () -> network(environment, options, files, network)))
            .toList());
  }

  private static EmbeddedSessions opened(List<EmbeddedOpening<EmbeddedNetwork>> openings)
      throws OrtException {
    List<EmbeddedNetwork> open = new ArrayList<>();
    try {
      for (EmbeddedOpening<EmbeddedNetwork> opening : openings) {
        open.add(opening.opened());
      }
    } catch (OrtException | RuntimeException e) {
      openings.forEach(opening -> opening.abandon(e, EmbeddedNetwork::close));
      throw e;
    }
    return new EmbeddedSessions(open.get(0), open.get(1), open.get(2));
  }

  private static EmbeddedNetwork network(
      OrtEnvironment environment, SessionOptions options, EmbeddedFiles files, String network)
      throws OrtException {
    return new EmbeddedNetwork(environment, session(environment, options, files, network));
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
    vision.close();
    embed.close();
    decoder.close();
  }
}
