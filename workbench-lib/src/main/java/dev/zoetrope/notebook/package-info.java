/**
 * The workbench inside a notebook: found by the kernel as an extension, it opens the session's
 * workbench and draws what it gives. The only room that knows the kernel.
 */
@NullMarked
package dev.zoetrope.notebook;

import org.jspecify.annotations.NullMarked;
