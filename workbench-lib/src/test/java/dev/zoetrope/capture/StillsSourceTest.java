package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StillsSourceTest {
  @TempDir Path folder;
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());
  private final FrameEncoder encoder = FrameEncoder.open(Ticker.system());

  @AfterEach
  void closeAll() {
    encoder.close();
    sources.close();
  }

  private Frame picture(int index, String size) {
    return sources
        .open("synthetic:counter?frames=50&fps=10&size=" + size)
        .at(Duration.ofMillis(index * 100L))
        .last();
  }

  private void save(String name, Frame frame) throws Exception {
    byte[] bytes =
        (name.endsWith("png") ? encoder.png(frame) : encoder.encode(frame)).image().bytes();
    Files.write(folder.resolve(name), bytes);
  }

  @Test
  void picturesComeInTheOrderOfTheirNamesOneASecond() throws Exception {
    save("c.png", picture(3, "64"));
    save("a.jpg", picture(1, "64"));
    save("b %d.png", picture(2, "64"));
    Files.writeString(folder.resolve("notes.txt"), "not a picture");
    Source source = sources.open(folder.toString());
    assertThat(source.info().duration()).contains(Duration.ofSeconds(3));
    assertThat(source.window(3, "1s").frames())
        .extracting(Counted::number)
        .containsExactly(1, 2, 3);
    assertThat(Counted.number(source.at("1.9s").last())).isEqualTo(2);
    assertThat(source.at("1.9s").last().time()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anotherRateIsSaidInTheUri() throws Exception {
    save("a.png", picture(1, "64"));
    save("b.png", picture(2, "64"));
    Source source = sources.open(folder + "?fps=2");
    assertThat(source.info().duration()).contains(Duration.ofSeconds(1));
    assertThat(Counted.number(source.at("500ms").last())).isEqualTo(2);
    assertThatThrownBy(() -> sources.open(folder + "?rate=2"))
        .hasMessageContaining("no parameter \"rate\"");
  }

  @Test
  void eachPictureKeepsItsOwnSize() throws Exception {
    save("a.png", picture(1, "64"));
    save("b.png", picture(2, "80x60"));
    var frames = sources.open(folder.toString()).window(2, "1s").frames();
    assertThat(frames).extracting(Frame::width).containsExactly(64, 80);
  }

  @Test
  void onePictureIsAFilmOfOneSecond() throws Exception {
    save("a.png", picture(9, "65x33"));
    Source source = sources.open(folder.resolve("a.png").toString());
    Frame frame = source.at("0s").last();
    assertThat(frame.width()).isEqualTo(65);
    assertThat(Counted.number(frame)).isEqualTo(9);
    assertThat(Pictures.psnr(Pictures.rgb(frame), Pictures.rgb(picture(9, "65x33"))))
        .isGreaterThan(35);
    assertThatThrownBy(() -> source.at("2s")).hasMessageContaining("is 1s long");
  }

  @Test
  void aJpegComesBackWithTheColoursItHad() throws Exception {
    Frame red = sources.open("synthetic:moving-shape?colour=red&seed=7&size=256").at("1s").last();
    save("red.jpg", red);
    Frame back = sources.open(folder.resolve("red.jpg").toString()).at("0s").last();
    assertThat(Pictures.psnr(Pictures.rgb(back), Pictures.rgb(red))).isGreaterThan(38);
  }

  @Test
  void aBrokenPictureAmongOthersIsNamed() throws Exception {
    save("a.png", picture(1, "64"));
    Files.writeString(folder.resolve("b.png"), "this is no picture at all");
    Source source = sources.open(folder.toString());
    assertThatThrownBy(() -> source.at("1s"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("b.png in ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole.jpg", "whole.png"})
  void halfAPictureIsNoPicture(String name) throws Exception {
    save(name, picture(5, "256"));
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    Path half = Files.write(folder.resolve("half-" + name), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> sources.open(half.toString()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("half-" + name)
        .hasMessageContaining("only the beginning of a picture: copy it again");
  }

  @Test
  void aJpegWhoseMiddleIsMissingIsDamaged() throws Exception {
    save("whole.jpg", picture(5, "256"));
    byte[] whole = Files.readAllBytes(folder.resolve("whole.jpg"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    half[half.length - 2] = (byte) 0xFF;
    half[half.length - 1] = (byte) 0xD9;
    Path file = Files.write(folder.resolve("gap.jpg"), half);

    assertThatThrownBy(() -> sources.open(file.toString()))
        .hasMessageContaining("gap.jpg")
        .hasMessageContaining("copy it again");
  }

  @Test
  void aPngWithAWrongByteIsDamaged() throws Exception {
    save("whole.png", picture(5, "256"));
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.png"));
    bytes[bytes.length / 2] ^= 0x55;
    Path file = Files.write(folder.resolve("wrong.png"), bytes);

    assertThatThrownBy(() -> sources.open(file.toString()))
        .hasMessageContaining("wrong.png")
        .hasMessageContaining("copy it again");
  }

  @Test
  void aJpegInSeveralScansAndWithPaddingIsWhole() throws Exception {
    Frame frame = picture(5, "256");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam several = writer.getDefaultWriteParam();
    several.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    Path file = folder.resolve("scans.jpg");
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(Pictures.rgb(frame), null, null), several);
    } finally {
      writer.dispose();
    }
    Files.write(file, new byte[1000], StandardOpenOption.APPEND);

    assertThat(Counted.number(sources.open(file.toString()).at("0s").last())).isEqualTo(5);
  }

  @Test
  void aTextWithThePicturesNameIsNoPicture() throws Exception {
    Path file = Files.writeString(folder.resolve("text.png"), "this is a text\n".repeat(50));

    assertThatThrownBy(() -> sources.open(file.toString()))
        .hasMessageContaining("text.png is no picture that can be read");
  }

  @Test
  void aFolderSaysWhichOfItsPicturesIsCut() throws Exception {
    save("a.jpg", picture(1, "64"));
    save("b.jpg", picture(2, "64"));
    byte[] whole = Files.readAllBytes(folder.resolve("b.jpg"));
    Files.write(folder.resolve("b.jpg"), Arrays.copyOf(whole, whole.length - 20));
    Source source = sources.open(folder.toString());

    assertThatThrownBy(() -> source.window(2, "1s")).hasMessageContaining("b.jpg in " + folder);
  }
}
