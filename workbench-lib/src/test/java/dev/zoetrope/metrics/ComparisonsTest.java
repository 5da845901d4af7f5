package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.zoetrope.metrics.BradleyTerry.Vote;
import dev.zoetrope.metrics.BradleyTerry.Won;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against what scipy and statsmodels say: known-comparisons.py makes known-comparisons.json. */
class ComparisonsTest {
  private static final JsonNode KNOWN = known();

  private static JsonNode known() {
    try (InputStream in =
        requireNonNull(ComparisonsTest.class.getResourceAsStream("known-comparisons.json"))) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static void isNear(Samples.Interval interval, JsonNode known, double tolerance) {
    assertThat(interval.low()).isEqualTo(known.get(0).asDouble(), within(tolerance));
    assertThat(interval.high()).isEqualTo(known.get(1).asDouble(), within(tolerance));
  }

  @Test
  void sharesHaveTheIntervalsOfScipyAndStatsmodels() {
    for (JsonNode known : KNOWN.path("proportions")) {
      int right = known.path("right").asInt();
      int n = known.path("n").asInt();
      isNear(
          Proportions.wilson(right, n, "items").interval().orElseThrow(),
          known.path("wilson"),
          1e-9);
      isNear(
          Proportions.exact(right, n, "items").interval().orElseThrow(), known.path("exact"), 1e-9);
      assertThat(Significance.against(0.2, right, n).p())
          .isEqualTo(known.path("against_fifth").asDouble(), within(1e-9));
    }
  }

  @Test
  void mcnemarsTestIsThatOfStatsmodels() {
    for (JsonNode known : KNOWN.path("mcnemar")) {
      int first = known.path("first").asInt();
      int second = known.path("second").asInt();
      assertThat(Significance.mcnemar(first, second, first + second + 12).p())
          .isEqualTo(known.path("p").asDouble(), within(1e-9));
    }
  }

  @Test
  void holmsCorrectionIsThatOfStatsmodels() {
    for (JsonNode known : KNOWN.path("holm")) {
      List<Significance> family = new ArrayList<>();
      known
          .path("p")
          .forEach(p -> family.add(new Significance(p.asDouble(), 10, "items", "a test")));
      List<Significance> corrected = Significance.holm(family);

      assertThat(corrected.stream().mapToDouble(Significance::p).toArray())
          .containsExactly(numbers(known.path("corrected")), within(1e-12));
      assertThat(corrected)
          .allMatch(
              s ->
                  s.method()
                      .equals("a test; Holm's correction for " + family.size() + " comparisons"));
    }
  }

  private static Clustered clusters() {
    List<double[]> groups = new ArrayList<>();
    KNOWN.path("clusters").forEach(c -> groups.add(numbers(c)));
    return Clustered.of(groups, "clips", "points");
  }

  @Test
  void aMeanOfClustersHasTheErrorOfStatsmodels() {
    Estimate mean = clusters().robust();

    assertThat(mean.value()).isEqualTo(KNOWN.path("cluster_mean").asDouble(), within(1e-12));
    isNear(mean.interval().orElseThrow(), KNOWN.path("cluster_t_ci95"), 1e-9);
    assertThat(mean.n()).isEqualTo(40);
  }

  @Test
  void aBootstrapByClustersIsNearThatOfScipyAndTheSameForTheSameSeed() {
    Estimate mean = clusters().bootstrap(Clustered.DRAWS, 5);

    isNear(mean.interval().orElseThrow(), KNOWN.path("cluster_bootstrap_ci95"), 0.02);
    assertThat(clusters().bootstrap(Clustered.DRAWS, 5)).isEqualTo(mean);
    assertThat(mean.method())
        .isEqualTo("mean; percentile interval of a bootstrap by clips, 10000 draws, seed 5");
  }

  @Test
  void copiesWithinAClusterMakeNothingSurer() {
    List<double[]> once = IntStream.range(0, 30).mapToObj(i -> new double[] {i % 3}).toList();
    List<double[]> ten =
        once.stream().map(g -> IntStream.range(0, 10).mapToDouble(i -> g[0]).toArray()).toList();

    Samples.Interval expected =
        Clustered.of(once, "clips", "points").robust().interval().orElseThrow();
    Samples.Interval interval =
        Clustered.of(ten, "clips", "points").robust().interval().orElseThrow();
    assertThat(interval.low()).isEqualTo(expected.low(), within(1e-12));
    assertThat(interval.high()).isEqualTo(expected.high(), within(1e-12));
  }

  @Test
  void oneClusterHasAMeanAndSaysWhyNoInterval() {
    Clustered one = Clustered.of(List.of(new double[] {1, 0}, new double[0]), "clips", "share");

    assertThat(List.of(one.robust(), one.bootstrap(100, 1)))
        .allSatisfy(
            e -> {
              assertThat(e.interval()).isEmpty();
              assertThat(e.value()).isEqualTo(0.5);
              assertThat(e.excludes(0)).isFalse();
              assertThat(e.method()).contains("an interval needs two clips or more");
            });
  }

  @Test
  void ratingsAreThoseOfAGeneralisedLinearModel() {
    List<Vote> votes = new ArrayList<>();
    KNOWN
        .path("votes")
        .forEach(
            v ->
                votes.add(
                    new Vote(
                        v.get(0).asText(), v.get(1).asText(), Won.valueOf(v.get(2).asText()))));
    var ratings = BradleyTerry.of(votes).ratings().orElseThrow();

    KNOWN
        .path("ratings")
        .properties()
        .forEach(
            known -> {
              Estimate rating = requireNonNull(ratings.get(known.getKey()));
              Samples.Interval interval = rating.interval().orElseThrow();
              assertThat(new double[] {rating.value(), interval.low(), interval.high()})
                  .containsExactly(numbers(known.getValue()), within(1e-5));
            });
    assertThat(ratings.values().stream().mapToInt(Estimate::n).sum()).isEqualTo(2 * votes.size());
  }

  @Test
  void turningEveryVoteAroundChangesNoRating() {
    Random random = new Random(9);
    List<Vote> votes =
        IntStream.range(0, 60)
            .mapToObj(i -> vote("a" + i % 3, "b" + i % 2, Won.values()[random.nextInt(3)]))
            .toList();
    List<Vote> turned = votes.stream().map(ComparisonsTest::turned).toList();
    var there = BradleyTerry.of(votes).ratings().orElseThrow();
    var back = BradleyTerry.of(turned).ratings().orElseThrow();

    there.forEach(
        (name, rating) ->
            assertThat(requireNonNull(back.get(name)).value())
                .isEqualTo(rating.value(), within(1e-6)));
    assertThat(there.values().stream().mapToDouble(Estimate::value).average().orElseThrow())
        .isEqualTo(1000, within(1e-6));
  }

  private static Vote vote(String first, String second, Won won) {
    return new Vote(first, second, won);
  }

  private static Vote turned(Vote vote) {
    Won won = vote.won() == Won.TIE ? Won.TIE : vote.won() == Won.FIRST ? Won.SECOND : Won.FIRST;
    return new Vote(vote.second(), vote.first(), won);
  }

  @Test
  void votesThatTieNotAllTogetherGiveNoRating() {
    BradleyTerry unbeaten =
        BradleyTerry.of(List.of(vote("a", "b", Won.FIRST), vote("b", "a", Won.SECOND)));
    BradleyTerry strangers =
        BradleyTerry.of(List.of(vote("a", "b", Won.TIE), vote("c", "d", Won.TIE)));

    assertThat(unbeaten.ratings()).isEmpty();
    assertThat(unbeaten.refusal().orElseThrow()).startsWith("Between b and the others");
    assertThat(strangers.refusal().orElseThrow()).startsWith("Between c, d and the others");
    assertThat(BradleyTerry.of(List.of()).refusal()).hasValue("There are no votes.");
    assertThat(BradleyTerry.of(List.of(vote("a", "b", Won.TIE))).ratings()).isPresent();
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    assertThatThrownBy(() -> Proportions.wilson(3, 2, "items")).hasMessage("3 of 2 is no share");
    assertThatThrownBy(() -> Significance.mcnemar(3, 2, 4))
        .hasMessage("3 and 2 items of 4 cannot be");
    assertThatThrownBy(() -> Clustered.of(List.of(), "clips", "share"))
        .hasMessage("a mean needs a value");
    assertThatThrownBy(() -> vote("a", "a", Won.TIE)).hasMessageContaining("both sides");
  }
}
