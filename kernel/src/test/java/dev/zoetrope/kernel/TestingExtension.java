package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.ErrorFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Adds one of everything that an extension can add. */
public final class TestingExtension implements KernelExtension {
  /** A value that only this extension can draw. */
  public record Coin(int cents) {}

  /** A failure that only this extension knows. */
  public static final class OutOfCoins extends RuntimeException {}

  /** Named by the test that wants to see the kernel's end. */
  static final String FAREWELL = "kernel.test.farewell";

  @Override
  public void install(KernelContext context) {
    context.render(Coin.class, coin -> Map.of("text/html", "<i>" + coin.cents() + "</i>"));
    context.face(
        OutOfCoins.class, e -> new ErrorFace("OutOfCoins", "No coin is left.", "Mint one."));
    context.imports(Coin.class.getCanonicalName(), OutOfCoins.class.getCanonicalName());
    context.imports("nowhere.AtAll");
    context.startup("Coin penny = new Coin(1);");
    context.onClose(() -> farewell("closed "));
  }

  @Override
  public void uninstall() {
    try {
      farewell("uninstalled ");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void farewell(String word) throws IOException {
    String file = System.getProperty(FAREWELL);
    if (file != null) {
      Path path = Path.of(file);
      Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + word);
    }
  }
}
