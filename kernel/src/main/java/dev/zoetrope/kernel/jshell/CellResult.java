package dev.zoetrope.kernel.jshell;

import java.util.Map;
import java.util.Optional;

/**
 * How a cell ended.
 *
 * @param bundle its value as drawn; empty if it has none to show or failed
 * @param error why it failed; empty if it did not
 */
public record CellResult(Optional<Map<String, Object>> bundle, Optional<CellError> error) {
  static CellResult nothing() {
    return new CellResult(Optional.empty(), Optional.empty());
  }

  static CellResult shown(Map<String, Object> bundle) {
    return new CellResult(Optional.of(bundle), Optional.empty());
  }

  static CellResult failed(CellError error) {
    return new CellResult(Optional.empty(), Optional.of(error));
  }
}
