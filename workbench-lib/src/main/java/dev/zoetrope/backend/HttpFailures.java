package dev.zoetrope.backend;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Turns what went wrong below HTTP into typed errors. */
final class HttpFailures {
  private HttpFailures() {}

  /**
   * The failure of a request that got no answer, or not all of one.
   *
   * @param who "tinyvlm at http://127.0.0.1:8080"
   */
  static BackendException of(
      IOException failure, String who, HttpStamps.Phase phase, HttpLimits limits) {
    if (isTotal(failure)) {
      return new BackendException.TimedOut(
          who
              + " was not done within "
              + shown(limits.total())
              + "; ask for fewer tokens, or of a faster server.",
          BackendException.TimedOut.Phase.TOTAL,
          failure);
    }
    if (failure instanceof SocketTimeoutException) {
      return new BackendException.TimedOut(
          who + " " + late(phase, limits) + ".", told(phase), failure);
    }
    if (phase == HttpStamps.Phase.CONNECT || failure instanceof SSLException) {
      return unreachable(failure, who);
    }
    if (phase == HttpStamps.Phase.STALL) {
      return new BackendException.MalformedStream(
          who + " cut its answer off; ask again, and if it stays so look at the server's log.",
          failure);
    }
    return closedEarly(failure, who);
  }

  /**
   * Nobody answered.
   *
   * @param who with its port, as in {@link #of}
   */
  static BackendException unreachable(IOException failure, String who) {
    return connected(failure)
        ? closedEarly(failure, who)
        : new BackendException.Unreachable(
            who
                + " cannot be reached ("
                + why(failure)
                + "); "
                + next(failure)
                + (failure instanceof ConnectException ? WindowsHost.hint(who) : "")
                + ".",
            failure);
  }

  /**
   * Somebody took the connection, and did not answer a small question.
   *
   * @param who with its port, as in {@link #of}
   */
  static BackendException unanswered(IOException failure, String who, HttpLimits.Probe probe) {
    return failure instanceof SocketTimeoutException || isTotal(failure)
        ? new BackendException.Unreachable(
            who
                + " took the connection but did not answer within "
                + shown(probe.read())
                + "; look at the server's log, "
                + longer(probe)
                + ".",
            failure)
        : unreachable(failure, who);
  }

  private static String longer(HttpLimits.Probe probe) {
    return probe.read().compareTo(HttpLimits.Probe.MOST) < 0
        ? "or if it is only slow, give it timeouts: {first-byte: "
            + shown(HttpLimits.Probe.MOST).replace(" ", "")
            + "} in backends.yaml"
        : "and connect again once it has less to do";
  }

  /** OkHttp's own limit of a whole call. */
  private static boolean isTotal(IOException failure) {
    return failure.getClass() == InterruptedIOException.class
        && "timeout".equals(failure.getMessage());
  }

  private static BackendException closedEarly(IOException failure, String who) {
    return new BackendException.Unreachable(
        who
            + " closed the connection without an answer; look at the server's log, and check that a"
            + " model server listens on this port.",
        failure);
  }

  /** Somebody took the connection, and then dropped it. */
  private static boolean connected(IOException failure) {
    return !(failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof InterruptedIOException
        || failure instanceof ClosedByInterruptException
        || failure instanceof SSLException);
  }

  private static BackendException.TimedOut.Phase told(HttpStamps.Phase phase) {
    return switch (phase) {
      case CONNECT -> BackendException.TimedOut.Phase.CONNECT;
      case SEND -> BackendException.TimedOut.Phase.SEND;
      case FIRST_BYTE -> BackendException.TimedOut.Phase.FIRST_BYTE;
      case STALL -> BackendException.TimedOut.Phase.STALL;
    };
  }

  private static String why(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + failure.getMessage();
    }
    return failure instanceof InterruptedIOException ? "no answer in time" : "nobody listens there";
  }

  private static String next(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "check how the host is spelt";
    }
    return failure instanceof SSLException
        ? "check the server's certificate, or use http:// if it speaks no TLS"
        : "start the server there, or check host and port";
  }

  private static String late(HttpStamps.Phase phase, HttpLimits limits) {
    return switch (phase) {
      case CONNECT ->
          "gave no connection within "
              + shown(limits.connect())
              + "; check host, port and firewall";
      case SEND ->
          "stopped taking the request for " + shown(limits.stall()) + "; look at the server's log";
      case FIRST_BYTE ->
          "sent no first byte within "
              + shown(limits.firstByte())
              + "; it may be loading or too"
              + " slow for this prompt: ask with fewer pictures, or again later";
      case STALL ->
          "stalled: it sent nothing whole for "
              + shown(limits.stall())
              + " amid its answer; look at the"
              + " server's log";
    };
  }

  private static String shown(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
