package dev.zoetrope.metrics;

import static dev.zoetrope.metrics.Provenance.Kind.CLIENT_OBSERVED;
import static dev.zoetrope.metrics.Provenance.Kind.COUNTED_BY_USAGE;
import static dev.zoetrope.metrics.Provenance.Kind.DERIVED_BY_DIFFERENCE;
import static dev.zoetrope.metrics.Provenance.Kind.MEASURED_IN_PROCESS;
import static dev.zoetrope.metrics.Provenance.Kind.SERVER_REPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number by a timeline whose answer can be worked out by hand. */
class MetricsTest {
  @Test
  void latenciesRunFromTheRequestsStart() {
    Observed o = Observed.byClient().deltas(1250, 1300, 1400).content(1300);

    assertValue(o.read("time_to_first_token"), 250, "ms", CLIENT_OBSERVED);
    assertValue(o.read("time_to_first_content_token"), 300, "ms", CLIENT_OBSERVED);
    assertValue(o.read("request_latency"), 400, "ms", CLIENT_OBSERVED);
  }

  @Test
  void anEngineInThisProcessIsMeasuredNotObserved() {
    Observed o = engine();

    assertValue(o.read("time_to_first_token"), 100, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("image_preprocess_time"), 10, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("image_encode_time"), 45, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("prefill_time"), 40, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("prefill_throughput"), 2500, "tok/s", MEASURED_IN_PROCESS);
    assertValue(o.read("decode_throughput"), 50, "tok/s", MEASURED_IN_PROCESS);
    assertValue(o.read("inter_token_latency"), 20, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("request_latency"), 140, "ms", MEASURED_IN_PROCESS);
    assertValue(o.read("input_tokens"), 100, "tokens", MEASURED_IN_PROCESS);
    assertValue(o.read("vision_tokens"), 64, "tokens", MEASURED_IN_PROCESS);
    assertValue(o.read("output_tokens"), 4, "tokens", MEASURED_IN_PROCESS);
  }

  @Test
  void loadingIsItsOwnNumberAndBeforeTheStart() {
    assertValue(engine().load(200, 950).read("load_time"), 750, "ms", MEASURED_IN_PROCESS);
    assertAbsent(engine().read("load_time")).isEqualTo("nothing had to load");
  }

  @Test
  void aClientCountsByUsageAndStampsByItself() {
    Observed o = Observed.byClient().deltaNanos(1100, 20_000_000, 11).usage(80, 21).vision(64);

    assertValue(o.read("decode_throughput"), 100, "tok/s", CLIENT_OBSERVED);
    assertValue(o.read("client_decode_throughput"), 100, "tok/s", CLIENT_OBSERVED);
    assertValue(o.read("inter_token_latency"), 10, "ms", CLIENT_OBSERVED);
    assertValue(o.read("input_tokens"), 80, "tokens", COUNTED_BY_USAGE);
    assertValue(o.read("vision_tokens"), 64, "tokens", COUNTED_BY_USAGE);
    assertValue(o.read("output_tokens"), 21, "tokens", COUNTED_BY_USAGE);
  }

  @Test
  void aFewLargePiecesMakeNoRate() {
    // Half of the tokens came before the first stamp: their rate would seem to be 1.9 times as
    // high.
    assertAbsent(
            Observed.byClient().deltas(1100, 1200).usage(80, 20).read("client_decode_throughput"))
        .isEqualTo("too few pieces for so many tokens");
    assertAbsent(
            Observed.byClient().deltas(1100, 1200, 1300).usage(80, 20).read("decode_throughput"))
        .isEqualTo("too few pieces for so many tokens");
    // One piece in eleven is a tenth: as exact as a rate by stamps can be.
    assertValue(
        Observed.byClient()
            .deltaNanos(1100, 10_000_000, 11)
            .usage(80, 111)
            .read("decode_throughput"),
        1100,
        "tok/s",
        CLIENT_OBSERVED);
  }

