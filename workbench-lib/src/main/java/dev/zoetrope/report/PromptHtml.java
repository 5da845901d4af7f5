package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.temporal.EncodedPrompt;
import java.util.Base64;
import java.util.stream.Collectors;

/** What a model was sent, as it was sent: pictures and words in their order. */
public final class PromptHtml {
  private static final String WORDS = "font-family:monospace;opacity:.8;margin:2px 4px";

  private PromptHtml() {}

  /** An HTML fragment without scripts and without links. */
  public static String of(EncodedPrompt prompt) {
    return requireNonNull(prompt, "prompt is null").parts().stream()
        .map(PromptHtml::part)
        .collect(
            Collectors.joining(
                "", "<div style=\"display:flex;flex-wrap:wrap;align-items:center\">", "</div>"));
  }

  /** The same in words: labels, and what each picture is. */
  public static String words(EncodedPrompt prompt) {
    return requireNonNull(prompt, "prompt is null").parts().stream()
        .map(part -> Visible.of(word(part)))
        .collect(Collectors.joining("\n", prompt.name() + "\n", ""));
  }

  private static String word(ContentPart part) {
    if (part instanceof ContentPart.Text text) {
      return text.text();
    }
    return part instanceof ContentPart.Image picture
        ? picture.image().toString()
        : ((ContentPart.Video) part).video().toString();
  }

  private static String part(ContentPart part) {
    return part instanceof ContentPart.Image picture
        ? picture(picture.image())
        : "<span style=\"" + WORDS + "\">" + Html.escape(word(part)) + "</span>";
  }

  private static String picture(EncodedImage image) {
    return "<img style=\"margin:2px;max-width:256px\" alt=\""
        + Html.escape(image.toString())
        + "\" src=\"data:"
        + Html.escape(image.mime())
        + ";base64,"
        + Base64.getEncoder().encodeToString(image.bytes())
        + "\"/>";
  }
}
