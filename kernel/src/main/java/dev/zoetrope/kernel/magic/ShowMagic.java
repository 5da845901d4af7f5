package dev.zoetrope.kernel.magic;

/** Magics that show the cell below them as it is. */
final class ShowMagic implements Magic {
  private final MagicSpec spec;
  private final String mimeType;

  private ShowMagic(MagicSpec spec, String mimeType) {
    this.spec = spec;
    this.mimeType = mimeType;
  }

  static ShowMagic html() {
    return of("html", "HTML", "text/html", "<b>bold</b> and <i>italic</i>");
  }

  static ShowMagic markdown() {
    return of("markdown", "Markdown", "text/markdown", "# A title\nand *some* words");
  }

  static ShowMagic javascript() {
    MagicSpec spec =
        MagicSpec.cell(
                "javascript",
                "",
                "Runs the cell as JavaScript in the page; `element` is the place of its output.")
            .example("%%javascript\nelement.textContent = 'the page says hello';");
    return new ShowMagic(spec, "application/javascript");
  }

  private static ShowMagic of(String name, String language, String mimeType, String example) {
    MagicSpec spec =
        MagicSpec.cell(name, "", "Shows the cell as " + language + ".")
            .example("%%" + name + "\n" + example);
    return new ShowMagic(spec, mimeType);
  }

  @Override
  public MagicSpec spec() {
    return spec;
  }

  @Override
  public void run(MagicCall call) {
    call.displays().show(mimeType, call.body().strip());
  }
}