  @Test
  void aFrameDoesNotAgeWhileBackendsLoad() {
    Observed waited = Observed.byClient().otherLoad(300, 700).otherLoad(950, 1200);

    assertValue(waited.pictures(200, 210, 220).read("frame_age"), 350, "ms", CLIENT_OBSERVED);
    assertValue(waited.pictures(800, 810, 820).read("frame_age"), 150, "ms", CLIENT_OBSERVED);
  }

  @Test
  void anEndTokenWithoutTextHasNoStampAndIsNotInTheRate() {
    Observed withEnd = Observed.byClient().deltas(1100, 1110, 1120).usage(80, 4);
    Observed without = Observed.byClient().deltas(1100, 1110, 1120).usage(80, 3);

    assertValue(withEnd.read("client_decode_throughput"), 100, "tok/s", CLIENT_OBSERVED);
    assertValue(without.read("client_decode_throughput"), 100, "tok/s", CLIENT_OBSERVED);
    assertValue(withEnd.read("output_tokens"), 4, "tokens", COUNTED_BY_USAGE);
  }

  @Test
  void aClientNeverCallsItsWaitPrefill() {
    Observed o = Observed.byClient().deltas(1100, 1200).usage(80, 2);

    assertAbsent(o.read("prefill_time")).isEqualTo("the server does not tell");
    assertAbsent(o.read("prefill_throughput")).isEqualTo("the server does not tell");
    assertAbsent(o.read("image_encode_time")).isEqualTo("the server does not tell");
    assertAbsent(o.read("image_preprocess_time")).isEqualTo("the server does not tell");
  }

  @Test
  void theServersOwnPhasesWinAndTheClientsRateStandsBeside() {
    Observed o =
        Observed.byClient()
            .deltaNanos(1100, 20_000_000, 11)
            .usage(80, 21)
            .timings(80, 40, 0, 21, 160);

    assertValue(o.read("prefill_time"), 40, "ms", SERVER_REPORTED);
    assertValue(o.read("prefill_throughput"), 2000, "tok/s", SERVER_REPORTED);
    assertValue(o.read("decode_throughput"), 125, "tok/s", SERVER_REPORTED);
    assertValue(o.read("inter_token_latency"), 8, "ms", SERVER_REPORTED);
    assertValue(o.read("client_decode_throughput"), 100, "tok/s", CLIENT_OBSERVED);
    assertAbsent(o.read("image_encode_time")).isEqualTo("inside the server's prefill");
  }

  @Test
  void aPrefillAfterACacheSaysThatItIsIncremental() {
    Observed o =
        Observed.byClient()
            .usage(OptionalInt.of(80), OptionalInt.of(70), OptionalInt.of(3))
            .timings(10, 5, 70, 3, 20);

    assertThat(formula(o.read("prefill_time"))).contains("incremental: 70 tokens were cached");
    assertThat(formula(o.read("prefill_throughput"))).contains("incremental");
    assertValue(o.read("prefill_throughput"), 2000, "tok/s", SERVER_REPORTED);
    assertValue(o.read("cached_tokens"), 70, "tokens", COUNTED_BY_USAGE);
    assertThat(formula(Observed.byClient().timings(80, 40, 0, 2, 9).read("prefill_time")))
        .doesNotContain("incremental");
  }

  @Test
  void anEnginesCachedTokensAreNoWorkOfItsPrefill() {
    Observed o =
        Observed.inProcess()
            .prefill(1000, 1010)
            .usage(OptionalInt.of(80), OptionalInt.of(60), OptionalInt.of(2));

    assertValue(o.read("prefill_throughput"), 2000, "tok/s", MEASURED_IN_PROCESS);
  }

  @Test
  void deltasThatCameInOneGoTellNoRate() {
    Observed o = Observed.byClient().deltaNanos(1100, 20_000, 30).usage(80, 30);

    assertAbsent(o.read("client_decode_throughput")).isEqualTo("burst");
    assertAbsent(o.read("decode_throughput")).isEqualTo("burst");
    assertAbsent(o.read("inter_token_latency")).isEqualTo("burst");
  }

