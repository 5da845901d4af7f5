package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasTest {
  @TempDir Path devices;

  @BeforeAll
  static void load() {
    Natives.load();
  }

  private void node(String node, String name, int index) throws IOException {
    Path folder = Files.createDirectory(devices.resolve(node));
    Files.writeString(folder.resolve("name"), name + "\n");
    Files.writeString(folder.resolve("index"), index + "\n");
  }

  @Test
  void camerasAreNamedInTheirOrderWithoutTheirNodesOfFacts() throws IOException {
    node("video10", "Desk", 0);
    node("video2", "Door", 0);
    node("video3", "Door", 1);
    node("v4l-subdev0", "Sensor", 0);
    List<Camera> cameras = Cameras.list(devices);
    assertThat(cameras)
        .containsExactly(new Camera("camera:2", "Door"), new Camera("camera:10", "Desk"));
    assertThat(Cameras.known(cameras)).isEqualTo("; there is camera:2 (Door), camera:10 (Desk).");
  }

  @Test
  void aMachineWithoutCamerasSaysWhatToDo() {
    assertThat(Cameras.list(devices.resolve("none"))).isEmpty();
    assertThat(Cameras.known(List.of())).contains("nor any other camera: plug one in");
  }

  @Test
  void theNumbersOfLinuxBecomeSentences() {
    assertThat(LiveErrors.opening("camera:0", -13))
        .hasMessageContaining("sudo usermod -aG video $USER")
        .extracting("code")
        .isEqualTo("denied");
    assertThat(LiveErrors.opening("camera:0", -16)).extracting("code").isEqualTo("busy");
    assertThat(LiveErrors.opening("camera:0", -19)).extracting("code").isEqualTo("unplugged");
    assertThat(LiveErrors.opening("camera:0", -25)).extracting("code").isEqualTo("not_camera");
    assertThat(LiveErrors.opening("screen::9", -5)).extracting("code").isEqualTo("missing");
  }
}
