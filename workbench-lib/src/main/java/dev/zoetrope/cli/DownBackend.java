package dev.zoetrope.cli;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.metrics.Timeline;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands for a backend that could not be connected, so that the others are asked all the same. */
final class DownBackend implements VlmBackend {
  private static final Pattern HOST = Pattern.compile("//(?:[^/]*@)?([^/:?#@]+)");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[\\d.]+");

  private final String uri;
  private final BackendException why;

  private DownBackend(String uri, BackendException why) {
    this.uri = uri;
    this.why = why;
  }

  /**
   * A URI that means nothing is the user's slip and stops everything; a backend that is down does
   * not.
   */
  static VlmBackend orConnected(String uri, Function<String, VlmBackend> connect) {
    try {
      return connect.apply(uri);
    } catch (BackendException.UnknownBackend | BackendException.BadSettings e) {
      throw e;
    } catch (BackendException e) {
      return new DownBackend(uri, e);
    }
  }

  @Override
  public BackendCard card() {
    return new BackendCard(
        masked(),
        "not connected",
        Optional.empty(),
        "unknown",
        host(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        true,
        Optional.empty());
  }

  private String host() {
    Matcher host = HOST.matcher(uri);
    boolean elsewhere = host.find() && !LOOPBACK.matcher(host.group(1)).matches();
    return elsewhere ? host.group(1) : BackendCard.THIS_MACHINE;
  }

  /** Whatever somebody wrote into the address to get in does not belong into a table. */
  private String masked() {
    return uri.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?[^#]*", "");
  }

  @Override
  public Optional<Timeline.Span> prepare() {
    throw why;
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    throw why;
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
