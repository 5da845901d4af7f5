package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A widget whose code for the page comes with it: an ECMAScript module in the form that anywidget
 * knows, and a style sheet. Thread-safe.
 *
 * <pre>{@code
 * var counter = Widgets.any("""
 *     export default { render({ model, el }) {
 *       const button = document.createElement("button");
 *       const show = () => { button.textContent = model.get("count"); };
 *       button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *       model.on("change:count", show); show(); el.append(button);
 *     } }""");
 * var count = counter.trait("count", 0);
 * count.onChange(n -> System.out.println("now " + n));
 * }</pre>
 */
public final class AnyWidget extends Widget {
  private static final String COMMAND = "anywidget-command";
  private static final String FRAMES = resource(AnyWidget.class, "frames.js");

  private final Trait<String> esm;
  private final Map<Object, CommListener> commands = new ConcurrentHashMap<>();
  private String fallback = "[a live widget: run this cell in JupyterLab to see it]";

  AnyWidget(String esm) {
    super(Names.anywidget());
    set("_anywidget_id", "zoetrope." + id());
    this.esm = trait("_esm", esm);
  }

  /** The text of a file that lies beside this class. */
  static String resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "There is no resource " + name + " beside " + owner.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes other code; views that are open draw themselves anew. */
  public AnyWidget esm(String module) {
    esm.set(requireNonNull(module, "module is null"));
    return this;
  }

  /** Gives it a style sheet, which holds in the whole page. */
  public AnyWidget css(String css) {
    set("_css", requireNonNull(css, "css is null"));
    return this;
  }

  /** Gives it a style sheet that lies beside this class. */
  public AnyWidget css(Class<?> owner, String name) {
    return css(resource(owner, name));
  }

  /** What is shown where nothing is live, as text. */
  public AnyWidget fallback(String text) {
    fallback = requireNonNull(text, "text is null");
    return this;
  }

  /**
   * Answers what the page asks with {@code experimental.invoke(name, message, { buffers })}. Where
   * the answer throws, the page gets {@code { error: "…" }}, and the failure is shown below the
   * cell; so it does where nobody answers the name. The last answer given for a name counts, and
   * {@link #onMessage} does not hear commands.
   */
  public AnyWidget onCommand(String name, Function<? super Call, Answer> answer) {
    requireNonNull(name, "name is null");
    requireNonNull(answer, "answer is null");
    commands.put(name, (content, buffers) -> answer(content, buffers, answer));
    return this;
  }

  /** A command is for who answers it, and nobody else; the page waits for the answer. */
  @Override
  List<CommListener> hearing(Map<String, Object> content) {
    return COMMAND.equals(content.get("kind"))
        ? List.of(commands.getOrDefault(content.get("name"), this::refuse))
        : super.hearing(content);
  }

  private void refuse(Map<String, Object> question, List<byte[]> buffers) {
    String error = "No onCommand(\"" + question.get("name") + "\", …) answers this.";
    respond(question, Answer.of(Map.of("error", error)));
  }

  /**
   * Takes frames that the page sends with {@code frameSender(model).send(meta, bytes)}, a function
   * that the widget's code can call from now on. The page holds frames back while {@code inFlight}
   * of them are not taken yet, keeps only the newest, and refuses any above 10 MiB, which no server
   * lets through.
   *
   * @param inFlight from 1; with 2 to 4 the way is never idle
   */
  public AnyWidget onFrame(int inFlight, FrameListener listener) {
    requireNonNull(listener, "listener is null");
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight is " + inFlight + "; at least 1 is needed");
    }
    set("_frame_credits", inFlight);
    esm(FRAMES + esm.get());
    onMessage(
        (content, buffers) -> {
          if ("zoetrope-frame".equals(content.get("kind")) && buffers.size() == 1) {
            take(content, buffers.get(0), listener);
          }
        });
    return this;
  }

  private void take(Map<String, Object> content, byte[] bytes, FrameListener listener) {
    try {
      listener.frame(Buffers.map(content.get("meta")), bytes);
    } finally {
      Map<String, Object> taken = new LinkedHashMap<>();
      taken.put("kind", "zoetrope-frame-taken");
      taken.put("sender", content.get("sender"));
      taken.put("seq", content.get("seq"));
      send(taken);
    }
  }

  private void answer(
      Map<String, Object> question, List<byte[]> buffers, Function<? super Call, Answer> answer) {
    try {
      Object message = question.get("msg");
      Answer given = answer.apply(new Call(message == null ? Map.of() : message, buffers));
      respond(question, given);
    } catch (RuntimeException | Error e) {
      respond(question, Answer.of(Map.of("error", e.toString())));
      throw e;
    }
  }

  private void respond(Map<String, Object> question, Answer answer) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("id", question.get("id"));
    content.put("kind", COMMAND + "-response");
    content.put("response", answer.response());
    send(content, answer.buffers().toArray(byte[][]::new));
  }

  @Override
  String text() {
    return fallback;
  }
}
