/**
 * Ways to show time to a model: an encoding turns a window of frames into the pictures and labels
 * of a prompt.
 */
@NullMarked
package dev.zoetrope.temporal;

import org.jspecify.annotations.NullMarked;
