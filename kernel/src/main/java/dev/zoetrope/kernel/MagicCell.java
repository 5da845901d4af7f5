package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.jshell.CellResult;
import dev.zoetrope.kernel.magic.CellSession;
import dev.zoetrope.kernel.magic.Declared;
import dev.zoetrope.kernel.magic.MagicContext;
import dev.zoetrope.kernel.magic.Magics;
import dev.zoetrope.kernel.magic.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs a cell that holds magics, part by part. Confined to the thread that runs cells. */
final class MagicCell implements CellSession {
  private static final CellResult NOTHING = new CellResult(Optional.empty(), Optional.empty());

  /** Ends the cell with the error of one of its parts. */
  private static final class Failed extends RuntimeException {
    private final transient CellResult result;

    Failed(CellResult result) {
      super("a part of the cell failed", null, false, false);
      this.result = result;
    }
  }

  private final Cell cell;
  private final Magics magics;
  private final SessionView view;
  private final MagicContext context;
  private CellResult last = NOTHING;

  MagicCell(Cell cell, Magics magics, SessionView view, Displays displays, CellOutput output) {
    this.cell = cell;
    this.magics = magics;
    this.view = view;
    this.context = new MagicContext(this, displays, output);
  }

  /** Runs the cell; whatever goes wrong is in the result. */
  CellResult execute(String code) {
    return cell.session().perform(() -> runParts(code));
  }

  private CellResult runParts(String code) throws Exception {
    try {
      for (Part part : magics.parts(code)) {
        run(part);
      }
      return last;
    } catch (Failed e) {
      return e.result;
    }
  }

  private void run(Part part) throws Exception {
    last = NOTHING;
    if (part instanceof Part.Java java) {
      keep(cell.run(java.code()));
    } else if (part instanceof Part.Call call) {
      magics.run(call, context);
    }
  }

  private void keep(CellResult result) {
    if (result.error().isPresent()) {
      throw new Failed(result);
    }
    last = result;
  }

  @Override
  public Duration run(String code) {
    Duration before = cell.session().ran();
    keep(Magics.mayHold(code) ? nested(code) : cell.run(code));
    return cell.session().ran().minus(before);
  }

  private CellResult nested(String code) {
    return cell.session().perform(() -> runParts(code));
  }

  @Override
  public Duration runFile(String name, String code) {
    Duration before = cell.session().ran();
    keep(cell.runFile(name, code));
    return cell.session().ran().minus(before);
  }

  @Override
  public List<Declared> declared() {
    return view.declared();
  }

  @Override
  public void forget(Collection<String> names) {
    view.forget(names);
  }

  @Override
  public List<Path> classPath() {
    return view.classPath();
  }

  @Override
  public List<Path> addedToClassPath() {
    return view.addedToClassPath();
  }

  @Override
  public void addToClassPath(List<Path> entries) {
    view.addToClassPath(entries);
  }
}
