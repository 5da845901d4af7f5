package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticSourceTest {
  @TempDir Path folder;
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());

  @AfterEach
  void closeAll() {
    sources.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void theTruthIsWhereTheColourIs(int seed) {
    Source source = sources.open("synthetic:moving-shape?shape=circle&frames=10&seed=" + seed);
    Truth truth = source.truth().orElseThrow();
    Truth.Shape shape = truth.shapes().get(0);
    for (int i = 0; i < 10; i++) {
      Frame frame = source.frame(Duration.ofMillis(i * 40L));
      Truth.Place seen = centre(Pictures.rgb(frame), Paint.named(shape.colour()));
      assertThat(Math.abs(seen.x() - shape.path().get(i).x())).isLessThan(0.01);
      assertThat(Math.abs(seen.y() - shape.path().get(i).y())).isLessThan(0.01);
    }
  }

  private static Truth.Place centre(BufferedImage image, Paint paint) {
    double x = 0;
    double y = 0;
    int count = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        if (near(image.getRGB(column, row), paint)) {
          x += column + 0.5;
          y += row + 0.5;
          count++;
        }
      }
    }
    return new Truth.Place(x / count / image.getWidth(), y / count / image.getHeight());
  }

  private static boolean near(int rgb, Paint paint) {
    return Math.abs((rgb >> 16 & 0xff) - paint.red) < 8
        && Math.abs((rgb >> 8 & 0xff) - paint.green) < 8
        && Math.abs((rgb & 0xff) - paint.blue) < 8;
  }

  @ParameterizedTest
  @ValueSource(strings = {"left", "right", "up", "down", "none"})
  void aDirectionIsWhatThePathDoes(String direction) {
    Truth truth =
        sources.open("synthetic:moving-shape?seed=3&direction=" + direction).truth().orElseThrow();
    var path = truth.shapes().get(0).path();
    double dx = path.get(79).x() - path.get(0).x();
    double dy = path.get(79).y() - path.get(0).y();
    assertThat(truth.direction()).isEqualTo(direction);
    assertThat(Math.signum(dx))
        .isEqualTo(direction.equals("right") ? 1 : direction.equals("left") ? -1 : 0);
    assertThat(Math.signum(dy))
        .isEqualTo(direction.equals("down") ? 1 : direction.equals("up") ? -1 : 0);
  }

  @Test
  void theSameUriGivesTheSamePicturesAndAnotherSeedDoesNot() {
    String uri = "synthetic:moving-shape?noise=6&seed=";
    byte[] once = sources.open(uri + 7).at("1s").last().i420();
    assertThat(sources.open(uri + 7).at("1s").last().i420()).isEqualTo(once);
    assertThat(sources.open(uri + 8).at("1s").last().i420()).isNotEqualTo(once);
  }

  @Test
  void twoShapesNeverMeet() {
    for (int seed = 0; seed < 20; seed++) {
      var shapes =
          sources
              .open("synthetic:moving-shape?count=2&seed=" + seed)
              .truth()
              .orElseThrow()
              .shapes();
      for (int i = 0; i < 80; i++) {
        Truth.Place a = shapes.get(0).path().get(i);
        Truth.Place b = shapes.get(1).path().get(i);
        assertThat(Math.hypot(a.x() - b.x(), a.y() - b.y())).isGreaterThan(0.15);
      }
    }
  }

  @Test
  void aBallHitsTheGroundAsOftenAsTheTruthSays() {
    Truth truth =
        sources.open("synthetic:bounce?seed=7&bounces=3&frames=120").truth().orElseThrow();
    var path = truth.shapes().get(0).path();
    int hits = 0;
    for (int i = 1; i < path.size() - 1; i++) {
      boolean lowest =
          path.get(i).y() > path.get(i - 1).y() && path.get(i).y() >= path.get(i + 1).y();
      hits += lowest ? 1 : 0;
    }
    assertThat(truth.bounces()).hasValue(3);
    assertThat(hits).isEqualTo(3);
  }

  @Test
  void aShapeThatEntersCanBeSeenFromThenOn() {
    int found = 0;
    for (int seed = 0; seed < 40; seed++) {
      Source source = sources.open("synthetic:shapes?noise=0&seed=" + seed);
      Truth truth = source.truth().orElseThrow();
      for (Truth.Shape shape : truth.shapes()) {
        if (shape.enters() > 0) {
          found++;
          assertThat(seen(source, shape, shape.enters() - 1)).isFalse();
          assertThat(seen(source, shape, shape.enters())).isTrue();
        }
      }
    }
    assertThat(found).isGreaterThan(3);
  }

  private static boolean seen(Source source, Truth.Shape shape, int index) {
    BufferedImage image = Pictures.rgb(source.frame(Duration.ofMillis(index * 40L)));
    Truth.Place place = shape.path().get(index);
    int x = (int) (place.x() * image.getWidth());
    int y = (int) (place.y() * image.getHeight());
    return near(image.getRGB(x, y), Paint.named(shape.colour()));
  }

  @Test
  void aPanningCameraMovesWhatRests() {
    Truth truth =
        IntStream.range(0, 200)
            .mapToObj(seed -> sources.open("synthetic:shapes?seed=" + seed).truth().orElseThrow())
            .filter(film -> film.camera().equals("right") && !film.shapes().isEmpty())
            .findFirst()
            .orElseThrow();
    Truth.Shape shape = truth.shapes().get(0);
    assertThat(shape.direction()).isEqualTo("none");
    assertThat(shape.path().get(79).x()).isLessThan(shape.path().get(0).x() - 0.25);
  }

  @Test
  void aTruthWithEverythingIsReadBackAsWritten() throws Exception {
    Path file = folder.resolve("y.truth.json");
    for (int seed = 0; seed < 40; seed++) {
      Truth truth = sources.open("synthetic:shapes?frames=9&seed=" + seed).truth().orElseThrow();
      Files.writeString(file, truth.toJson());
      assertThat(Truth.read(file).toJson()).isEqualTo(truth.toJson());
      assertThat(Truth.read(file).camera()).isEqualTo(truth.camera());
    }
  }

  @Test
  void aTruthIsReadBackAsWritten() throws Exception {
    Path file = folder.resolve("x.truth.json");
    Truth truth = sources.open("synthetic:bounce?seed=7").truth().orElseThrow();
    Files.writeString(file, truth.toJson());
    Truth back = Truth.read(file);
    assertThat(back.toJson()).isEqualTo(truth.toJson());
    assertThat(back.bounces()).isEqualTo(truth.bounces());
    assertThat(back.shapes().get(0).name()).isEqualTo(truth.shapes().get(0).name());
  }

  @Test
  void aBrokenTruthBesideAClipIsNamed() throws Exception {
    Path clip = folder.resolve("c.mp4");
    ClipMaker.write("synthetic:counter?frames=2", clip);
    Files.writeString(folder.resolve("c.truth.json"), "{\"schema\":\"other\"}");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> sources.open(clip.toString()))
        .hasMessageContaining("c.truth.json is no truth file");
  }
}
