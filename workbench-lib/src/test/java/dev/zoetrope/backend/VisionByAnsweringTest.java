package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.TokenUsage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server of no known kind on this machine, which has no counter of tokens. */
class VisionByAnsweringTest {
  private static final String ASK = "POST /v1/chat/completions";

  private final WireRig rig = new WireRig();

  @BeforeEach
  void list() {
    rig.json("GET /v1/models", "{\"data\":[{\"id\":\"m\",\"owned_by\":\"somebody\"}]}");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theSameWordsWithoutPicturesTellWhatPicturesCost() throws InterruptedException {
    counting(90, 12);

    TokenUsage answer = ask(1);

    assertThat(answer.vision()).hasValue(78);
    assertThat(answer.visionByDifference()).isTrue();
    assertThat(rig.requests(ASK)).hasSize(2);
    assertThat(rig.requests(ASK).get(1))
        .contains("\"max_tokens\":1,", "\"stream\":false")
        .doesNotContain("image_url");
  }

  @Test
  void aTextIsCountedOnce() throws InterruptedException {
    counting(90, 12);
    try (VlmBackend backend = rig.connect("")) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(backend, 1).vision()).hasValue(78);
      }
    }

    assertThat(rig.requests(ASK)).hasSize(4);
  }

  @Test
  void aServerThatCountsNoPicturesIsNotBlamedForLosingThem() throws InterruptedException {
    counting(12, 12);

    assertThat(ask(1).vision()).isEmpty();
  }

  @Test
  void withoutPicturesNothingMoreIsAsked() throws InterruptedException {
    counting(12, 12);

    assertThat(ask(0).vision()).isEmpty();
    assertThat(rig.requests(ASK)).hasSize(1);
  }

  /** A busy server may take minutes to count; the answer itself is there. */
  @Test
  @Timeout(30)
  void anAnswerWaitsForItsCountNoLongerThanASmallQuestionMayTakeAndTheNextNotAtAll()
      throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    rig.on(
        ASK,
        (request, wire) -> {
          if (!request.contains("image_url")) {
            over.await();
          }
          wire.send(answered(90));
        });
    try (VlmBackend backend = rig.connect("")) {
      assertThat(ask(backend, 1).vision()).isEmpty();
      assertThat(ask(backend, 1).vision()).isEmpty();
    } finally {
      over.countDown();
    }

    assertThat(rig.requests(ASK)).hasSize(3);
  }

  private TokenUsage ask(int pictures) throws InterruptedException {
    try (VlmBackend backend = rig.connect("")) {
      return ask(backend, pictures);
    }
  }

  private static TokenUsage ask(VlmBackend backend, int pictures) throws InterruptedException {
    return backend.stream(Pictures.ask(pictures, "What do you see?", 8).inOnePiece())
        .read(event -> {})
        .usage();
  }

  private void counting(int withPictures, int without) {
    rig.on(
        ASK,
        (request, wire) -> {
          wire.send(answered(request.contains("image_url") ? withPictures : without));
        });
  }

  private static byte[] answered(int tokens) {
    return WireRig.json(
        "{\"choices\":[{\"message\":{\"content\":\"A ball.\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":"
            + tokens
            + ",\"completion_tokens\":3}}");
  }
}
