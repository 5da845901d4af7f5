package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.backend.Faults;
import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table.Cell;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.temporal.EncodingException;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ComparisonTest {
  private final Clip clip = new Clip();

  @AfterEach
  void close() {
    clip.close();
  }

  @Test
  void oneHostIsNeverAskedTwiceAtOnce() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScriptedBackend.Script counted =
        (sink, closed) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.yield();
          running.decrementAndGet();
          return Answers.saying("left").read(sink, closed);
        };
    VlmBackend[] three = {
      new ScriptedBackend("a:", "here", counted),
      new ScriptedBackend("b:", "here", counted),
      new ScriptedBackend("c:", "here", counted)
    };
    ComparisonResult result =
        clip.run(clip.spec(List.of(SingleFrame.middle()), 20, AskOrder.BY_HOST, 0, three));

    assertThat(result.answers()).hasSize(60);
    assertThat(most).hasValue(1);
    assertThat(result.order()).contains("in turn").contains("they share here");
  }

  @Test
  void twoHostsAreAskedAtOnce() {
    // Each waits for the other: in turn, this would never end.
    CyclicBarrier both = new CyclicBarrier(2);
    ScriptedBackend.Script meeting =
        (sink, closed) -> {
          meet(both);
          return Answers.saying("left").read(sink, closed);
        };
    ComparisonResult result =
        clip.run(
            clip.spec(
                new ScriptedBackend("a:", "here", meeting),
                new ScriptedBackend("b:", "there", meeting)));

    assertThat(result.answers()).allMatch(a -> a.outcome() instanceof Outcome.Complete);
    assertThat(result.order()).startsWith("at once");
  }

  @Test
  void atOnceIsAChoiceForOneHostToo() {
    CyclicBarrier both = new CyclicBarrier(2);
    ScriptedBackend.Script meeting =
        (sink, closed) -> {
          meet(both);
          return Answers.saying("left").read(sink, closed);
        };
    ComparisonResult result =
        clip.run(
            clip.spec(
                List.of(SingleFrame.middle()),
                1,
                AskOrder.AT_ONCE,
                0,
                new ScriptedBackend("a:", "here", meeting),
                new ScriptedBackend("b:", "here", meeting)));

    assertThat(result.order()).contains("share it");
  }

  @Test
  void everybodyGetsTheSameBytes() {
    ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
    ScriptedBackend b = new ScriptedBackend("b:", "there", Answers.saying("right"));
    ComparisonResult result =
        clip.run(
            clip.spec(
                List.of(SingleFrame.middle(), Grid.of(2, 1), MultiImage.labelled()),
                1,
                AskOrder.BY_HOST,
                0,
                a,
                b));

    assertThat(hashes(a)).isEqualTo(hashes(b)).hasSize(4);
    for (Answer answer : result.answers()) {
      List<String> shown =
          result.prompts().stream()
              .filter(p -> p.name().equals(answer.slot().encoding()))
              .flatMap(p -> p.images().stream())
              .map(EncodedImage::sha256)
              .toList();
      assertThat(answer.frames()).isNotEmpty().isEqualTo(shown);
    }
  }

  @Test
  void aHintAndTheQuestionAreOneText() {
    ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
    clip.run(clip.spec(List.of(SingleFrame.middle(), Grid.of(2, 1)), 1, AskOrder.BY_HOST, 0, a));

    assertThat(texts(a.asked().get(0))).containsExactly("Which way?");
    assertThat(texts(a.asked().get(1)))
        .singleElement()
        .asString()
        .endsWith(" Which way?")
        .doesNotContain("  ")
        .hasSizeGreaterThan(" Which way?".length());
  }

  @Test
  void oneThatFailsCostsOnlyItsOwnAnswer() {
    ComparisonResult result =
        clip.run(
            clip.spec(
                new ScriptedBackend(
                    "a:",
                    "here",
                    (sink, closed) -> {
                      throw new BackendException.Rejected(500, "a: is ill; ask it later.");
                    }),
                new ScriptedBackend("b:", "here", Answers.saying("left"))));

    assertThat(result.answers().get(0).outcome())
        .isEqualTo(new Outcome.Failed("", "rejected", "a: is ill; ask it later.", true));
    assertThat(result.answers().get(1).outcome().text()).isEqualTo("left");
    assertThat(result.anyFailed()).isTrue();
    assertThat(result.answers().get(0).readings().values())
        .containsOnly(new Reading.Absent("the backend failed"));
  }

  @Test
  void aBackendThatBreaksIsADefectAndCostsOnlyItsOwnAnswer() {
    ComparisonResult result =
        clip.run(
            clip.spec(
                new ScriptedBackend(
                    "a:",
                    "here",
                    (sink, closed) -> {
                      throw new IllegalStateException("oops");
                    }),
                new ScriptedBackend("b:", "here", Answers.saying("left"))));

    assertThat(result.answers().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo("defect");
              assertThat(failed.message()).contains("a:").contains("oops");
            });
    assertThat(result.answers().get(1).outcome()).isInstanceOf(Outcome.Complete.class);
  }

  @Test
  void whatOneSaidBeforeItBrokeIsKept() {
    ComparisonResult result =
        clip.run(
            clip.spec(
                new ScriptedBackend("a:", "here", breaking(new IllegalStateException("oops"))),
                new ScriptedBackend("b:", "here", breaking(new NoClassDefFoundError("lib"))),
                new ScriptedBackend(
                    "c:", "here", breaking(new BackendException.Rejected(500, "Ask later.")))));

    assertThat(result.answers().stream().map(Answer::outcome))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Failed.class))
        .extracting(Outcome::text)
        .containsExactly("to the", "to the", "to the");
    assertThat(result.answers().get(1).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("defect"));
  }

  private static ScriptedBackend.Script breaking(Throwable thrown) {
    return (sink, closed) -> {
      sink.accept(new TokenEvent.Delta(0, "hm", true));
      sink.accept(new TokenEvent.Delta(0, "to the", false));
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    };
  }

  @Test
  void repetitionsAreToldApart() {
    ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
    ComparisonResult result =
        clip.run(clip.spec(List.of(SingleFrame.middle()), 2, AskOrder.BY_HOST, 0, a));

    String name = SingleFrame.middle().name();
    assertThat(result.table().rows())
        .extracting(row -> row.get(1))
        .containsExactly(new Cell.Text(name + " (1)"), new Cell.Text(name + " (2)"));
    assertThat(result.chart().bars())
        .extracting(PhaseChart.Bar::label)
        .containsExactly("a: · " + name + " (1)", "a: · " + name + " (2)");
  }

  @Test
  void oneThatCannotGetReadyIsNotAsked() {
    ScriptedBackend asked = new ScriptedBackend("a:", "here", Answers.saying("never"));
    Unready a = new Unready(asked, new BackendException.ModelUnavailable("No weights; pull them."));
    ComparisonResult result =
        clip.run(clip.spec(a, new ScriptedBackend("b:", "here", Answers.saying("left"))));

    assertThat(asked.asked()).isEmpty();
    assertThat(result.answers().get(0).outcome())
        .isEqualTo(new Outcome.Failed("", "model_unavailable", "No weights; pull them."));
    assertThat(result.answers().get(1).outcome().text()).isEqualTo("left");
  }

  @Test
  void oneThatBreaksWhileItGetsReadyIsADefectAndNotAsked() {
    ScriptedBackend asked = new ScriptedBackend("a:", "here", Answers.saying("never"));
    ComparisonResult result =
        clip.run(
            clip.spec(
                new Unready(asked, new IllegalStateException("oops")),
                new ScriptedBackend("b:", "here", Answers.saying("left"))));

    assertThat(asked.asked()).isEmpty();
    assertThat(result.answers().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("defect"));
    assertThat(result.answers().get(1).outcome().text()).isEqualTo("left");
  }

  @Test
  void aListenerThatThrowsIsNotTheComparisonsEnd() {
    List<CompareEvent> heard = new ArrayList<>();
    ComparisonResult result =
        clip.run(
            clip.spec(new ScriptedBackend("a:", "here", Answers.saying("to the left"))),
            event -> {
              throw new IllegalStateException("no screen");
            },
            heard::add);

    assertThat(heard.stream().map(e -> e.getClass().getSimpleName()))
        .containsExactly(
            "Planned", "Preparing", "Asked", "Grew", "Grew", "Grew", "Answered", "Ended");
    assertThat(result.anyFailed()).isFalse();
  }

  @Test
  void aSlowListenerNeverDelaysReading() {
    CountDownLatch read = new CountDownLatch(1);
    List<CompareEvent> heard = new ArrayList<>();
    ScriptedBackend talking =
        new ScriptedBackend(
            "a:",
            "here",
            (sink, closed) -> {
              for (int i = 0; i < 100; i++) {
                sink.accept(new TokenEvent.Delta(i, "x", false));
              }
              read.countDown();
              return Answers.saying("all").read(sink, closed);
            });
    clip.run(
        clip.spec(talking),
        event -> {
          // Hears nothing before all has been read: a reader that waited for it would never end.
          waitFor(read);
          heard.add(event);
        });

    assertThat(heard).hasSize(3 + 101 + 2);
  }

  @Test
  void anEmptySpecSaysWhatToName() {
    assertThatThrownBy(() -> clip.spec(new VlmBackend[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embedded:tiny");
    assertThatThrownBy(() -> clip.spec(List.of(), 1, AskOrder.BY_HOST, 0))
        .hasMessageContaining("SingleFrame.middle()");
  }

  private static void meet(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("the other was not asked at the same time", e);
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> hashes(ScriptedBackend backend) {
    return backend.asked().stream()
        .flatMap(r -> r.parts().stream())
        .filter(ContentPart.Image.class::isInstance)
        .map(part -> ((ContentPart.Image) part).image().sha256())
        .toList();
  }

  private static Stream<String> texts(VlmRequest request) {
    return request.parts().stream()
        .filter(ContentPart.Text.class::isInstance)
        .map(part -> ((ContentPart.Text) part).text());
  }

  @Test
  void whatABackendHadToLoadIsANumberOfItsFirstAnswer() {
    ScriptedBackend ready = new ScriptedBackend("a:", "here", Answers.saying("left"));
    VlmBackend slow = new Loading(ready, new Timeline.Span(100_000_000, 350_000_000));
    ComparisonResult result =
        clip.run(clip.spec(List.of(SingleFrame.last()), 2, AskOrder.BY_HOST, 0, slow));

    assertThat(result.answers().get(0).readings().get("load_time"))
        .isInstanceOfSatisfying(
            Reading.Value.class, load -> assertThat(load.value()).isEqualTo(250));
    assertThat(result.answers().get(1).readings().get("load_time"))
        .isEqualTo(new Reading.Absent("nothing had to load"));
  }

  @Test
  void anErrorOfOneBackendCostsOnlyItsAnswers() {
    ScriptedBackend.Script broken =
        (sink, closed) -> {
          throw new AssertionError("a defect");
        };
    ComparisonResult result =
        clip.run(
            clip.spec(
                new ScriptedBackend("a:", "here", broken),
                new ScriptedBackend("b:", "here", Answers.saying("left")),
                new ScriptedBackend("c:", "there", Answers.saying("right"))));

    assertThat(result.answers())
        .extracting(a -> a.outcome().text())
        .containsExactly("", "left", "right");
    assertThat(result.answers().get(0).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("defect"));
  }

  @Test
  void framesThatCannotBeShownThisWayAreNobodysPlan() {
    ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
    List<CompareEvent> heard = new CopyOnWriteArrayList<>();

    assertThatThrownBy(
            () ->
                clip.run(clip.spec(List.of(Grid.of(2, 2)), 1, AskOrder.BY_HOST, 0, a), heard::add))
        .isInstanceOf(EncodingException.class);
    assertThat(heard).isEmpty();
  }

  @Test
  void anAnswerThatBrokeInTheMiddleKeepsItsNumbers() {
    ScriptedBackend.Script cut =
        (sink, closed) -> {
          throw Faults.after(Answers.completion("to the", FinishReason.OTHER));
        };
    Answer answer = clip.run(clip.spec(new ScriptedBackend("a:", "here", cut))).answers().get(0);

    assertThat(answer.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(answer.readings().get("time_to_first_token"))
        .isInstanceOfSatisfying(
            Reading.Value.class, ttft -> assertThat(ttft.value()).isEqualTo(100));
  }

  /** Had to load. */
  private record Loading(ScriptedBackend behind, Timeline.Span load) implements VlmBackend {
    @Override
    public BackendCard card() {
      return behind.card();
    }

    @Override
    public Optional<Timeline.Span> prepare() {
      return behind.asked().isEmpty() ? Optional.of(load) : Optional.empty();
    }

    @Override
    public TokenStream stream(VlmRequest request) {
      return behind.stream(request);
    }

    @Override
    public void close() {}
  }

  /** Cannot get ready. */
  private record Unready(ScriptedBackend behind, RuntimeException why) implements VlmBackend {
    @Override
    public BackendCard card() {
      return behind.card();
    }

    @Override
    public Optional<Timeline.Span> prepare() {
      throw why;
    }

    @Override
    public TokenStream stream(VlmRequest request) {
      return behind.stream(request);
    }

    @Override
    public void close() {}
  }

  @Test
  void answersToDifferentPromptsOfTheSamePicturesAreSaidToBe() {
    PromptForm whole = new PromptForm(PromptForm.Pictures.WHOLE, PromptForm.Source.ENGINE);
    PromptForm split = new PromptForm(PromptForm.Pictures.SPLIT, PromptForm.Source.DOCUMENTATION);

    assertThat(forms(whole, split))
        .contains(
            "a: sees each picture whole.",
            "b: sees each picture split into tiles, and as a whole, from documentation.");
    assertThat(forms(whole, whole)).noneMatch(note -> note.contains("sees"));
  }

  @Test
  void anAnswerThatWasCutLooksCutInTheTable() {
    ScriptedBackend.Script cut = (sink, closed) -> Answers.completion("It mo", FinishReason.LENGTH);
    ComparisonResult result = clip.run(clip.spec(new ScriptedBackend("a:", "here", cut)));

    assertThat(result.table().rows().get(0).get(2))
        .isEqualTo(new Cell.Text("It mo (cut at the token limit: raise it to see the rest)"));
  }

  private List<String> forms(PromptForm a, PromptForm b) {
    return clip.run(
            clip.spec(
                new ScriptedBackend("a:", "here", Answers.seeing(a, "left")),
                new ScriptedBackend("b:", "there", Answers.seeing(b, "right"))))
        .table()
        .notes();
  }
}
