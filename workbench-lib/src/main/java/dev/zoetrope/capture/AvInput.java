package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * One opened file or stream: its picture track, decoded in the order in which it is shown.
 *
 * <p>Confined to the thread that holds its owner's lock; only {@link Cancel#cancel()} comes from
 * elsewhere. The owner closes it.
 */
final class AvInput implements AutoCloseable {
  /** What {@link #read} found. */
  enum Read {
    PICTURE,
    BROKEN,
    END
  }

  /** A device that has no picture yet is asked again after this. */
  private static final long DEVICE_PAUSE_NANOS = 2_000_000;

  private final String name;
  private final Cancel cancel;
  private final boolean live;
  private final boolean still;
  private int lastCode;
  private AVFormatContext format = new AVFormatContext(null);
  private AVCodecContext decoder = new AVCodecContext(null);
  private AVPacket packet = new AVPacket(null);
  private AVStream stream = new AVStream(null);
  private boolean draining;

  private AvInput(String name, Cancel cancel, boolean live, boolean still) {
    this.name = name;
    this.cancel = cancel;
    this.live = live;
    this.still = still;
  }

  /**
   * Opens and finds the picture track.
   *
   * @param name for messages
   * @param cancel handed over: closed with the input, also when opening fails
   */
  static AvInput open(String url, String name, Map<String, String> options, Cancel cancel) {
    return new AvInput(name, cancel, false, false).opened(url, Optional.empty(), options);
  }

  /**
   * As {@link #open}, for a single picture: what is damaged in it is an error, not painted over.
   */
  static AvInput still(String url, String name, Map<String, String> options, Cancel cancel) {
    return new AvInput(name, cancel, false, true).opened(url, Optional.empty(), options);
  }

  /**
   * As {@link #open}, for what comes in real time: errors say what to do about cameras and
   * networks, and no picture waits in the decoder for the next ones.
   */
  static AvInput live(Address address, Cancel cancel) {
    return new AvInput(address.name(), cancel, true, false)
        .opened(address.url(), address.format(), address.options());
  }

