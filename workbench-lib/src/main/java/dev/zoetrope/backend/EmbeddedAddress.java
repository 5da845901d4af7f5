package dev.zoetrope.backend;

import dev.zoetrope.backend.BackendException.UnknownBackend;
import dev.zoetrope.metrics.PromptForm.Pictures;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code embedded:NAME?pictures=FORM#VARIANT}, taken apart.
 *
 * @param plain without what stands behind the question mark
 * @param pictures how pictures shall get into the prompt, if not as the model is configured
 */
record EmbeddedAddress(String plain, Optional<Pictures> pictures) {
  private static final Pattern WITH_OPTION = Pattern.compile("([^?#]*)\\?([^#]*)(#.*)?");

  /**
   * @throws UnknownBackend if an option is none of this engine's
   */
  static EmbeddedAddress of(String uri) {
    Matcher parts = WITH_OPTION.matcher(uri);
    if (!parts.matches()) {
      return new EmbeddedAddress(uri, Optional.empty());
    }
    String plain = parts.group(1) + Optional.ofNullable(parts.group(3)).orElse("");
    return new EmbeddedAddress(plain, Optional.of(pictures(uri, parts.group(2))));
  }

  private static Pictures pictures(String uri, String option) {
    return switch (option) {
      case "pictures=whole" -> Pictures.WHOLE;
      case "pictures=split" -> Pictures.SPLIT;
      default ->
          throw new UnknownBackend(
              "\""
                  + uri
                  + "\" asks the embedded engine for what it does not have: behind the ? stands"
                  + " pictures=whole or pictures=split, or nothing for what the model is made for.");
    };
  }

  /** This address with the option, for another that has none. */
  String addedTo(String uri) {
    int gap = uri.indexOf('#') < 0 ? uri.length() : uri.indexOf('#');
    return pictures
        .map(form -> uri.substring(0, gap) + "?pictures=" + word(form) + uri.substring(gap))
        .orElse(uri);
  }

  /** A model's name in tables, with the option. */
  String addedToName(String name) {
    return pictures.map(form -> name.replaceFirst("\\)$", ", " + word(form) + ")")).orElse(name);
  }

  private static String word(Pictures form) {
    return form == Pictures.SPLIT ? "split" : "whole";
  }
}
