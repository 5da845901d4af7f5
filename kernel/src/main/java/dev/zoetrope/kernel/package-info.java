/** A Java kernel for Jupyter. */
@NullMarked
package dev.zoetrope.kernel;

import org.jspecify.annotations.NullMarked;
