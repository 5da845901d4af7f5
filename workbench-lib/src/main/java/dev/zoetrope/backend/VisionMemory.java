package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Token counts that one model gave once and would give again: of prompts without their pictures,
 * and of a picture of some size. Thread-safe. Holds the last 256 of each.
 */
final class VisionMemory {
  private static final int MOST = 256;

  private final Map<VlmRequest, Integer> words = forgetful();
  private final Map<Size, Integer> pictures = forgetful();
  private boolean silent;

  private record Size(int width, int height) {}

  private static <K> Map<K, Integer> forgetful() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Integer> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized OptionalInt ofWords(VlmRequest withoutPictures) {
    return told(words.get(withoutPictures));
  }

  synchronized void words(VlmRequest withoutPictures, int tokens) {
    words.put(withoutPictures, tokens);
  }

  synchronized OptionalInt ofPicture(EncodedImage image) {
    return told(pictures.get(new Size(image.width(), image.height())));
  }

  synchronized void picture(EncodedImage image, int tokens) {
    pictures.put(new Size(image.width(), image.height()), tokens);
  }

  /** The server does not count; it is not asked again. */
  synchronized void silent() {
    silent = true;
  }

  synchronized boolean isSilent() {
    return silent;
  }

  private static OptionalInt told(@Nullable Integer tokens) {
    return tokens == null ? OptionalInt.empty() : OptionalInt.of(tokens);
  }
}
