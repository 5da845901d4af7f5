package dev.zoetrope.compare;

import dev.zoetrope.capture.SourceEvent;

/** What a live session tells. Those of one backend come in order. */
public sealed interface LiveEvent extends CompareEvent {
  /** The session begins; nobody was asked yet. */
  record Began(String run, LiveSpec spec) implements LiveEvent {}

  /** A backend's answer, or why there is none; it is asked again in any case. */
  record Answered(LiveAnswer answer) implements LiveEvent {}

  /**
   * From now on a backend is asked something else, or another model is. What was in flight is never
   * told.
   *
   * @param backend its place in the session, from 0
   * @param words what it was changed to
   */
  record Changed(int backend, String words) implements LiveEvent {}

  /** The source went into another state. */
  record Source(SourceEvent event) implements LiveEvent {}

  /** No frames could be had for a backend; the next try comes by itself. */
  record Missed(int backend, String words) implements LiveEvent {}

  /** How everything stands, four times a second. A listener that is busy misses some of these. */
  record Pulse(LiveView view) implements LiveEvent {}

  /** Nothing more comes. */
  record Ended(LiveReport report) implements LiveEvent {}
}
