/**
 * Stamps in, numbers out: a {@link dev.zoetrope.metrics.Timeline} becomes {@link
 * dev.zoetrope.metrics.Reading}s by pure functions, each with its provenance. Start with {@link
 * dev.zoetrope.metrics.Timeline} and {@link dev.zoetrope.metrics.Reading}.
 */
@NullMarked
package dev.zoetrope.metrics;

import org.jspecify.annotations.NullMarked;
