package dev.zoetrope.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A file with moving pictures. Thread-safe: one call at a time, the others wait. */
final class ClipSource implements Source {
  /**
   * What may be opened. Left out on purpose: text "videos" (any .txt would be one), and lists such
   * as m3u8 or concat, which make the library open other files and addresses.
   */
  private static final String FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,flv,live_flv,gif,apng,"
          + "webp_anim,ogg,asf,h264,hevc,vvc,obu,av1,ivf,mjpeg,mjpeg_2000,yuv4mpegpipe,nut,mxf,dv,"
          + "rm,wtv,vc1,image2,png_pipe,jpeg_pipe,jpegls_pipe,j2k_pipe,jpegxl_pipe,webp_pipe,"
          + "bmp_pipe,tiff_pipe,gif_pipe,ppm_pipe,pgm_pipe,pam_pipe,pbm_pipe,qoi_pipe,exr_pipe";

  static final Map<String, String> FILE_ONLY =
      Map.of("protocol_whitelist", "file", "format_whitelist", FORMATS);

  private final String name;
  private final Ticker ticker;
  private final Optional<Truth> truth;
  private final Cancel cancel;
  private final ReentrantLock lock = new ReentrantLock();
  private final ClipReader reader;
  private final AvInput input;
  private final Upright upright;
  private final SourceInfo info;
  private boolean closed;

  private ClipSource(AvInput input, Cancel cancel, Opening opening) {
    this.name = opening.name;
    this.ticker = opening.ticker;
    this.truth = opening.truth;
    this.cancel = cancel;
    this.input = input;
    this.reader = new ClipReader(input, name);
    this.upright = new Upright();
    this.info = describe();
  }

  /** What an open call brings along. */
  record Opening(String name, Ticker ticker, Optional<Truth> truth) {}

  static ClipSource open(Path file, Opening opening) {
    Natives.load();
    Cancel cancel = new Cancel();
    return new ClipSource(input(file, opening.name, cancel), cancel, opening);
  }

  /** As {@link #open}, of a file that holds one picture, which must be whole. */
  static ClipSource still(Path file, Opening opening) {
    Natives.load();
    Cancel cancel = new Cancel();
    String url = "file:" + file.toAbsolutePath();
    return new ClipSource(AvInput.still(url, opening.name, FILE_ONLY, cancel), cancel, opening);
  }

  private static AvInput input(Path file, String name, Cancel cancel) {
    try {
      return AvInput.open("file:" + file.toAbsolutePath(), name, FILE_ONLY, cancel);
    } catch (SourceException e) {
      throw e.code().equals("not_video") && beginsAsMp4(file) ? cutOff(name) : e;
    }
  }

  /** Its index usually stands at the end, so a half of it is no clip any more. */
  private static boolean beginsAsMp4(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(8);
      return begin.length == 8 && new String(begin, 4, 4, US_ASCII).equals("ftyp");
    } catch (IOException e) {
      return false;
    }
  }

  private static SourceException cutOff(String name) {
    return new SourceException(
        "corrupt",
        name
            + " begins as an MP4 clip, but its index is missing: it is damaged or was cut off. Copy"
            + " or record it again.");
  }

  private SourceInfo describe() {
    try {
      AVFrame first = reader.current();
      int turns = input.quarterTurns(first);
      int across = (int) Math.max(1, Math.round(first.width() * input.pixelAspect(first)));
      int width = turns % 2 == 0 ? across : first.height();
      int height = turns % 2 == 0 ? first.height() : across;
      return new SourceInfo(width, height, reader.length(), input.fps());
    } catch (RuntimeException e) {
      free();
      throw e;
    }
  }

  @Override
  public String uri() {
    return name;
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public Optional<Truth> truth() {
    return truth;
  }

  @Override
  public Frame frame(Duration time) {
    lockInterruptibly();
    try {
      requireOpen();
      AVFrame shown = reader.at(time);
      long capturedAt = ticker.nanos();
      return upright
          .planes(shown, input.pixelAspect(shown), input.quarterTurns(shown))
          .frame(reader.shownFrom(), capturedAt);
    } finally {
      lock.unlock();
    }
  }

  private void lockInterruptibly() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw input.cancelled();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed: open it again.");
    }
  }

  @Override
  public void close() {
    cancel.cancel();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        free();
      }
    } finally {
      lock.unlock();
    }
  }

  private void free() {
    reader.close();
    upright.close();
  }
}
