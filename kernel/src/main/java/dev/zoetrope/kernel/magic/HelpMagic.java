package dev.zoetrope.kernel.magic;

import java.util.List;
import java.util.Map;

/** {@code %help}: what the kernel can do, or one magic. */
final class HelpMagic implements Magic {
  private static final String FIRST =
      """
      A cell is Java. The value of its last expression is shown; `display(value)` shows one at any point, and what it \
      gives back changes it later. `progress(total)` shows a bar. Tab completes, Shift-Tab explains, the stop button \
      ends what runs. Lines that begin with `%`, and cells that begin with `%%`, are magics; `%help NAME` tells more.
      """;

  private final Magics magics;

  HelpMagic(Magics magics) {
    this.magics = magics;
  }

  @Override
  public MagicSpec spec() {
    return MagicSpec.line("help", "[NAME]", "Tells what the kernel can do, or how a magic is used.")
        .example("%help maven");
  }

  @Override
  public void run(MagicCall call) {
    if (call.words().isEmpty()) {
      List<MagicSpec> specs = magics.specs();
      show(
          call, FIRST + "\n" + MagicHelp.markdownList(specs), FIRST + "\n" + MagicHelp.list(specs));
      return;
    }
    for (String name : call.words()) {
      MagicSpec spec = magics.find(name).orElseThrow(() -> unknown(call, name));
      show(call, MagicHelp.markdown(spec), MagicHelp.text(spec));
    }
  }

  private MagicException unknown(MagicCall call, String name) {
    String question =
        Nearest.to(name.replace("%", ""), magics.names())
            .map(meant -> " Did you mean %" + meant + "?")
            .orElse("");
    return call.wrong("There is no magic " + name + "." + question);
  }

  private static void show(MagicCall call, String markdown, String text) {
    call.displays().showData(Map.of("text/markdown", markdown, "text/plain", text));
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return magics.names().stream().filter(name -> name.startsWith(typed)).toList();
  }
}
