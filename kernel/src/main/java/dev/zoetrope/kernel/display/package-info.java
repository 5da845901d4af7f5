/**
 * MIME bundles, renderers, display ids and the streams of a cell; start with {@link
 * dev.zoetrope.kernel.display.Screen}.
 */
@NullMarked
package dev.zoetrope.kernel.display;

import org.jspecify.annotations.NullMarked;
