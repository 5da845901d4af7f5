/**
 * Comparisons as records that survive: each is a {@link dev.zoetrope.experiment.Plan} whose answers
 * are appended to the one {@link dev.zoetrope.experiment.RunLog}. Start with {@link
 * dev.zoetrope.experiment.Experiments}.
 */
@NullMarked
package dev.zoetrope.experiment;

import org.jspecify.annotations.NullMarked;
