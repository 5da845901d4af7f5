package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a made-up scene as a clip (H.264 in MP4) with its truth beside it. The same scene gives
 * the same truth, and pictures that differ at most by the encoder's version.
 */
public final class ClipMaker {
  private ClipMaker() {}

  /**
   * The same from a shell: {@code java -cp … dev.zoetrope.capture.ClipMaker URI FILE.mp4}.
   *
   * @throws IOException when the folder cannot be written to
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("write two words: a synthetic: URI and a file.mp4");
    }
    write(arguments[0], Path.of(arguments[1]));
  }

  /**
   * Writes {@code NAME.mp4} and {@code NAME.truth.json}, or neither.
   *
   * @param uri a scene such as "synthetic:moving-shape?seed=7"
   * @param clip a file name that ends in .mp4; what is there is replaced
   * @return the truth that was written
   * @throws SourceException when there is no such scene
   * @throws IOException when the folder cannot be written to
   */
  public static Truth write(String uri, Path clip) throws IOException {
    requireNonNull(uri, "uri is null");
    if (!clip.toString().endsWith(".mp4")) {
      throw new IllegalArgumentException(clip + " does not end in .mp4: rename it");
    }
    SourceUri parsed = SourceUri.parse(uri);
    if (!parsed.scheme().equals("synthetic")) {
      throw new SourceException(
          "unknown_scheme", uri + " is no made-up scene: write synthetic:moving-shape?seed=7.");
    }
    Scene scene = SyntheticSource.scene(parsed, uri);
    Path unfinished = clip.resolveSibling(clip.getFileName() + ".part");
    try {
      Mp4Writer.write(scene, unfinished);
      Files.writeString(Truth.sidecar(clip), scene.truth().toJson() + "\n", StandardCharsets.UTF_8);
      Files.move(unfinished, clip, StandardCopyOption.REPLACE_EXISTING);
      return scene.truth();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
