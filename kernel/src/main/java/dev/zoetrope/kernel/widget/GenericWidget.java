package dev.zoetrope.kernel.widget;

/**
 * Any other widget that the page has code for: give its keys with {@link #set} and {@link #trait}.
 * Thread-safe.
 */
public final class GenericWidget extends Widget {
  private final String name;

  GenericWidget(Names names) {
    super(names);
    this.name = names.model();
  }

  @Override
  String text() {
    return "[" + name + "]";
  }
}
