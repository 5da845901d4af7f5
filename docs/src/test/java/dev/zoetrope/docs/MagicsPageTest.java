package dev.zoetrope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.magic.Magics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the magics says what the kernel says. */
class MagicsPageTest {
  private static final String MARK =
      "<!-- From here on written by MagicsPageTest, -Dpages.write=true -->\n";

  private final Path page = Path.of(System.getProperty("zoetrope.root"), "docs", "magics.md");

  @Test
  void thePageIsThatOfTheList() throws IOException {
    String text = Files.readString(page);
    String head = text.substring(0, text.indexOf(MARK) + MARK.length());
    String whole;
    try (Magics magics = new Magics()) {
      whole = head + "\n" + magics.page();
    }
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(page, whole);
    }

    assertThat(Files.readString(page)).isEqualTo(whole);
  }
}
