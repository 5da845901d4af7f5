package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.kernel.display.ErrorFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shows what listeners of widgets threw, below the cell of their widget. */
final class ListenerErrors {
  private static final int FRAMES = 6;

  private final ErrorFaces faces;

  ListenerErrors(ErrorFaces faces) {
    this.faces = faces;
  }

  void show(Throwable thrown, CellOutput place) {
    ErrorFace face =
        faces
            .of(thrown)
            .orElseGet(
                () ->
                    new ErrorFace(
                        thrown.getClass().getSimpleName(), message(thrown), stack(thrown)));
    List<String> trace = new ArrayList<>();
    trace.add("In a widget's listener: " + face.name() + ": " + face.message());
    face.nextStep().lines().forEach(trace::add);
    place.error(face.name(), face.message(), trace);
  }

  // A message is the user's code as well, and may fail like any other.
  private static String message(Throwable thrown) {
    try {
      return String.valueOf(thrown.getMessage());
    } catch (RuntimeException | Error e) {
      return "(its message failed with " + e.getClass().getName() + ")";
    }
  }

  private static String stack(Throwable thrown) {
    return String.join(
        "\n",
        Arrays.stream(thrown.getStackTrace())
            .takeWhile(frame -> !frame.getClassName().startsWith("dev.zoetrope.kernel."))
            .limit(FRAMES)
            .map(frame -> "    at " + frame)
            .toList());
  }
}
