package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The notebook that tells what the embedded model sees, with two films for each share. */
class ModelSeesIT {
  private static final Path NOTEBOOK = Checkout.NOTEBOOKS.resolve("03-what-the-model-sees.ipynb");

  @BeforeAll
  static void setUp() throws IOException, InterruptedException {
    Launcher.setUp();
  }

  @Test
  void whatItSeesAndWhatItDoesNotIsAsItsTextSays() throws IOException, InterruptedException {
    Path folder = Launcher.freshFolder("model-sees-");
    Outcome run =
        Launcher.run(
            "notebook", NOTEBOOK.toString(), "--output", folder.toString(), "-p", "films=2");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("single-middle +One picture cannot tell\\.")
        .containsPattern("multi-plain +It moves right\\.")
        .containsPattern("multi-plain\\+reversed +It moves left\\.")
        .containsPattern("single-middle +2 +0 +0 +2")
        .containsPattern("What is this\\? +I only know coloured shapes\\.")
        .containsPattern("[012] of 2 right");
  }
}
