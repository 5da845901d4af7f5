package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final List<String> pieces = new ArrayList<>();
  private final Printer printer = new Printer(this::take, shown);

  private void take(String words) {
    pieces.add(words);
    shown.writeBytes(words.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void printsWhatTheJdkPrints() {
    Consumer<PrintStream> everything =
        out -> {
          out.print(true);
          out.print('c');
          out.print(1);
          out.print(2L);
          out.print(1.5f);
          out.print(2.5);
          out.print(new char[] {'x', 'y'});
          out.print("text");
          out.print((String) null);
          out.print((Object) null);
          out.println();
          out.println(false);
          out.println('ä');
          out.println(3);
          out.println(4L);
          out.println(3.5f);
          out.println(4.5);
          out.println(new char[] {'z'});
          out.println("grüße 🙂");
          out.println(List.of(1));
          out.printf(Locale.ROOT, "%5.2f%n", 1.0);
          out.append("a").append('b').append("abc", 1, 2);
          out.write(65);
          out.write("raw".getBytes(StandardCharsets.UTF_8), 0, 3);
        };
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    everything.accept(new PrintStream(expected, false, StandardCharsets.UTF_8));
    everything.accept(printer);

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo(expected.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aLineIsOnePiece() {
    printer.println("one line");

    assertThat(pieces).containsExactly("one line" + System.lineSeparator());
  }

  @Test
  void aCharacterMayComeInHalves() {
    printer.print("a\ud83d");
    printer.print('\ude42');
    printer.print('b');

    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("a🙂b");
  }
}
