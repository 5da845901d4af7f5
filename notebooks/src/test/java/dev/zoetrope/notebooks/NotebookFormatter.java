package dev.zoetrope.notebooks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the notebooks named on the command line, or all that are kept here, the way they are kept.
 */
final class NotebookFormatter {
  private NotebookFormatter() {}

  /** Run by {@code notebooks/format.sh}. */
  public static void main(String[] args) throws IOException {
    for (Path file : args.length == 0 ? all() : Arrays.stream(args).map(Path::of).toList()) {
      System.out.println((NotebookFormat.fix(file) ? "rewritten: " : "fine: ") + file);
    }
  }

  static List<Path> all() {
    List<Path> all = new ArrayList<>(Checkout.course());
    all.addAll(Checkout.notebooks(Checkout.RESOURCES));
    return all;
  }
}
