package dev.zoetrope.kernel.magic;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code %env}. */
final class EnvMagic implements Magic {
  private final Environment environment;

  EnvMagic(Environment environment) {
    this.environment = environment;
  }

  @Override
  public MagicSpec spec() {
    return MagicSpec.line(
            "env",
            "[NAME | NAME=VALUE]…",
            "Shows the environment of the programs that %%sh starts, or changes it; Java's own System.getenv cannot"
                + " change. Values that look like secrets are hidden.")
        .option("--unset", "NAME", "removes a variable")
        .example("%env GREETING=hello")
        .example("%env GREETING");
  }

  @Override
  public void run(MagicCall call) {
    call.options("--unset").forEach(environment::unset);
    if (call.words().isEmpty() && !call.has("--unset")) {
      call.displays().show(environment.shown());
    }
    for (String word : call.words()) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        environment.set(word.substring(0, equals), word.substring(equals + 1));
      } else {
        call.print(word + "=" + value(call, word) + "\n");
      }
    }
  }

  private String value(MagicCall call, String name) {
    Map<String, String> shown = environment.shown();
    return Optional.ofNullable(shown.get(name))
        .orElseThrow(
            () ->
                call.wrong(
                    "There is no variable "
                        + name
                        + "."
                        + Nearest.to(name, shown.keySet())
                            .map(meant -> " Did you mean " + meant + "?")
                            .orElse("")));
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return environment.shown().keySet().stream().filter(name -> name.startsWith(typed)).toList();
  }
}
