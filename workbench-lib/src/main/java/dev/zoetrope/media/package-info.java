/**
 * The small nouns of pictures that all rooms share: a {@link dev.zoetrope.media.Frame}, a {@link
 * dev.zoetrope.media.Window} of them, an {@link dev.zoetrope.media.EncodedImage}, an {@link
 * dev.zoetrope.media.EncodedVideo}.
 */
@NullMarked
package dev.zoetrope.media;

import org.jspecify.annotations.NullMarked;
