package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    List<byte[]> networks =
        Stream.of(variant.visionFile(), variant.embedFile(), variant.decoderFile())
            .map(files::read)
            .toList();
    // What Windows logs of its own accord.
    environment.setTelemetry(false);
    try (SessionOptions options = options()) {
      return open(environment, options, networks);
    }
  }

  private static EmbeddedSessions open(
      OrtEnvironment environment, SessionOptions options, List<byte[]> networks)
      throws OrtException {
    List<OrtSession> open = new ArrayList<>();
    try {
      for (byte[] network : networks) {
        open.add(environment.createSession(network, options));
      }
    } catch (OrtException e) {
      open.forEach(EmbeddedSessions::close);
      throw e;
    }
    return new EmbeddedSessions(open.get(0), open.get(1), open.get(2));
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
