package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** A live source read by the video library. Confined to the thread that captures. */
final class AvConnection implements Connection {
  /** Readers whose stamps are invented from a rate that the stream never told. */
  private static final List<String> UNTIMED = List.of("mpjpeg", "mjpeg", "h264", "hevc");

  private final AvInput input;
  private final boolean copies;
  private final boolean timed;
  private final boolean loops;

  private AvConnection(AvInput input, Address.Traits traits) {
    this.input = input;
    this.copies = traits.device();
    this.loops = traits.loops();
    this.timed = !UNTIMED.contains(input.format());
  }

  /** Takes over the cancel. */
  static AvConnection open(Address address, Cancel cancel) {
    try {
      load(address.traits());
    } catch (SourceException e) {
      cancel.close();
      throw e;
    }
    return new AvConnection(AvInput.live(address, cancel), address.traits());
  }

  private static void load(Address.Traits traits) {
    if (traits.device()) {
      Natives.loadDevices();
    } else {
      Natives.load();
    }
  }

  @Override
  public Optional<Picture> next() {
    AVFrame frame = av_frame_alloc();
    try {
      if (!whole(frame) && !again(frame)) {
        av_frame_free(frame);
        return Optional.empty();
      }
      AVFrame kept = copies ? copy(frame) : frame;
      return Optional.of(
          new Picture(kept, stamp(kept), input.pixelAspect(kept), input.quarterTurns(kept)));
    } catch (RuntimeException e) {
      av_frame_free(frame);
      throw e;
    }
  }

  /** What the decoder has patched up is passed over: nobody could tell what a model saw in it. */
  private boolean whole(AVFrame frame) {
    while (true) {
      AvInput.Read read = input.read(frame);
      if (read == AvInput.Read.END) {
        return false;
      }
      if (read == AvInput.Read.PICTURE && !patched(frame)) {
        return true;
      }
      av_frame_unref(frame);
    }
  }

  private boolean again(AVFrame frame) {
    if (loops) {
      input.rewind();
    }
    return loops && whole(frame);
  }

  private static boolean patched(AVFrame frame) {
    return frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
  }

  /** A driver's memory goes when the device is closed, and holding it starves the driver. */
  private static AVFrame copy(AVFrame frame) {
    AVFrame own = av_frame_alloc();
    own.width(frame.width()).height(frame.height()).format(frame.format());
    if (av_frame_get_buffer(own, 0) < 0
        || av_frame_copy(own, frame) < 0
        || av_frame_copy_props(own, frame) < 0) {
      av_frame_free(own);
      throw new SourceException("unsupported", "These pixels cannot be copied.");
    }
    av_frame_free(frame);
    return own;
  }

  private Optional<Duration> stamp(AVFrame frame) {
    long ticks = frame.best_effort_timestamp();
    if (!timed || ticks == avutil.AV_NOPTS_VALUE) {
      return Optional.empty();
    }
    double seconds = (double) ticks * input.timeBase().num() / input.timeBase().den();
    return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  @Override
  public OptionalDouble fps() {
    return timed ? input.fps() : OptionalDouble.empty();
  }

  @Override
  public int lastCode() {
    return input.lastCode();
  }

  @Override
  public void close() {
    input.close();
  }
}
