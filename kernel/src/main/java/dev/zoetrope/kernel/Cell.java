package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.CellResult;
import dev.zoetrope.kernel.jshell.JavaSession;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A numbered cell that is about to run.
 *
 * @param notes takes remarks that are no errors
 * @param draw draws its value
 */
record Cell(
    JavaSession session,
    int count,
    Consumer<String> notes,
    Function<Object, Map<String, Object>> draw) {

  CellResult run(String code) {
    return session.run(count, code, notes, draw);
  }

  CellResult runFile(String name, String code) {
    return session.run(name, code, notes, draw);
  }
}
