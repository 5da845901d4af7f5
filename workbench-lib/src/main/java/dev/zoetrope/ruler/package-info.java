/**
 * A server whose truth is known, and load whose numbers are held against it. Start with {@link
 * dev.zoetrope.ruler.ScriptedVlmServer} and {@link dev.zoetrope.ruler.Load}.
 */
@NullMarked
package dev.zoetrope.ruler;

import org.jspecify.annotations.NullMarked;