  @Test
  void aWholeAnswerInOnePieceIsABurstToo() {
    Observed o = Observed.byClient().deltas(1100).usage(80, 30);

    assertAbsent(o.read("client_decode_throughput")).isEqualTo("burst");
  }

  @Test
  void oneGapInFiveMayBeTooShort() {
    Observed some = Observed.byClient().deltas(1100, 1100, 1110, 1120, 1130, 1140).usage(80, 6);
    Observed more = Observed.byClient().deltas(1100, 1100, 1110, 1120, 1130).usage(80, 5);

    assertValue(some.read("client_decode_throughput"), 125, "tok/s", CLIENT_OBSERVED);
    assertAbsent(more.read("client_decode_throughput")).isEqualTo("burst");
  }

  @Test
  void withoutUsageThereIsNoRateAndNoCount() {
    Observed o = Observed.byClient().deltas(1100, 1200, 1300);

    assertAbsent(o.read("decode_throughput")).contains("a delta is not a token");
    assertAbsent(o.read("output_tokens")).isEqualTo("the server does not tell");
    assertAbsent(o.read("input_tokens")).isEqualTo("the server does not tell");
    assertAbsent(o.read("cached_tokens")).isEqualTo("the server does not tell");
    assertAbsent(o.read("vision_tokens")).isEqualTo("the server does not tell");
  }

  @Test
  void cancelledBeforeTheFirstTokenNothingIsGuessed() {
    Stream.of(Observed.byClient(), Observed.inProcess())
        .forEach(
            o ->
                Metrics.of(o.observation())
                    .forEach((tag, reading) -> assertAbsent(reading).as(tag).isNotBlank()));
    assertAbsent(Observed.byClient().read("time_to_first_token")).isEqualTo("no token came");
    assertAbsent(Observed.inProcess().read("prefill_time")).isEqualTo("it ended before prefill");
  }

  @Test
  void oneTokenHasALatencyButNoRate() {
    Observed client = Observed.byClient().deltas(1100).usage(80, 1).timings(80, 40, 0, 1, 0.4);

    assertValue(client.read("time_to_first_token"), 100, "ms", CLIENT_OBSERVED);
    assertValue(client.read("request_latency"), 100, "ms", CLIENT_OBSERVED);
    assertAbsent(client.read("decode_throughput")).isEqualTo("fewer than two tokens");
    assertAbsent(client.read("inter_token_latency")).isEqualTo("fewer than two tokens");
    assertAbsent(client.read("client_decode_throughput")).isEqualTo("fewer than two tokens");
    assertAbsent(Observed.inProcess().deltas(1100).usage(80, 1).read("decode_throughput"))
        .isEqualTo("fewer than two tokens");
  }

  @Test
  void picturesAreOldAndTakeTimeToMake() {
    Observed o = Observed.byClient().pictures(700, 950, 980);

    assertValue(o.read("frame_age"), 300, "ms", CLIENT_OBSERVED);
    assertValue(o.read("frame_encode_time"), 30, "ms", CLIENT_OBSERVED);
    assertAbsent(Observed.byClient().read("frame_age")).isEqualTo("no picture was sent");
    assertAbsent(Observed.byClient().read("frame_encode_time")).isEqualTo("no picture was sent");
  }

  @Test
  void ollamasCountHidesItsCacheSoThatThereIsNoPrefillRate() {
    Observed o = Observed.byClient().deltas(1100, 1200).told(ollama());

    assertValue(o.read("prefill_time"), 39.2, "ms", SERVER_REPORTED);
    assertAbsent(o.read("prefill_throughput"))
        .isEqualTo("the server counts cached tokens but not their time");
    assertValue(o.read("decode_throughput"), 7 / 0.0043, "tok/s", SERVER_REPORTED);
    assertValue(o.read("server_load_time"), 3.1, "ms", SERVER_REPORTED);
    assertValue(o.read("server_rest_time"), 9.0, "ms", SERVER_REPORTED);
    assertAbsent(o.read("queue_time")).isEqualTo("the server does not tell");
  }

