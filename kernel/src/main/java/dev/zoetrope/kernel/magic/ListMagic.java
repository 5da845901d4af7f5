package dev.zoetrope.kernel.magic;

import java.util.List;
import java.util.Map;

/** {@code %lsmagic}. */
final class ListMagic implements Magic {
  private final Magics magics;

  ListMagic(Magics magics) {
    this.magics = magics;
  }

  @Override
  public MagicSpec spec() {
    return MagicSpec.line("lsmagic", "", "Lists all magics.").example("%lsmagic");
  }

  @Override
  public void run(MagicCall call) {
    List<MagicSpec> specs = magics.specs();
    call.displays()
        .showData(
            Map.of(
                "text/markdown",
                MagicHelp.markdownList(specs),
                "text/plain",
                MagicHelp.list(specs)));
  }
}
