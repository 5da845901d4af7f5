package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.Renderers;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs magics as a kernel does, and keeps what they show. */
final class MagicDesk implements AutoCloseable, Publisher {
  record Message(String type, Map<String, Object> content) {}

  final Magics magics = new Magics();
  final TestingSession session = new TestingSession();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final Screen screen = new Screen(this);

  /** Runs a cell; Java in it is only remembered. */
  void run(String code) throws Exception {
    var output = screen.open(Origin.NONE);
    var displays = new Displays(screen, Renderers.withPictures());
    try {
      for (Part part : magics.parts(code)) {
        if (part instanceof Part.Call call) {
          magics.run(call, new MagicContext(session, displays, output));
        } else if (part instanceof Part.Java java) {
          session.run(java.code());
        }
      }
    } finally {
      output.flush();
    }
  }

  String printed(String stream) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      if (message.type().equals("stream") && message.content().get("name").equals(stream)) {
        text.append(message.content().get("text"));
      }
    }
    return text.toString();
  }

  /** What was shown, by MIME type, one map a display. */
  List<Map<?, ?>> shown() {
    List<Map<?, ?>> shown = new ArrayList<>();
    for (Message message : messages) {
      if (message.type().equals("display_data")) {
        shown.add((Map<?, ?>) message.content().get("data"));
      }
    }
    return shown;
  }

  List<String> suggested(String code) {
    return magics
        .suggest(code, code.length(), () -> session)
        .map(Suggestions::matches)
        .orElseThrow();
  }

  @Override
  public void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    messages.add(new Message(type, content));
  }

  @Override
  public void close() {
    screen.close();
    magics.close();
  }
}
