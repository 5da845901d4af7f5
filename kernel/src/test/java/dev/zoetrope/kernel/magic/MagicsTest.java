package dev.zoetrope.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MagicsTest {
  private final MagicDesk desk = new MagicDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static String nextStep(Throwable thrown) {
    return ((MagicException) thrown).face().nextStep();
  }

  @Test
  void aTypoIsAnsweredWithWhatWasMeant() {
    assertThatThrownBy(() -> desk.run("%hlep"))
        .hasMessage("%hlep on line 1 is no magic. Did you mean %help?");
    assertThatThrownBy(() -> desk.run("%%markdwn\nx")).hasMessageContaining("mean %%markdown?");
    assertThatThrownBy(() -> desk.run("%qqqqqqq"))
        .hasMessage("%qqqqqqq on line 1 is no magic.")
        .satisfies(e -> assertThat(nextStep(e)).contains("%lsmagic"));
  }

  @Test
  void namesOfOtherKernelsAreKnownForWhatTheyAreHere() {
    assertThatThrownBy(() -> desk.run("%timeit 1 + 1")).hasMessageContaining("mean %bench?");
    assertThatThrownBy(() -> desk.run("%cd /")).hasMessageContaining("mean %sh?");
    assertThatThrownBy(() -> desk.run("%env A")).hasMessage("There is no variable A.");
  }

  @Test
  void aMagicInTheWrongPlaceSaysWhereItBelongs() {
    assertThatThrownBy(() -> desk.run("%html <b>"))
        .hasMessageContaining("%%html on its first line");
    assertThatThrownBy(() -> desk.run("%%who")).hasMessageContaining("one per cent sign");
  }

  @Test
  void optionsThatDoNotFitAreExplainedWithTheUsage() {
    assertThatThrownBy(() -> desk.run("%bench --rums 3 f()"))
        .hasMessage("%bench has no option --rums. Did you mean --runs?")
        .satisfies(e -> assertThat(nextStep(e)).contains("[--runs N]"));
    assertThatThrownBy(() -> desk.run("%bench --runs many f()"))
        .hasMessageContaining("whole number");
    assertThatThrownBy(() -> desk.run("%bench --runs 1 f()")).hasMessageContaining("from 2 to");
    assertThatThrownBy(() -> desk.run("%bench --runs")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> desk.run("%sh --allow-failure=1 x")).hasMessageContaining("no value");
    assertThatThrownBy(() -> desk.run("%lsmagic all")).hasMessageContaining("no arguments");
    assertThatThrownBy(() -> desk.run("%load 'a")).hasMessageContaining("quote");
  }

  @Test
  void codeKeepsItsLineAndColumn() throws Exception {
    desk.run("%time  f()");
    desk.run("int a;\n  %time g()");
    desk.run("%%time\nh()");

    assertThat(desk.session.ran)
        .containsExactly("       f()", "int a;\n", "\n        g()", "\nh()");
    assertThat(desk.printed("stdout")).contains("ran 3.00 ms, compiled ");
  }

  @Test
  void everyMagicHasHelpThatNamesItsOptions() throws Exception {
    for (MagicSpec spec : desk.magics.specs()) {
      desk.run("%help " + spec.name());
      Map<?, ?> shown = desk.shown().get(desk.shown().size() - 1);
      assertThat(shown.get("text/plain").toString()).startsWith(spec.usage().get(0));
      for (MagicOption option : spec.options()) {
        assertThat(shown.get("text/markdown").toString()).contains(option.help());
      }
    }
  }

  @Test
  void theListNamesAllMagics() throws Exception {
    desk.run("%lsmagic");

    assertThat(desk.shown().get(0).get("text/plain").toString())
        .contains(desk.magics.specs().stream().map(MagicSpec::title).toArray(String[]::new));
  }

  @Test
  void helpForAnUnknownMagicOffersTheNearest() {
    assertThatThrownBy(() -> desk.run("%help mrkdown")).hasMessageContaining("mean %markdown?");
  }

  @Test
  void anExtensionsMagicIsRunListedAndCompleted() throws Exception {
    desk.magics.add(
        new Magic() {
          @Override
          public MagicSpec spec() {
            return MagicSpec.line("gpu", "", "Shows the GPU.").flag("--watch", "again and again");
          }

          @Override
          public void run(MagicCall call) {
            call.print("no GPU, watch " + call.has("--watch"));
          }
        });

    desk.run("%gpu --watch");

    assertThat(desk.printed("stdout")).isEqualTo("no GPU, watch true");
    assertThat(desk.suggested("%gp")).containsExactly("%gpu");
    assertThat(desk.suggested("%gpu --")).containsExactly("--watch");
    assertThat(desk.magics.explain("%gpu", 2))
        .hasValueSatisfying(t -> assertThat(t).contains("GPU."));
  }

  @Test
  void namesAreCompletedWhereTheyMayStand() {
    assertThat(desk.suggested("%ti")).containsExactly("%time", "%%time");
    assertThat(desk.suggested("%%ht")).containsExactly("%%html");
    assertThat(desk.suggested("int a;\n%ti")).containsExactly("%time");
    assertThat(desk.suggested("int a;\n%ht")).isEmpty();
    assertThat(desk.magics.suggest("int a = b.s", 11, () -> desk.session)).isEmpty();
    assertThat(desk.magics.suggest("%time a.s", 9, () -> desk.session)).isEmpty();
  }

  @Test
  void optionsNamesAndPathsAreCompleted(@TempDir Path folder) throws Exception {
    Files.createFile(folder.resolve("tools.jar"));
    Files.createDirectory(folder.resolve("tomes"));
    desk.session.declared.add(new Declared("variable", "frames", "int", Optional.of(1)));

    assertThat(desk.suggested("%bench --r")).containsExactly("--runs");
    assertThat(desk.suggested("%help tim")).containsExactly("time");
    assertThat(desk.suggested("%reset fr")).containsExactly("frames");
    assertThat(desk.suggested("%jars " + folder + "/to"))
        .containsExactly(folder + "/tomes/", folder + "/tools.jar");
  }

  @Test
  void jarsAreAddedByTheirNamesOrAStar(@TempDir Path folder) throws Exception {
    Path a = Files.writeString(folder.resolve("a.jar"), "PK");
    Path b = Files.writeString(folder.resolve("b.jar"), "PK");
    Path text = Files.writeString(folder.resolve("c.txt"), "no archive");

    desk.run("%jars " + folder + "/*.jar");

    assertThat(desk.session.added).containsExactly(a, b);
    assertThatThrownBy(() -> desk.run("%jars " + folder + "/no.jar"))
        .hasMessageContaining("no.jar");
    assertThatThrownBy(() -> desk.run("%jars " + text)).hasMessageContaining("is no jar");
    assertThatThrownBy(() -> desk.run("%jars " + folder)).hasMessageContaining("%classpath");
    assertThatThrownBy(() -> desk.run("%jars " + folder + "/*.zip"))
        .hasMessageContaining("No file");
  }

  @Test
  void filesAndNotebooksAreRunUnderTheirNames(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.jsh"), "int a = 1;");
    Files.writeString(
        folder.resolve("b.ipynb"),
        "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"# no\"},"
            + "{\"cell_type\": \"code\", \"source\": [\"int b\\n\", \"= 2;\"]}]}");

    desk.run("%load " + folder + "/a.jsh '" + folder + "/b.ipynb'");

    assertThat(desk.session.ran).containsExactly("a.jsh:int a = 1;", "b.ipynb cell 2:int b\n= 2;");
    assertThatThrownBy(() -> desk.run("%load " + folder + "/c.jsh")).hasMessageContaining("c.jsh");
    Files.writeString(folder.resolve("d.ipynb"), "not json");
    assertThatThrownBy(() -> desk.run("%load " + folder + "/d.ipynb"))
        .hasMessageContaining("no notebook");
  }

  @Test
  void secretsOfTheEnvironmentAreHidden() throws Exception {
    desk.run("%env GREETING=hello MY_API_KEY=opensesame\n%env GREETING MY_API_KEY");

    assertThat(desk.printed("stdout")).isEqualTo("GREETING=hello\nMY_API_KEY=(hidden)\n");
    assertThatThrownBy(() -> desk.run("%env GREETNG")).hasMessageContaining("mean GREETING?");
  }

  @Test
  void forgettingIsToldAndTyposAreNot() throws Exception {
    desk.session.declared.add(new Declared("variable", "frames", "int", Optional.of(1)));
    assertThatThrownBy(() -> desk.run("%reset frame")).hasMessageContaining("mean frames?");

    desk.run("%reset");

    assertThat(desk.session.declared).isEmpty();
    assertThat(desk.printed("stdout")).contains("Forgot frames.");
  }

  @Test
  void cellsAreShownAsWhatTheyAre() throws Exception {
    desk.run("%%html\n<b>x</b>\n");
    desk.run("%%markdown\n# x");
    desk.run("%%javascript\nlet x;");

    assertThat(desk.shown().get(1).get("text/markdown")).isEqualTo("# x");
    assertThat(desk.shown().get(2).get("application/javascript")).isEqualTo("let x;");
    assertThat(desk.shown().get(0).get("text/html")).isEqualTo("<b>x</b>");
  }
}
