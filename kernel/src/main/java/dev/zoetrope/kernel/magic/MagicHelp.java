package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what a spec says: as text, as HTML, as a page of the documentation. */
final class MagicHelp {
  private MagicHelp() {}

  static String text(MagicSpec spec) {
    List<String> lines = new ArrayList<>(spec.usage());
    lines.add("");
    lines.add(spec.summary());
    if (!spec.options().isEmpty()) {
      lines.add("");
      int width = spec.options().stream().mapToInt(o -> o.usage().length()).max().orElse(0);
      spec.options().forEach(o -> lines.add("  " + pad(o.usage(), width) + "  " + o.help()));
    }
    spec.examples()
        .forEach(
            example -> {
              lines.add("");
              example.lines().forEach(line -> lines.add("    " + line));
            });
    return String.join("\n", lines);
  }

  static String markdown(MagicSpec spec) {
    StringBuilder text = new StringBuilder("```\n");
    spec.usage().forEach(usage -> text.append(usage).append('\n'));
    text.append("```\n").append(spec.summary()).append('\n');
    if (!spec.options().isEmpty()) {
      text.append('\n');
      spec.options()
          .forEach(o -> text.append("* `" + o.usage() + "`: ").append(o.help()).append('\n'));
    }
    if (!spec.examples().isEmpty()) {
      text.append("\nFor example:\n");
      spec.examples().forEach(e -> text.append("```\n").append(e).append("\n```\n"));
    }
    return text.toString();
  }

  /** One line each, the names in a column. */
  static String list(List<MagicSpec> specs) {
    int width = specs.stream().mapToInt(spec -> names(spec).length()).max().orElse(0);
    return specs.stream()
        .map(spec -> pad(names(spec), width) + "  " + spec.summary())
        .collect(Collectors.joining("\n"));
  }

  static String markdownList(List<MagicSpec> specs) {
    return "| magic | what it does |\n|---|---|\n"
        + specs.stream()
            .map(spec -> "| `" + names(spec) + "` | " + spec.summary().replace("|", "\\|") + " |\n")
            .collect(Collectors.joining());
  }

  static String names(MagicSpec spec) {
    String name = spec.name();
    return spec.kind() == MagicSpec.Kind.BOTH ? "%" + name + " %%" + name : spec.title();
  }

  static String page(List<MagicSpec> specs) {
    String details =
        specs.stream()
            .map(spec -> "\n## " + names(spec) + "\n\n" + markdown(spec))
            .collect(Collectors.joining());
    return markdownList(specs) + details;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
