package dev.zoetrope.backend;

import java.util.Locale;

/** Something that a server with a model does or does not do, whatever its documentation says. */
public enum Trait {
  /** A picture changes the prompt's tokens and the answer. */
  PICTURES("takes pictures"),
  /** More than one picture in a question is answered. */
  SEVERAL_PICTURES("takes several pictures"),
  /** The count of tokens grows with every picture that is sent: none is left out in silence. */
  ALL_SEEN("reads every picture sent"),
  /** Two neighbours of one size are not fused into one frame of a video. */
  KEPT_APART("keeps neighbours apart"),
  /** Pictures reach the model in the order in which they were sent. */
  ORDER("keeps the order"),
  /** A clip is taken as it is. */
  VIDEO("takes video"),
  /** A prompt that does not fit is refused, not cut in silence. */
  REFUSES_OVERFLOW("refuses what is too long"),
  /** The same seed gives the same text, another one another. */
  SEED("obeys the seed"),
  /** A prompt that was asked before is read faster, if nothing is said against it. */
  PROMPT_CACHE("remembers prompts"),
  /** A picture that was seen before is read faster behind other words. */
  PICTURE_CACHE("remembers pictures");

  private final String words;

  Trait(String words) {
    this.words = words;
  }

  /** In a table: "keeps the order". */
  public String words() {
    return words;
  }

  /** Stable, in JSON: "kept_apart". */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