  @Test
  void vllmTellsItsQueue() {
    ServerTimings vllm =
        new ServerTimings(
            ServerTimings.Source.VLLM,
            OptionalInt.of(87),
            OptionalDouble.of(20),
            OptionalInt.of(0),
            OptionalInt.of(8),
            OptionalDouble.of(70),
            OptionalDouble.of(0),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    assertValue(Observed.byClient().told(vllm).read("queue_time"), 0, "ms", SERVER_REPORTED);
    assertValue(
        Observed.byClient().told(vllm).read("prefill_throughput"), 4350, "tok/s", SERVER_REPORTED);
  }

  @Test
  void visionTokensByDifferenceSaySo() {
    TokenUsage usage =
        new TokenUsage(
                OptionalInt.of(164),
                OptionalInt.empty(),
                OptionalInt.of(8),
                OptionalInt.empty(),
                OptionalInt.of(3),
                false)
            .withVisionByDifference(153);
    Observed o = Observed.byClient().usage(usage);

    assertValue(o.read("vision_tokens"), 153, "tokens", DERIVED_BY_DIFFERENCE);
    assertValue(o.read("reasoning_tokens"), 3, "tokens", COUNTED_BY_USAGE);
  }

  private static ServerTimings ollama() {
    return new ServerTimings(
        ServerTimings.Source.OLLAMA,
        OptionalInt.empty(),
        OptionalDouble.of(39.2),
        OptionalInt.empty(),
        OptionalInt.of(8),
        OptionalDouble.of(4.3),
        OptionalDouble.empty(),
        OptionalDouble.of(3.1),
        OptionalDouble.of(9));
  }

  @Test
  void everyTagIsTestedByHandAndNamedOnce() {
    assertThat(Metrics.STANDARD)
        .extracting(Metric::tag)
        .containsExactly(
            "time_to_first_response",
            "time_to_first_token",
            "time_to_first_content_token",
            "image_preprocess_time",
            "image_encode_time",
            "image_prompt_time",
            "prefill_time",
            "prefill_throughput",
            "decode_throughput",
            "inter_token_latency",
            "inter_chunk_latency",
            "client_decode_throughput",
            "request_latency",
            "input_tokens",
            "vision_tokens",
            "cached_tokens",
            "output_tokens",
            "reasoning_tokens",
            "frame_age",
            "frame_encode_time",
            "load_time",
            "server_load_time",
            "queue_time",
            "server_rest_time",
            "client_queue_time",
            "connect_time",
            "request_send_time",
            "prefill_energy",
            "decode_energy",
            "energy_per_output_token",
            "retries");
  }

  @Test
  void whatAnImageCostIsToldByTheServersReportsOfProgress() {
    Observed o = Observed.byClient().told(reporting(0, 52, 2, 0, 0, 6, 2, 32, 27, 58, 52));

    assertValue(o.read("image_prompt_time"), 25, "ms", SERVER_REPORTED);
    assertAbsent(o.read("image_encode_time")).isEqualTo("inside the server's prefill");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 52, 2, 6, 2, 58, 52, fewer reports than pictures",
    "0, 52, 0, 6, 2, 58, 52, no picture",
    "0, 52, 1, 6, 2, 58, 5706760300, a time that is none",
    "0, 52, 1, 6, 9, 58, 3, a time that runs backwards"
  })
  void reportsThatCannotBeTrueOrDoNotSufficeTellNothing(
      int cached, double whole, int pictures, int a, double atA, int b, double atB, String why) {
    Observed o = Observed.byClient().told(reporting(cached, whole, pictures, a, atA, b, atB));

    assertAbsent(o.read("image_prompt_time"))
        .as(why)
        .isEqualTo("the server's reports of progress do not tell it");
  }

