package dev.zoetrope.kernel.display;

import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published. */
final class RecordingPublisher implements Publisher {
  record Message(Origin parent, String type, Map<String, Object> content) {}

  final List<Message> messages = new CopyOnWriteArrayList<>();

  @Override
  public void publish(
      Origin parent,
      String type,
      Map<String, Object> content,
      Map<String, Object> metadata,
      List<byte[]> buffers) {
    messages.add(new Message(parent, type, content));
  }

  List<String> types() {
    return messages.stream().map(Message::type).toList();
  }

  String text(String stream) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      if (message.type().equals("stream") && message.content().get("name").equals(stream)) {
        text.append(message.content().get("text"));
      }
    }
    return text.toString();
  }
}
