/**
 * Libraries from Maven repositories; start with {@link dev.zoetrope.kernel.magic.maven.Resolver}.
 */
@NullMarked
package dev.zoetrope.kernel.magic.maven;

import org.jspecify.annotations.NullMarked;
