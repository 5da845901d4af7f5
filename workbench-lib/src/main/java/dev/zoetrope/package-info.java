/**
 * The front door: {@link dev.zoetrope.Sources}, {@link dev.zoetrope.Backends} and {@link
 * dev.zoetrope.Compare} are thin calls on the session's one {@link dev.zoetrope.Workbench}, the
 * composition root.
 */
@NullMarked
package dev.zoetrope;

import org.jspecify.annotations.NullMarked;
