package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportVerbTest {
  @TempDir private Path folder;

  private Path log() throws IOException {
    String plan =
        "{'schema':'zoetrope.log/1','type':'plan','run':'R1','at':'2026-11-23T17:45:37Z','plan':{"
            + "'name':'which-way','cells':1,'prompts':['Which way?'],'questions':[{'id':'way',"
            + "'rule':{'direction':'right'}}]},'machine':{}}\n";
    String answer =
        "{'schema':'zoetrope.log/1','type':'answer','run':'R1','request':'R1/0','state':'complete',"
            + "'text':'<b>right</b>','encoding':'grid-2x2','metrics':{},'absent':{},'cell':{'id':'c',"
            + "'backend':'embedded:tiny','source':'s','question':'way'}}\n";
    return Files.writeString(folder.resolve("log.jsonl"), (plan + answer).replace('\'', '"'));
  }

  @Test
  void aRunIsShownAndWritten() throws IOException {
    Path page = folder.resolve("out/run.html");
    Path markdown = folder.resolve("run.md");
    Path csv = folder.resolve("run.csv");

    Cli.Ran ended =
        Cli.run(
            "report",
            log().toString(),
            "--html",
            page.toString(),
            "--markdown",
            markdown.toString(),
            "--csv",
            csv.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("which-way", "embedded:tiny", "n = 1)");
    assertThat(Files.readString(page)).contains("&lt;b&gt;right").doesNotContain("<b>right");
    assertThat(Files.readString(markdown)).contains("| embedded:tiny | grid-2x2 | 1 | 0 |");
    assertThat(Files.readString(csv)).startsWith("backend,encoding,source,question");
  }

  @Test
  void aRunThatIsNotThereSaysSo() throws IOException {
    Cli.Ran ended = Cli.run("report", log() + "#R9");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("has no run R9; zoetrope run writes one");
  }

  @Test
  void aLogThatIsNotThereSaysSo() {
    Cli.Ran ended = Cli.run("report", folder.resolve("none.jsonl").toString());

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("cannot read the log");
  }
}
