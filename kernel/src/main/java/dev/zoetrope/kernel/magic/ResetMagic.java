package dev.zoetrope.kernel.magic;

import java.util.List;
import java.util.Optional;

/** {@code %reset}. */
final class ResetMagic implements Magic {
  @Override
  public MagicSpec spec() {
    return MagicSpec.line(
            "reset",
            "[NAME…]",
            "Forgets the variables, methods and types that cells declared, or only those named, and frees what they"
                + " held. Imports and the class path stay.")
        .example("%reset");
  }

  @Override
  public void run(MagicCall call) {
    List<String> known = call.session().declared().stream().map(Declared::name).distinct().toList();
    for (String name : call.words()) {
      if (!known.contains(name)) {
        Optional<String> meant = Nearest.to(name, known);
        throw call.wrong(
            name + " is not declared." + meant.map(m -> " Did you mean " + m + "?").orElse(""));
      }
    }
    List<String> names = call.words().isEmpty() ? known : call.words();
    call.session().forget(names);
    call.print("Forgot " + (names.isEmpty() ? "nothing" : String.join(", ", names)) + ".\n");
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return WhoMagic.names(typed, session);
  }
}
