@NullMarked
package dev.zoetrope.temporal;

import org.jspecify.annotations.NullMarked;