  private AvInput opened(String url, Optional<String> reader, Map<String, String> options) {
    try {
      openFormat(url, reader, options);
      openDecoder();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void openFormat(String url, Optional<String> reader, Map<String, String> options) {
    AVInputFormat demuxer = reader.map(AvInput::reader).orElseGet(() -> new AVInputFormat(null));
    boolean camera = reader.equals(Optional.of("v4l2"));
    int code = -1;
    if (camera && !options.containsKey("input_format")) {
      // In large sizes most cameras are slow in all other formats.
      Map<String, String> quick = new LinkedHashMap<>(options);
      quick.put("input_format", "mjpeg");
      code = open(url, demuxer, quick, true);
    }
    code = code < 0 ? open(url, demuxer, options, camera) : code;
    if (code < 0) {
      throw opening(code);
    }
    check(avformat_find_stream_info(format, (AVDictionary) null));
  }

  private int open(
      String url, AVInputFormat demuxer, Map<String, String> options, boolean nonBlocking) {
    format = avformat_alloc_context();
    cancel.watch(format);
    if (nonBlocking) {
      // A driver's wait cannot be cancelled.
      format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
    }
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
    int code = avformat_open_input(format, url, demuxer, dictionary);
    av_dict_free(dictionary);
    if (code < 0) {
      // The library has freed the context.
      format = new AVFormatContext(null);
    }
    return code;
  }

  private SourceException opening(int code) {
    if (code == avutil.AVERROR_EXIT() || cancel.cancelled()) {
      return cancelled();
    }
    if (live) {
      return LiveErrors.opening(name, code);
    }
    return new SourceException(
        "not_video",
        name
            + " is no clip or picture that can be read ("
            + Natives.words(code)
            + "): give a video file such as MP4 or WebM, or a folder of pictures.");
  }

  private static AVInputFormat reader(String name) {
    AVInputFormat found = av_find_input_format(name);
    if (found == null || found.isNull()) {
      throw new SourceException(
          "unsupported", "This build of the video library cannot read " + name + ".");
    }
    return found;
  }

  private void openDecoder() {
    int index = av_find_best_stream(format, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (index < 0 || cover(format.streams(index))) {
      throw new SourceException(
          "no_video", name + " has no picture track: give a file with moving pictures.");
    }
    stream = format.streams(index);
    if (still && stream.codecpar().width() < 1) {
      throw new SourceException(
          "corrupt",
          name
              + " is no picture that can be read: it is of another kind than its name says, or too"
              + " large. See whether it opens elsewhere, or make it smaller.");
    }
    SizeLimit.require(name, stream.codecpar().width(), stream.codecpar().height());
    AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      throw unsupported("no decoder");
    }
    decoder = avcodec_alloc_context3(codec);
    check(avcodec_parameters_to_context(decoder, stream.codecpar()));
    decoder.pkt_timebase(stream.time_base());
    // With several, as many pictures would wait in the decoder.
    decoder.thread_count(live ? 1 : Math.min(4, Runtime.getRuntime().availableProcessors()));
    openCodec(codec);
    packet = av_packet_alloc();
  }

  private void openCodec(AVCodec codec) {
    AVDictionary options = new AVDictionary(null);
    if (still) {
      av_dict_set(options, "err_detect", "crccheck+bitstream+buffer+explode", 0);
    }
    int code = avcodec_open2(decoder, codec, options);
    av_dict_free(options);
    if (code < 0) {
      throw unsupported(Natives.words(code));
    }
  }

  private static boolean cover(AVStream stream) {
    return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  private SourceException unsupported(String why) {
    return new SourceException(
        "unsupported",
        name
            + " is coded in a way that cannot be decoded here ("
            + why
            + "): convert it to H.264 in MP4, for example.");
  }

  /** The next picture in the order of showing. */
  Read read(AVFrame into) {
    while (true) {
      if (cancel.cancelled()) {
        throw cancelled();
      }
      int code = avcodec_receive_frame(decoder, into);
      if (code == 0) {
        return Read.PICTURE;
      }
      if (code == avutil.AVERROR_EOF()) {
        return Read.END;
      }
      if (code != avutil.AVERROR_EAGAIN() || !feed()) {
        return Read.BROKEN;
      }
    }
  }

  /** False when the packet does not decode. */
  private boolean feed() {
    int code = av_read_frame(format, packet);
    if (code == avutil.AVERROR_EXIT() || cancel.cancelled()) {
      av_packet_unref(packet);
      throw cancelled();
    }
    if (live && code == avutil.AVERROR_EAGAIN()) {
      LockSupport.parkNanos(DEVICE_PAUSE_NANOS);
      return true;
    }
    if (code < 0) {
      lastCode = code;
      return drain();
    }
    boolean ours = packet.stream_index() == stream.index();
    int sent = ours ? avcodec_send_packet(decoder, packet) : 0;
    av_packet_unref(packet);
    return sent >= 0;
  }

  /** A file that cannot be read on has ended; whether too early is seen from its length. */
  private boolean drain() {
    if (draining) {
      return false;
    }
    draining = true;
    return avcodec_send_packet(decoder, null) >= 0;
  }

  /** What the library said when reading came to its end. */
  int lastCode() {
    return lastCode;
  }

  /** Which reader it is, such as "mpegts". */
  String format() {
    return format.iformat().name().getString();
  }

  /** To the key picture at or before a time, in ticks of {@link #timeBase()}. */
  void seek(long ticks) {
    int code = av_seek_frame(format, stream.index(), ticks, avformat.AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      rewind();
    } else {
      flush();
    }
  }

  /** To the very start. */
  void rewind() {
    int code =
        av_seek_frame(
            format,
            stream.index(),
            Math.min(0, startTicks().orElse(0)),
            avformat.AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      check(av_seek_frame(format, -1, 0, avformat.AVSEEK_FLAG_BYTE));
    }
    flush();
  }

  private void flush() {
    avcodec_flush_buffers(decoder);
    draining = false;
  }

  /** Seconds per tick. */
  AVRational timeBase() {
    return stream.time_base();
  }

  OptionalLong startTicks() {
    return ticks(stream.start_time());
  }

  /** The length of the picture track, in its ticks. */
  OptionalLong durationTicks() {
    return ticks(stream.duration());
  }

  /** The length of the whole file in microseconds. */
  OptionalLong fileMicros() {
    return ticks(format.duration());
  }

  private static OptionalLong ticks(long value) {
    return value == AV_NOPTS_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  OptionalDouble fps() {
    AVRational rate = av_guess_frame_rate(format, stream, null);
    return rate.num() > 0 && rate.den() > 0
        ? OptionalDouble.of((double) rate.num() / rate.den())
        : OptionalDouble.empty();
  }

  /** Width of a pixel over its height. */
  double pixelAspect(AVFrame frame) {
    AVRational ratio = avformat.av_guess_sample_aspect_ratio(format, stream, frame);
    return ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
  }

  /** By how many quarters the pictures must be turned clockwise to stand upright. */
  int quarterTurns(AVFrame frame) {
    return Turns.of(frame, stream.codecpar());
  }

  SourceException cancelled() {
    return new SourceException("cancelled", "Reading " + name + " was stopped.");
  }

  private void check(int code) {
    if (cancel.cancelled()) {
      throw cancelled();
    }
    if (code < 0 && live) {
      throw LiveErrors.opening(name, code);
    }
    if (code < 0) {
      throw new SourceException(
          "corrupt",
          name
              + " cannot be read ("
              + Natives.words(code)
              + "): check that it plays elsewhere, or copy it again.");
    }
  }

  @Override
  public void close() {
    if (!packet.isNull()) {
      av_packet_free(packet);
      packet = new AVPacket(null);
    }
    if (!decoder.isNull()) {
      avcodec_free_context(decoder);
      decoder = new AVCodecContext(null);
    }
    if (!format.isNull()) {
      avformat_close_input(format);
      format = new AVFormatContext(null);
    }
    cancel.close();
  }
}
