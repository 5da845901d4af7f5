/**
 * The course's notebooks: kept clean, and run in a real kernel, a real JupyterLab and a real
 * browser.
 */
@NullMarked
package dev.zoetrope.notebooks;

import org.jspecify.annotations.NullMarked;
