/**
 * One way to ask any vision-language model: {@link dev.zoetrope.backend.VlmBackend} takes a {@link
 * dev.zoetrope.backend.VlmRequest} and streams {@link dev.zoetrope.backend.TokenEvent}s. Backends
 * come from {@link dev.zoetrope.backend.BackendRegistry} by URI; the wire dialects and the embedded
 * engine are package-private.
 */
@NullMarked
package dev.zoetrope.backend;

import org.jspecify.annotations.NullMarked;
