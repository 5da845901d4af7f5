package dev.zoetrope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process on the embedded model, ended as a power cut ends it. */
@Tag("slow")
@Timeout(1800)
class RunKilledIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KILLS = Integer.getInteger("zoetrope.kills", 6);
  private static final int CELLS = 48;

  private static final String PLAN =
      """
      sources: ["synthetic:moving-shape?seed=7", "synthetic:moving-shape?seed=8"]
      windows: [{frames: 4, spacing: 500ms}]
      encodings: [single, grid:2x2, multi]
      prompts: [Which way does it move?, What colour is it?]
      backends: [embedded:tiny]
      samplings: [{max-tokens: 12}]
      repetitions: 4
      """;

  @TempDir Path folder;
  private Path plan = Path.of("plan.yaml");
  private Path log = Path.of("log.jsonl");

  @BeforeEach
  void write() throws IOException {
    plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    log = folder.resolve("log.jsonl");
  }

  @Test
  void aRunThatIsKilledAgainAndAgainAsksEachQuestionToItsEndOnce() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < KILLS; i++) {
      killed(Files.exists(log) ? Files.size(log) : 0, random.nextInt(2 * CELLS * 3000 / KILLS));
    }
    assertThat(ended(start("run", plan + "", "--resume", "--log", log + ""))).isZero();

    Path whole = folder.resolve("whole.jsonl");
    assertThat(ended(start("run", plan + "", "--log", whole + ""))).isZero();
    assertThat(answers(log)).hasSize(CELLS).isEqualTo(answers(whole));
    assertThat(ids(log)).doesNotHaveDuplicates();
    assertThat(lines(log).filter(line -> parsed(line).isEmpty()).count())
        .as("torn lines")
        .isLessThanOrEqualTo(KILLS);
  }

  @Test
  void aSecondProcessIsToldWhoHasTheLogAndMayGoOnWhenThatIsKilled() throws Exception {
    Process first = start("run", plan + "", "--log", log + "");
    try {
      grows(first, 1);
      Cli.Ran second = Cli.run("run", plan + "", "--resume", "--log", log + "");

      assertThat(second.code()).isEqualTo(3);
      assertThat(second.err())
          .startsWith("zoetrope: Another run writes into ")
          .contains("process " + first.pid() + ", since ");
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThat(Cli.run("run", plan + "", "--resume", "--log", log + "").code()).isZero();
    assertThat(ids(log)).hasSize(CELLS).doesNotHaveDuplicates();
  }

  /** At whatever byte: between lines, inside one, before the first. */
  private void killed(long size, long growth) throws Exception {
    Process process = start("run", plan + "", "--resume", "--log", log + "");
    try {
      grows(process, size + growth);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void grows(Process process, long size) throws Exception {
    boolean over = false;
    while (!over && (!Files.exists(log) || Files.size(log) < size)) {
      over = process.waitFor(1, TimeUnit.MILLISECONDS);
    }
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.awt.headless=true", "-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private static String classPath() {
    String forked = System.getProperty("surefire.test.class.path", "");
    return forked.isEmpty() ? System.getProperty("java.class.path") : forked;
  }

  private int ended(Process process) throws Exception {
    int code = process.waitFor();
    assertThat(code).as(Files.readString(folder.resolve("output.txt"))).isZero();
    return code;
  }

  private static Stream<String> lines(Path log) throws IOException {
    return Files.readString(log, UTF_8).lines();
  }

  private static Optional<JsonNode> parsed(String line) {
    try {
      return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<JsonNode> complete(Path log) throws IOException {
    return lines(log)
        .flatMap(line -> parsed(line).stream())
        .filter(line -> line.path("state").asText().equals("complete"))
        .toList();
  }

  private static List<String> ids(Path log) throws IOException {
    return complete(log).stream().map(line -> line.at("/cell/id").asText()).toList();
  }

  private static Map<String, String> answers(Path log) throws IOException {
    Map<String, String> answers = new TreeMap<>();
    complete(log)
        .forEach(
            line ->
                answers.put(
                    line.at("/cell/id").asText(),
                    line.get("text").asText() + " of " + line.get("frames")));
    return answers;
  }
}
