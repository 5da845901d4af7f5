package dev.zoetrope.kernel;

import dev.zoetrope.kernel.wire.Channel;
import dev.zoetrope.kernel.wire.Request;
import dev.zoetrope.kernel.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each request to the lane and the handler of its type, and wraps the answer in busy and
 * idle. Thread-safe.
 */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private record Route(Lane lane, Handler handler) {}

  private final Wire wire;
  private final Consumer<Throwable> onBroken;
  private final Map<String, Route> routes = new ConcurrentHashMap<>();

  /**
   * @param onBroken hears of a request that cannot even be told that it failed
   */
  Router(Wire wire, Consumer<Throwable> onBroken) {
    this.wire = wire;
    this.onBroken = onBroken;
  }

  void add(String type, Lane lane, Handler handler) {
    routes.put(type, new Route(lane, handler));
  }

  /** Hands the request over; never blocks. */
  void accept(Request request) {
    Route route = routes.get(request.type());
    if (route == null || request.channel() == Channel.STDIN) {
      LOG.warn("Ignored a message of type {} on {}", request.type(), request.channel());
      return;
    }
    route.lane().run(() -> answer(request, route.handler()));
  }

  private void answer(Request request, Handler handler) {
    try {
      status(request, "busy");
      tryToAnswer(request, handler);
      status(request, "idle");
    } catch (OutOfMemoryError e) {
      // The client would wait for ever; a new kernel is better than that.
      onBroken.accept(e);
    }
  }

  private void tryToAnswer(Request request, Handler handler) {
    try {
      handler.handle(request).ifPresent(content -> reply(request, content));
    } catch (Throwable e) {
      // Without a reply the client would wait for ever, so errors of the machine count as well.
      LOG.error("Cannot answer {}", request.type(), e);
      reply(request, failure(e));
    }
  }

  private static Map<String, Object> failure(Throwable e) {
    String name = e.getClass().getSimpleName();
    return Map.of(
        "status",
        "error",
        "ename",
        name,
        "evalue",
        e.toString(),
        "traceback",
        List.of(e.toString()));
  }

  private void reply(Request request, Map<String, Object> content) {
    wire.reply(request, request.type().replace("_request", "_reply"), content);
  }

  private void status(Request request, String state) {
    wire.publish(request.origin(), "status", Map.of("execution_state", state));
  }
}
