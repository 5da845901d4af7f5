package dev.zoetrope.exam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.capture.Source;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pictures that a line of the held-out file tells of. */
final class ExamPaper {
  /** What the outside of the domain is shown in. */
  private static final int SIDE = 128;

  /** From one picture of a film to the next. */
  private static final int STEP_MILLIS = 40;

  private final Workbench workbench;

  ExamPaper(Workbench workbench) {
    this.workbench = workbench;
  }

  /** Pictures to which a question can be put. */
  interface Shown {
    List<ContentPart> asking(String question);
  }

  Shown show(JsonNode view) {
    return view.has("pictures") ? foreign(view) : film(view)::asking;
  }

  private EncodedPrompt film(JsonNode view) {
    String uri =
        "synthetic:shapes?seed="
            + view.path("seed").asLong()
            + "&size="
            + view.path("width").asInt()
            + "x"
            + view.path("height").asInt();
    Source source = workbench.source(uri);
    List<Frame> frames = new ArrayList<>();
    for (JsonNode index : view.path("indices")) {
      frames.add(source.frame(Duration.ofMillis((long) STEP_MILLIS * index.asInt())));
    }
    return encoding(view).encode(new Window(uri, frames, Duration.ZERO), workbench.encoder());
  }

  private static Encoding encoding(JsonNode view) {
    boolean labelled = view.path("labelled").asBoolean();
    return switch (view.path("kind").asText()) {
      case "single" -> SingleFrame.middle();
      case "frames" -> labelled ? MultiImage.labelled() : MultiImage.plain();
      default -> grid(view, labelled);
    };
  }

  private static Encoding grid(JsonNode view, boolean labelled) {
    Grid grid = Grid.of(view.path("rows").asInt(), view.path("columns").asInt());
    return labelled ? grid : grid.unlabelled();
  }

  private static Shown foreign(JsonNode view) {
    List<ContentPart> pictures = new ArrayList<>();
    view.path("pictures").forEach(picture -> pictures.add(image(picture)));
    boolean grid = view.path("kind").asText().equals("grid");
    return question -> {
      List<ContentPart> parts = new ArrayList<>(pictures);
      parts.add(new ContentPart.Text((grid ? "The image is a grid of frames. " : "") + question));
      return parts;
    };
  }

  private static ContentPart image(JsonNode picture) {
    try {
      return new ContentPart.Image(EncodedImage.of(picture.binaryValue(), "image/png", SIDE, SIDE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
