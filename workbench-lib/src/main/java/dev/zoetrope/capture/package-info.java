/**
 * Where pictures come from and how they become bytes: {@link dev.zoetrope.capture.SourceRegistry}
 * opens a {@link dev.zoetrope.capture.Source} by URI, {@link dev.zoetrope.capture.FrameEncoder}
 * turns its frames into JPEG or PNG, {@link dev.zoetrope.capture.Canvas} lays several frames into
 * one picture.
 *
 * <p>The only room that knows the native video library; none of its types leaves this room.
 */
@NullMarked
package dev.zoetrope.capture;

import org.jspecify.annotations.NullMarked;
