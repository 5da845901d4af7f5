/**
 * Sockets, signatures and messages. What leaves this room is plain maps and bytes; start with
 * {@link dev.zoetrope.kernel.wire.Wire}.
 */
@NullMarked
package dev.zoetrope.kernel.wire;

import org.jspecify.annotations.NullMarked;
