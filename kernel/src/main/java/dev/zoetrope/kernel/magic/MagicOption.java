package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

/**
 * One option of a magic.
 *
 * @param name with its dashes, for example {@code --runs}
 * @param value what stands for its value in the help, for example {@code N}; empty for a flag
 * @param help one sentence
 */
public record MagicOption(String name, String value, String help) {
  /** Checks that nothing is null. */
  public MagicOption {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
    requireNonNull(help, "help is null");
  }

  boolean isFlag() {
    return value.isEmpty();
  }

  String usage() {
    return isFlag() ? name : name + " " + value;
  }
}
