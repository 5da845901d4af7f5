/**
 * The user's folder of models that run in this process: {@link dev.zoetrope.models.ModelFolder}
 * lists, imports and removes them, {@link dev.zoetrope.models.ModelHub} fetches one when somebody
 * asks for it, and nothing is fetched unasked.
 */
@NullMarked
package dev.zoetrope.models;

import org.jspecify.annotations.NullMarked;
