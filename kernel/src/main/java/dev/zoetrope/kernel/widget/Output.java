package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Screen;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place of its own for what listeners, or threads, print and show. Thread-safe.
 *
 * <pre>{@code
 * var log = Widgets.output();
 * display(log);
 * button.onClick(() -> log.run(() -> System.out.println("clicked")));
 * }</pre>
 */
public final class Output extends Widget {
  private final Outputs outputs = new Outputs(list -> set("outputs", list));
  private @Nullable Screen screen;
  private @Nullable CellOutput place;

  Output() {
    super(Names.output());
    trait("msg_id", "");
    set("outputs", List.of());
  }

  @Override
  synchronized void wasOpened(Models by, Screen on) {
    super.wasOpened(by, on);
    if (place == null) {
      screen = on;
      place = on.place(outputs);
    }
  }

  /**
   * Runs this; what it prints and shows, and what the threads that it starts do, lands here.
   *
   * @throws IllegalStateException if the output has not been shown yet
   */
  public void run(Runnable body) {
    requireNonNull(body, "body is null");
    Screen on;
    CellOutput here;
    synchronized (this) {
      if (screen == null || place == null) {
        throw new IllegalStateException("Show this output first: display(output)");
      }
      on = screen;
      here = place;
    }
    on.with(here, body);
    here.flush();
  }

  /** Removes what it shows. */
  public void clear() {
    outputs.clear();
  }

  @Override
  String text() {
    return outputs.texts().collect(Collectors.joining());
  }

  @Override
  String html() {
    return "<pre>" + Html.escape(text()) + "</pre>";
  }
}
