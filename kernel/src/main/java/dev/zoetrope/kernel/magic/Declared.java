package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something that a cell declared.
 *
 * @param kind {@code variable}, {@code method} or {@code type}
 * @param name its name
 * @param type of a variable its type, of a method its signature, of a type what it is, for example
 *     {@code record}
 * @param value of a variable what it holds now; empty for null and for the others
 */
public record Declared(String kind, String name, String type, Optional<Object> value) {
  /** Checks that nothing is null. */
  public Declared {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(value, "value is null");
  }
}
