/**
 * One input, several models, side by side: {@link dev.zoetrope.compare.Comparison} sends the same
 * bytes to each backend and tells its {@link dev.zoetrope.compare.CompareListener}s what happens
 * while it streams. {@link dev.zoetrope.compare.LiveSession} does so again and again: a lane for
 * each backend waits for its moment, takes the newest frames, asks, and tells; what it tells of a
 * question that was changed meanwhile nobody hears.
 */
@NullMarked
package dev.zoetrope.compare;

import org.jspecify.annotations.NullMarked;
