package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** A button. Thread-safe. */
public final class Button extends Control<Button> {
  Button(String label) {
    super("Button", "ButtonStyle", "button_color");
    label(label);
  }

  /** Calls this for each click, on the comms' thread, also while a cell runs. */
  public Button onClick(Runnable listener) {
    requireNonNull(listener, "listener is null");
    onMessage(
        (content, buffers) -> {
          if ("click".equals(content.get("event"))) {
            listener.run();
          }
        });
    return this;
  }

  /** The name of a Font Awesome icon, for example {@code play}. */
  public Button icon(String name) {
    set("icon", requireNonNull(name, "name is null"));
    return this;
  }

  @Override
  String text() {
    return "[" + label() + "]";
  }
}