  @Test
  void whatAnImageCostIsAbsentWhereThePromptWasCachedOrNothingIsReported() {
    assertAbsent(
            Observed.byClient().told(reporting(4, 52, 1, 6, 2, 58, 52)).read("image_prompt_time"))
        .isEqualTo("a part of the prompt came out of a cache");
    assertAbsent(Observed.byClient().timings(6, 5, 0, 2, 3).read("image_prompt_time"))
        .isEqualTo("the server does not tell");
    assertAbsent(Observed.byClient().read("image_prompt_time"))
        .isEqualTo("the server does not tell");
    assertAbsent(engine().read("image_prompt_time"))
        .isEqualTo("the engine times encoding and prefill apart");
  }

  /** A whole prompt's time, and pairs of tokens and milliseconds. */
  private static ServerTimings reporting(
      int cached, double whole, int pictures, double... reports) {
    List<PromptProgress.Step> steps = new ArrayList<>();
    for (int i = 0; i < reports.length; i += 2) {
      steps.add(new PromptProgress.Step((int) reports[i], reports[i + 1]));
    }
    return new ServerTimings(58, whole, cached, 2, 3).with(new PromptProgress(pictures, steps));
  }

  @Test
  void whatTheWireDidHasNumbersOfItsOwn() {
    Observed o =
        Observed.byClient().wire(900, 1010, 1012, 1015, 1).reads(1100, 1250).deltas(1250, 1300);

    assertValue(o.read("time_to_first_response"), 100, "ms", CLIENT_OBSERVED);
    assertValue(o.read("inter_chunk_latency"), 50, "ms", CLIENT_OBSERVED);
    assertValue(o.read("client_queue_time"), 100, "ms", CLIENT_OBSERVED);
    assertValue(o.read("connect_time"), 2, "ms", CLIENT_OBSERVED);
    assertValue(o.read("request_send_time"), 3, "ms", CLIENT_OBSERVED);
    assertValue(o.read("retries"), 1, "times", CLIENT_OBSERVED);
  }

  @Test
  void withoutAWireItsNumbersAreAbsent() {
    assertAbsent(engine().read("time_to_first_response")).isEqualTo("there is no server");
    assertAbsent(engine().read("connect_time")).isEqualTo("there is no server");
    assertAbsent(engine().read("request_send_time")).isEqualTo("there is no server");
    assertAbsent(engine().read("client_queue_time")).isEqualTo("nothing made it wait");
    assertAbsent(Observed.byClient().read("connect_time")).isEqualTo("the connection was kept");
    assertAbsent(Observed.byClient().deltas(1100, 1100).read("inter_chunk_latency"))
        .isEqualTo("burst");
  }

  /** 10 ms of preprocessing, two images, prefill, then four tokens; the fourth at the end. */
  private static Observed engine() {
    return Observed.inProcess()
        .encode(1010, 1030)
        .encode(1030, 1055)
        .prefill(1056, 1096)
        .deltas(1100, 1120, 1140)
        .usage(100, 4)
        .vision(64);
  }

  private static void assertValue(
      Reading reading, double expected, String unit, Provenance.Kind kind) {
    assertThat(reading).isInstanceOf(Reading.Value.class);
    Reading.Value value = (Reading.Value) reading;
    assertThat(value.value()).isCloseTo(expected, within(1e-9));
    assertThat(value.unit()).isEqualTo(unit);
    assertThat(value.provenance().kind()).isEqualTo(kind);
    assertThat(value.provenance().formula()).isNotBlank();
  }

  private static AbstractStringAssert<?> assertAbsent(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Absent.class);
    return assertThat(((Reading.Absent) reading).reason());
  }

  private static String formula(Reading reading) {
    return ((Reading.Value) reading).provenance().formula();
  }
}
