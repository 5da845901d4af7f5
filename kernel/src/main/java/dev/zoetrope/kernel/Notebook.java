package dev.zoetrope.kernel;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.Display;
import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.Progress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What every cell can call without an import. The one handle by which user code reaches the kernel
 * it runs in; library code takes a {@link Displays} instead.
 */
public final class Notebook {
  private static volatile @Nullable Displays displays;

  private static volatile @Nullable Questions questions;

  private Notebook() {}

  static void connect(@Nullable Displays to, @Nullable Questions asking) {
    displays = to;
    questions = asking;
  }

  /**
   * Shows a value as its renderer draws it.
   *
   * @return a handle that changes what is shown, from any thread
   */
  public static Display display(@Nullable Object value) {
    return displays().show(value == null ? "null" : value);
  }

  /**
   * Shows data of one MIME type.
   *
   * @param mimeType for example {@code image/png} or {@code text/html}
   * @param data a {@code String}, or a {@code byte[]} which is sent as base64
   */
  public static Display display(String mimeType, Object data) {
    return displays().show(mimeType, data);
  }

  /**
   * Shows a bar that its {@code step()} moves on.
   *
   * @param total how much there is to do; 0 if nobody knows
   */
  public static Progress progress(long total) {
    return displays().progress(total);
  }

  /**
   * Shows a bar with words before it.
   *
   * @param total how much there is to do; 0 if nobody knows
   */
  public static Progress progress(String label, long total) {
    return displays().progress(label, total);
  }

  /** The elements, for a loop, with a bar that shows how many of them have been taken. */
  public static <T> Iterable<T> progress(Collection<T> elements) {
    return displays().progress(elements);
  }

  /**
   * Removes the outputs of this cell; with {@code wait} only when its next output arrives, which
   * does not flicker.
   */
  public static void clearOutput(boolean wait) {
    displays().clear(wait);
  }

  /**
   * Asks the person at the notebook and waits for the answer.
   *
   * @param prompt what to ask
   * @throws IllegalStateException if nobody can answer: no cell runs, or it runs without a person
   */
  public static String input(String prompt) {
    return questions().ask(requireNonNull(prompt, "prompt is null"), false);
  }

  /** Asks as {@link #input(String)} does, without saying what for. */
  public static String input() {
    return input("");
  }

  /** Asks as {@link #input(String)} does, and hides what is typed. */
  public static String password(String prompt) {
    return questions().ask(requireNonNull(prompt, "prompt is null"), true);
  }

  /** Asks as {@link #password(String)} does, without saying what for. */
  public static String password() {
    return password("");
  }

  private static Questions questions() {
    return requireNonNull(questions, "input() works in a notebook only; no kernel runs here");
  }

  private static Displays displays() {
    return requireNonNull(displays, "display() works in a notebook only; no kernel runs here");
  }
}
