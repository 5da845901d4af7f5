/**
 * Line and cell magics, and what help, completion and the documentation know of them; start with
 * {@link dev.zoetrope.kernel.magic.Magic}.
 */
@NullMarked
package dev.zoetrope.kernel.magic;

import org.jspecify.annotations.NullMarked;
