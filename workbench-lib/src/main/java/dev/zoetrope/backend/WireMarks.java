package dev.zoetrope.backend;

import dev.zoetrope.metrics.Timeline;
import java.util.OptionalLong;

/** A request's stamps, of a socket or out of a recording. */
record WireMarks(long start, OptionalLong bodySent, OptionalLong headers, Timeline.Wire wire) {}
