/** The command line: {@link dev.zoetrope.cli.Main} and one class for each verb that works. */
@NullMarked
package dev.zoetrope.cli;

import org.jspecify.annotations.NullMarked;
