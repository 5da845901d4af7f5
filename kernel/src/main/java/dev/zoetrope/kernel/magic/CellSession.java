package dev.zoetrope.kernel.magic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What magics may ask of the Java session whose cells they stand in. */
public interface CellSession {
  /**
   * Runs code as part of the running cell; the value of its last expression becomes the cell's. If
   * it fails, this throws an exception that ends the cell with the code's own error: let it pass.
   *
   * @param code lines that keep their number: the body of a call does
   * @return how long the code itself ran, without the compiler
   */
  Duration run(String code);

  /**
   * Runs the code of a file as part of the running cell; errors name the file.
   *
   * @param name the file's name
   * @return how long the code itself ran, without the compiler
   */
  Duration runFile(String name, String code);

  /** The variables, methods and types that cells declared, in the order of their declaration. */
  List<Declared> declared();

  /** Forgets what cells declared under these names, and frees the values. */
  void forget(Collection<String> names);

  /** Where classes come from: what the kernel was started with, then what was added. */
  List<Path> classPath();

  /** What was added to the class path since the start. */
  List<Path> addedToClassPath();

  /** Adds jars and folders that are not there yet to the class path, at its end. */
  void addToClassPath(List<Path> entries);
}
