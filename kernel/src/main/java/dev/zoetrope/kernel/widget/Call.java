package dev.zoetrope.kernel.widget;

import java.util.List;

/**
 * What the page asks with {@code invoke}.
 *
 * @param message the page's words: plain maps, lists, strings, numbers and booleans; {@code
 *     Optional.empty()} words are an empty map
 * @param buffers the binary frames that came with them
 */
public record Call(Object message, List<byte[]> buffers) {}
