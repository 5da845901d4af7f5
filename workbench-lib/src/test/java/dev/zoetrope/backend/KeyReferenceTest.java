package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyReferenceTest {
  @TempDir Path folder;

  @Test
  void aMarkOfTheEncodingAndLineEndsAreNoPartOfAKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "\uFEFFabc-123\r\n");

    assertThat(read(file)).contains("abc-123");
  }

  @Test
  void whyThereIsNoKeyIsSaid() throws IOException {
    assertThat(lack(folder.resolve("none"))).isEqualTo("which is not there");
    assertThat(lack(folder)).isEqualTo("which is a folder");
    assertThat(lack(Files.createFile(folder.resolve("empty")))).isEqualTo("which is empty");
    assertThat(lack(Files.write(folder.resolve("large"), new byte[1 << 20])))
        .isEqualTo("which is too large for one");
    assertThat(KeyReference.variable("LAB_KEY").lack()).isEqualTo("which is not set");
  }

  private static Optional<String> read(Path file) {
    return KeyReference.file(file).read(name -> Optional.empty());
  }

  private static String lack(Path file) {
    assertThat(read(file)).isEmpty();
    return KeyReference.file(file).lack();
  }
}
