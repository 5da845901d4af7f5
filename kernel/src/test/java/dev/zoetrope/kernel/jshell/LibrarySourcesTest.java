package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.ErrorFaces;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibrarySourcesTest {
  private static final String SOURCE =
      """
      package shop;
      /** A shop with a {@code till}. */
      public class Shop<T extends Comparable<T>> {
        /** How many may enter. */
        public static final int MOST = 7;
        /** Opens it. @param name what stands above the door */
        public Shop(String name) {}
        /** Sells one thing. */
        public T sell(T thing) { return thing; }
        /** Sells <b>many</b> things. */
        public int sell(java.util.Map<String, ? extends Number> prices, String... names) { return 0; }
        /** A shelf. */
        public static class Shelf {
          /** Fills it. */
          public void fill() {}
        }
        public void undocumented() {}
      }
      """;

  private final JavaSession session =
      JavaSession.open(System.getProperty("java.class.path"), new ErrorFaces());

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void commentsComeFromTheSourcesBesideTheJar(@TempDir Path folder) throws IOException {
    Path jar = jar(folder);
    zip(folder.resolve("shop-1.0-sources.jar"), Map.of("shop/Shop.java", bytes(SOURCE)));
    session.addToClassPath(jar);
    session.run(
        1, "import shop.*; Shop<String> corner = new Shop<>(\"c\");", n -> {}, v -> Map.of());

    assertThat(help("Shop")).contains("A shop with a till.");
    assertThat(help("new Shop(")).contains("Opens it.").contains("what stands above the door");
    assertThat(help("corner.sell(")).contains("Sells one thing.", "Sells many things.");
    assertThat(help("Shop.MOST")).contains("How many may enter.");
    assertThat(help("Shop.Shelf")).contains("A shelf.");
    assertThat(help("new Shop.Shelf().fill(")).contains("Fills it.");
    assertThat(help("corner.undocumented(")).startsWith("void Shop<T").endsWith(".undocumented()");
    assertThat(session.editor().inspect("corner.sell(", 12).html())
        .contains("<b>many</b>", "T Shop&lt;T");
  }

  @Test
  void withoutSourcesAndWithBrokenOnesSignaturesAreShown(@TempDir Path folder) throws IOException {
    Path jar = jar(folder);
    session.addToClassPath(jar);
    session.run(1, "import shop.*;", n -> {}, v -> Map.of());
    assertThat(help("new Shop(")).startsWith("Shop<T").endsWith("(String name)");

    Files.writeString(folder.resolve("shop-1.0-sources.jar"), "no zip");
    assertThat(help("new Shop.Shelf().fill(")).isEqualTo("void Shop.Shelf.fill()");
  }

  private String help(String code) {
    return session.editor().inspect(code, code.length()).text();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path jar(Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("src/shop")).resolve("Shop.java");
    Files.writeString(source, SOURCE);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  null,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-parameters"),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).isTrue();
    }
    Path jar = folder.resolve("shop-1.0.jar");
    try (Stream<Path> all = Files.list(classes.resolve("shop"))) {
      Map<String, byte[]> entries = new java.util.TreeMap<>();
      for (Path each : all.toList()) {
        entries.put("shop/" + each.getFileName(), Files.readAllBytes(each));
      }
      zip(jar, entries);
    }
    return jar;
  }

  private static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }
}
