package dev.zoetrope.backend;

/** What a request wants of the caches that a server keeps of earlier prompts and pictures. */
public enum CachePolicy {
  /**
   * The question goes word by word and pixel by pixel as it is. A server that takes an order not to
   * use its prompt cache gets it.
   */
  PLAIN,
  /**
   * Nothing of it shall come out of a cache: beside such orders, unique letters come first and a
   * corner of each picture is changed, where the server needs that to forget.
   */
  COLD,
  /** What the server knows of it already shall be used; measures the second question. */
  WARM,
  /** As from a live camera: nothing is changed, nothing ordered. */
  LIVE
}
