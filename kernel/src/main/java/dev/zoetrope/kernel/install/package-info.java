/**
 * The kernelspec and the class-data archive; start with {@link
 * dev.zoetrope.kernel.install.Installation}.
 */
@NullMarked
package dev.zoetrope.kernel.install;

import org.jspecify.annotations.NullMarked;
