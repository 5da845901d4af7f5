/**
 * Ways to show time to a model: an {@link dev.zoetrope.temporal.Encoding} turns a window of frames
 * into the pictures and labels of a prompt. Start with {@link dev.zoetrope.temporal.SingleFrame},
 * {@link dev.zoetrope.temporal.Grid}, {@link dev.zoetrope.temporal.MultiImage}.
 */
@NullMarked
package dev.zoetrope.temporal;

import org.jspecify.annotations.NullMarked;
