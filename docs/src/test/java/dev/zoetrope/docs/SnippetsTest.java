package dev.zoetrope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.Session;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every Java block of the pages, a page a session, with the imports of a notebook. */
class SnippetsTest {
  private static final Path ROOT = Path.of(System.getProperty("zoetrope.root"));
  private static final List<String> IMPORTS =
      List.of(
          "import dev.zoetrope.*;",
          "import dev.zoetrope.temporal.*;",
          "import dev.zoetrope.backend.Sampling;",
          "import java.util.*;");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyJavaBlockRuns() throws IOException {
    return pages()
        .filter(page -> !blocks(page).isEmpty())
        .map(page -> DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> runs(page)));
  }

  @Test
  void theReadmeHasAJavaBlock() {
    assertThat(blocks(ROOT.resolve("README.md"))).isNotEmpty();
  }

  private void runs(Path page) {
    try (Workbench workbench =
            Workbench.open(WorkbenchConfig.defaults().logTo(folder.resolve("log.jsonl")));
        JShell shell = JShell.builder().executionEngine("local").build()) {
      Session.use(workbench);
      classPath().forEach(shell::addToClasspath);
      IMPORTS.forEach(line -> evaluated(shell, line));
      blocks(page).forEach(block -> evaluated(shell, fromRoot(block)));
      Session.leave(workbench);
    }
  }

  /** A reader stands in the checkout; the test does not. */
  private static String fromRoot(String block) {
    String clips = ROOT.resolve("notebooks/clips") + "/";
    return block.replace("\"clips/", "\"" + clips).replace("\"live:clips/", "\"live:" + clips);
  }

  private static void evaluated(JShell shell, String code) {
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(next.source())) {
        assertThat(event.exception()).as(next.source()).isNull();
        assertThat(event.status())
            .as(
                () ->
                    next.source()
                        + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList())
            .isEqualTo(Snippet.Status.VALID);
      }
      rest = next.remaining();
    }
  }

  private static List<String> classPath() {
    Map<Object, Object> properties = System.getProperties();
    Object path =
        properties.getOrDefault("surefire.test.class.path", properties.get("java.class.path"));
    return List.of(path.toString().split(File.pathSeparator));
  }

  private static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages = new ArrayList<>(docs.filter(p -> p.toString().endsWith(".md")).toList());
      pages.add(ROOT.resolve("README.md"));
      return pages.stream();
    }
  }

  private static List<String> blocks(Path page) {
    List<String> blocks = new ArrayList<>();
    StringBuilder open = null;
    for (String line : lines(page)) {
      if (line.equals("```java")) {
        open = new StringBuilder();
      } else if (line.equals("```") && open != null) {
        blocks.add(open.toString());
        open = null;
      } else if (open != null) {
        open.append(line).append('\n');
      }
    }
    return blocks;
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
