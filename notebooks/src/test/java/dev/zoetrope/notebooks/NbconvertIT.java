package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jupyter's own way to run a notebook and make a page of it. */
class NbconvertIT {
  private static final String WIDGETS =
      """
      {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": null, "outputs": [],
        "source": "import dev.zoetrope.kernel.widget.*;\\nWidgets.slider(\\"speed\\", 0, 10).value(3)"}],
       "metadata": {"kernelspec": {"name": "zoetrope", "display_name": "Zoetrope", "language": "java"}},
       "nbformat": 4, "nbformat_minor": 5}
      """;

  @Test
  void aPageOfWidgetsShowsThemWithoutScriptsFromElsewhere()
      throws IOException, InterruptedException {
    Launcher.setUp();
    Path folder = Launcher.freshFolder("nbconvert-");
    Files.writeString(folder.resolve("widgets.ipynb"), WIDGETS);

    Outcome run = convert(folder);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("widgets.html")))
        .contains("speed: 3")
        .doesNotContain("widget-view+json");
  }

  private static Outcome convert(Path folder) throws IOException, InterruptedException {
    ProcessBuilder nbconvert =
        new ProcessBuilder(
            Launcher.python().toString(),
            "-m",
            "jupyter",
            "nbconvert",
            "--to",
            "html",
            "--execute",
            "widgets.ipynb");
    nbconvert.directory(folder.toFile());
    nbconvert.environment().keySet().removeIf(name -> name.startsWith("JUPYTER"));
    nbconvert.environment().put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
    nbconvert.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    nbconvert.environment().put("ZOETROPE_KERNEL_HISTORY", "off");
    return Outcome.of(nbconvert, Duration.ofMinutes(3));
  }
}
