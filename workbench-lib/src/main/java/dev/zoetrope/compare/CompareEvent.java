package dev.zoetrope.compare;

import dev.zoetrope.backend.Exchange;
import java.util.List;

/** What a running comparison or live session tells. Events of one slot come in order. */
public sealed interface CompareEvent
    permits CompareEvent.Planned,
        CompareEvent.Preparing,
        CompareEvent.Asked,
        CompareEvent.Grew,
        CompareEvent.Exchanged,
        CompareEvent.Answered,
        CompareEvent.Ended,
        LiveEvent {
  /** All slots are known; nothing was asked yet. */
  record Planned(String run, List<Slot> slots, String order) implements CompareEvent {}

  /** A backend loads and warms before the first question. */
  record Preparing(String backend) implements CompareEvent {}

  /** The question goes out now. */
  record Asked(Slot slot) implements CompareEvent {}

  /** More text came. A listener that falls behind misses some of these, never the others. */
  record Grew(Slot slot, String delta) implements CompareEvent {}

  /** What went over the wire, before its answer, where the comparison is recorded. */
  record Exchanged(Slot slot, Exchange exchange) implements CompareEvent {}

  /** The answer is as it will stay. */
  record Answered(Answer answer) implements CompareEvent {}

  /** Nothing more comes. */
  record Ended(ComparisonResult result) implements CompareEvent {}
}
