/**
 * Evaluates, completes, explains and stops Java; start with {@link
 * dev.zoetrope.kernel.jshell.JavaSession}.
 */
@NullMarked
package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.NullMarked;
