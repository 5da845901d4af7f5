/**
 * One input, several models, side by side: {@link dev.zoetrope.compare.Comparison} sends the same
 * bytes to each backend and tells its {@link dev.zoetrope.compare.CompareListener}s what happens
 * while it streams.
 */
@NullMarked
package dev.zoetrope.compare;

import org.jspecify.annotations.NullMarked;
