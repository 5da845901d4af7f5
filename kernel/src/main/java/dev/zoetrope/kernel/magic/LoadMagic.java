package dev.zoetrope.kernel.magic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code %load}. */
final class LoadMagic implements Magic {
  @Override
  public MagicSpec spec() {
    return MagicSpec.line(
        "load",
        "FILE…",
        "Runs the Java of a file (.java, .jsh) or of a notebook's cells (.ipynb) here; errors name the file and its"
            + " line.");
  }

  @Override
  public void run(MagicCall call) throws IOException {
    if (call.words().isEmpty()) {
      throw call.wrong("Which file?");
    }
    for (String word : call.words()) {
      Path file = PathWords.home(word);
      if (!Files.isRegularFile(file)) {
        throw call.wrong("There is no file " + file + ".");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String name = file.getFileName().toString();
      if (name.endsWith(".ipynb")) {
        NotebookFile.cells(name, text)
            .forEach(cell -> call.session().runFile(cell.name(), cell.code()));
      } else {
        call.session().runFile(name, text);
      }
    }
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return PathWords.suggest(typed);
  }
}
