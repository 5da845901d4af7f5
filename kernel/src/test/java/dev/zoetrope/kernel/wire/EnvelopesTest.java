package dev.zoetrope.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EnvelopesTest {
  private static final byte[] CLIENT = {1, 2, 3};

  private Envelopes envelopes;

  @BeforeEach
  void open() throws Exception {
    envelopes = new Envelopes(new HMACGenerator("hmac-sha256", "secret"));
  }

  @Test
  void aSealedMessageOpensToWhatItWas() throws Exception {
    List<byte[]> frames =
        envelopes.seal(
            List.of(CLIENT),
            Origin.NONE,
            "comm_msg",
            Map.of("text", "ä<€>", "number", 7, "list", List.of(1.5)),
            Map.of("version", "2.1.0"),
            List.of(new byte[] {9}));

    Request request = envelopes.open(Channel.SHELL, frames);

    assertThat(request.type()).isEqualTo("comm_msg");
    assertThat(request.text("text", "")).isEqualTo("ä<€>");
    assertThat(request.number("number", 0)).isEqualTo(7);
    assertThat(request.content()).containsEntry("list", List.of(1.5));
    assertThat(request.metadata()).containsEntry("version", "2.1.0");
    assertThat(request.buffers()).containsExactly(new byte[] {9});
    assertThat(request.origin().identities()).containsExactly(CLIENT);
  }

  @Test
  void theAskersHeaderComesBackByteForByte() throws Exception {
    byte[] header = "{\"msg_type\":\"x\", \"subshell_id\":\"7\"}".getBytes(StandardCharsets.UTF_8);
    Origin origin = new Origin(List.of(), header);

    List<byte[]> reply = envelopes.seal(List.of(), origin, "y", Map.of(), Map.of(), List.of());

    assertThat(reply.get(3)).isEqualTo(header);
  }

  @Test
  void aChangedMessageIsRefused() {
    for (int changed = 1; changed < 6; changed++) {
      List<byte[]> frames = new ArrayList<>(message());
      frames.set(changed, "{\"code\":\"evil\"}".getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> envelopes.open(Channel.SHELL, frames))
          .isInstanceOf(BadMessage.class)
          .hasMessageContaining("signature");
    }
  }

  @Test
  void garbageIsRefused() {
    List<List<byte[]>> garbage =
        List.of(List.of(), List.of(CLIENT), List.of(CLIENT, CLIENT), message().subList(0, 4));

    for (List<byte[]> frames : garbage) {
      assertThatThrownBy(() -> envelopes.open(Channel.SHELL, frames))
          .isInstanceOf(BadMessage.class);
    }
  }

  @Test
  void everyMessageHasItsOwnIdAndADateWithSeconds() throws Exception {
    String first = new String(message().get(2), StandardCharsets.UTF_8);
    String second = new String(message().get(2), StandardCharsets.UTF_8);

    assertThat(first)
        .isNotEqualTo(second)
        .containsPattern("\"date\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
  }

  private List<byte[]> message() {
    return envelopes.seal(List.of(), Origin.NONE, "x", Map.of("a", 1), Map.of(), List.of());
  }
}
