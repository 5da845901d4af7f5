/**
 * What the machine did while a model answered: gauges read by a sampler of their own, joined with
 * an answer's phases by time.
 *
 * <p>Start with {@link dev.zoetrope.telemetry.Telemetry}. A value that could not be read is a
 * {@link dev.zoetrope.telemetry.Sample.Gap} with its reason, never a 0. {@link
 * dev.zoetrope.telemetry.PhaseEnergy} turns a counter's steps into joules per phase, each with a
 * bound and a verdict. The only room that touches {@code com.sun.jna}.
 */
@NullMarked
package dev.zoetrope.telemetry;

import org.jspecify.annotations.NullMarked;
