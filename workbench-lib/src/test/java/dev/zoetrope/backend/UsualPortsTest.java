package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsualPortsTest {
  @Test
  void namesWhoListensAndAsksNobody() throws IOException {
    int gone;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = taken.getLocalPort();
    }
    try (RawServer there = RawServer.always(new byte[0])) {
      int port = Integer.parseInt(there.uri().replaceFirst(".*:", ""));

      List<UsualPorts.Found> found =
          UsualPorts.listening(
              List.of(UsualPorts.usual(gone, "Nobody"), UsualPorts.usual(port, "Somebody")));

      assertThat(found).extracting(UsualPorts.Found::likelyName).containsExactly("Somebody");
      assertThat(found.get(0).uri()).isEqualTo(there.uri());
      assertThat(there.requests()).isEmpty();
    }
  }
}
