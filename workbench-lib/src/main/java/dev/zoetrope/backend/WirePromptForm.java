package dev.zoetrope.backend;

import static dev.zoetrope.metrics.PromptForm.Pictures.AS_CONFIGURED;
import static dev.zoetrope.metrics.PromptForm.Pictures.SPLIT;

import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.PromptForm.Source;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is documented of servers' prompts; no protocol tells it. */
final class WirePromptForm {
  /** For other families llama.cpp's form is not known here. */
  private static final Pattern IDEFICS3 =
      Pattern.compile("smol-?vlm|idefics-?3|tiny-?vlm", Pattern.CASE_INSENSITIVE);

  private WirePromptForm() {}

  static Optional<PromptForm> of(WireServer server) {
    return switch (server.engine()) {
      case LLAMA_CPP, OLLAMA ->
          IDEFICS3.matcher(server.model()).find()
              ? Optional.of(new PromptForm(SPLIT, Source.DOCUMENTATION))
              : Optional.empty();
      case VLLM -> Optional.of(new PromptForm(AS_CONFIGURED, Source.DOCUMENTATION));
      default -> Optional.empty();
    };
  }
}
