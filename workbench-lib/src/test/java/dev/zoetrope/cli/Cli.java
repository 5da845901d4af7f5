package dev.zoetrope.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line as a person meets it: arguments in, exit code and two texts out. */
final class Cli {
  record Ran(int code, String out, String err) {}

  private Cli() {}

  static Ran compare(String log, String... args) {
    List<String> all = new ArrayList<>(List.of("compare", "--log", log));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Ran(code, out.toString(), err.toString());
  }
}
