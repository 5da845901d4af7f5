package dev.zoetrope.capture;

import java.util.Optional;
import java.util.OptionalDouble;

/** An open way to a live source. Confined to the thread that captures, which closes it. */
interface Connection extends AutoCloseable {
  /** Waits for the next picture; empty when no more will come. */
  Optional<Picture> next();

  OptionalDouble fps();

  /** What was said at the end. */
  int lastCode();

  @Override
  void close();

  /** How to get one. */
  interface Opener {
    /**
     * Connects.
     *
     * @param cancel handed over: closed with the connection, also when there comes none
     */
    Connection open(Cancel cancel);
  }
}
