package dev.zoetrope.kernel.magic;

import java.util.List;

/**
 * A command that cells can give beside Java: {@code %name …} on a line, or {@code %%name …} on the
 * first line of a cell, which then gets the rest of the cell.
 *
 * <pre>{@code
 * final class GpuMagic implements Magic {
 *   public MagicSpec spec() { return MagicSpec.line("gpu", "", "Shows what the GPU does now."); }
 *   public void run(MagicCall call) { call.displays().show(gpu.sample()); }
 * }
 * }</pre>
 */
public interface Magic {
  /** What it is called and takes: help, completion and the documentation come from this alone. */
  MagicSpec spec();

  /**
   * Does its work on the thread that runs cells; the user may interrupt it.
   *
   * @throws Exception whatever goes wrong: it becomes the cell's error. A {@link MagicException} is
   *     shown as a sentence, others with their stack.
   */
  void run(MagicCall call) throws Exception;

  /**
   * What an argument that begins with these letters could be, as whole words. Called on another
   * thread than {@link #run}, within the time of a keystroke.
   *
   * @param typed the argument's letters before the cursor
   * @param session the session, to ask what it knows
   */
  default List<String> suggest(String typed, CellSession session) {
    return List.of();
  }
}
