/**
 * Comms, live widgets and AnyWidget; start with {@link dev.zoetrope.kernel.widget.Widgets}, the
 * kernel's side is {@link dev.zoetrope.kernel.widget.Comms}.
 */
@NullMarked
package dev.zoetrope.kernel.widget;

import org.jspecify.annotations.NullMarked;
