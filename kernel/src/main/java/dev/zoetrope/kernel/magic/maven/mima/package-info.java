/**
 * The resolver on top of MIMA. Loaded only by {@link
 * dev.zoetrope.kernel.magic.maven.ResolverLoader}, which alone sees MIMA and what it brings.
 */
@NullMarked
package dev.zoetrope.kernel.magic.maven.mima;

import org.jspecify.annotations.NullMarked;
