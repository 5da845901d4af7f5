package dev.zoetrope.experiment;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.Inquiry;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.compare.Slot;
import dev.zoetrope.ruler.ClientCpu;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.EncodingException;
import java.util.List;
import java.util.Optional;

/** Sends one request of a plan, with the machinery of a comparison. Thread-safe. */
final class Asker {
  private final Ready ready;
  private final Sight sight;
  private final ClientCpu cpu;
  private final Optional<String> calibration;

  /**
   * @param cpu is told what asking over a wire takes
   * @param calibration its id, where there was one
   */
  Asker(Ready ready, Sight sight, ClientCpu cpu, Optional<String> calibration) {
    this.ready = ready;
    this.sight = sight;
    this.cpu = cpu;
    this.calibration = calibration;
  }

  Answer ask(Cell cell) {
    VlmBackend backend = ready.feasible().backend(cell.at().backend());
    Slot slot =
        new Slot(cell.index(), backend.card(), cell.encoding().name(), cell.at().repetition());
    try {
      EncodedPrompt prompt = sight.of(cell);
      return backend.card().isServed() ? counted(cell, slot, prompt) : sent(cell, slot, prompt);
    } catch (SourceException e) {
      return unseen(slot, e.code(), e);
    } catch (EncodingException e) {
      return unseen(slot, "encoding", e);
    }
  }

  /** Frames that cannot be had now cannot be had later either. */
  private static Answer unseen(Slot slot, String code, RuntimeException why) {
    Outcome failed = new Outcome.Failed("", code, String.valueOf(why.getMessage()));
    return new Answer(slot, List.of(), failed, Optional.empty());
  }

  private Answer counted(Cell cell, Slot slot, EncodedPrompt prompt) {
    long used = ClientCpu.used();
    Answer answer = sent(cell, slot, prompt);
    cpu.since(used);
    return answer;
  }

  private Answer sent(Cell cell, Slot slot, EncodedPrompt prompt) {
    Inquiry inquiry =
        new Inquiry(
            cell.question().text(), cell.sampling(), ready.plan().cache(), false, calibration);
    return ready.asking().ask(slot, cell.at().backend(), inquiry, prompt, event -> {});
  }
}
