package dev.zoetrope.models;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import okhttp3.Response;

/** One file on its way from the hub. Confined to its thread. */
final class ModelDownload {
  private static final int BUFFER = 1 << 16;
  private static final int ASK_FOR_REST = 206;
  private static final int NOTHING_LEFT = 416;

  private final ModelHub hub;
  private final Origin origin;
  private final ModelFile file;
  private final Path target;
  private final Path part;

  /**
   * @param target where it lies when it is whole and verified
   */
  ModelDownload(ModelHub hub, Origin origin, ModelFile file, Path target) {
    this.hub = hub;
    this.origin = origin;
    this.file = file;
    this.target = target;
    part = target.resolveSibling(target.getFileName() + ".part");
  }

  ModelFile file() {
    return file;
  }

  Path target() {
    return target;
  }

  /** Bytes to come. */
  long missing() throws IOException {
    return Files.exists(target) ? 0 : Math.max(0, file.bytes() - there());
  }

  private long there() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /**
   * Fetches what is missing; a connection that breaks is made again as long as each brings more.
   *
   * @param progress is told how many bytes of this file are there
   * @throws IOException if it cannot be written
   */
  void run(LongConsumer progress) throws IOException, InterruptedException {
    if (Files.exists(target)) {
      progress.accept(file.bytes());
      return;
    }
    Files.createDirectories(requireNonNull(part.getParent(), "it lies in staging"));
    long before = -1;
    while (there() < file.bytes() && there() > before) {
      before = there();
      fetch(progress);
    }
    verify();
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetch(LongConsumer progress) throws IOException, InterruptedException {
    long before = there();
    try (Response response = open(before)) {
      if (response.code() == NOTHING_LEFT) {
        Files.delete(part);
        throw new ModelException(
            "The hub has no more of " + file.path() + " than came: give the same command again.");
      }
      copy(response, progress);
    } catch (Broken e) {
      if (there() <= before) {
        throw hub.unreachable(e.cause);
      }
    }
  }

  private Response open(long from) throws Broken {
    try {
      return hub.open(origin, file, from);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** A server that does not know how to go on sends all anew. */
  private void copy(Response response, LongConsumer progress) throws IOException, Broken {
    boolean rest = response.code() == ASK_FOR_REST;
    StandardOpenOption how =
        rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    byte[] buffer = new byte[BUFFER];
    long count = rest ? there() : 0;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      InputStream in = response.body().byteStream();
      for (int read = read(in, buffer); read >= 0 && count <= file.bytes(); ) {
        out.write(buffer, 0, read);
        count += read;
        progress.accept(Math.min(count, file.bytes()));
        read = read(in, buffer);
      }
    }
  }

  private static int read(InputStream in, byte[] buffer) throws Broken {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  private void verify() throws IOException {
    if (there() == file.bytes() && file.checksum().fits(part)) {
      return;
    }
    Files.delete(part);
    throw new ModelException(
        file.path()
            + " is not the file that the hub lists: "
            + file.bytes()
            + " bytes with "
            + file.checksum().kind()
            + " "
            + file.checksum().hex()
            + " were promised. What came was deleted; give the same command again, or another"
            + " --mirror.");
  }

  /** The network's, as against the disk's. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    Broken(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
