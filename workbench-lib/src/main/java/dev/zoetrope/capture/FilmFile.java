package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;

/**
 * A film that is being written: an encoder and the file around it. What was written stays readable
 * when the process is killed, but for the last piece. Confined to one thread; its owner closes it.
 */
final class FilmFile implements AutoCloseable {
  private final Path file;
  private final AvEncoder encoder;
  private final AVFormatContext format = new AVFormatContext(null);

  private FilmFile(Path file, AvEncoder encoder) {
    this.file = file;
    this.encoder = encoder;
  }

  /**
   * Makes the file, over what is there.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static FilmFile open(Path file, FilmKind kind, FilmKind.Shape shape) {
    Natives.load();
    FilmFile film = new FilmFile(file, kind.encoder(shape));
    try {
      film.begin(kind, shape);
      return film;
    } catch (RuntimeException e) {
      film.close();
      throw e;
    }
  }

  private void begin(FilmKind kind, FilmKind.Shape shape) {
    check(avformat_alloc_output_context2(format, null, kind.container(), file.toString()));
    AVIOContext io = new AVIOContext(null);
    check(avio_open(io, "file:" + file.toAbsolutePath(), avformat.AVIO_FLAG_WRITE));
    format.pb(io);
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    AVStream stream = avformat_new_stream(format, null);
    check(avcodec_parameters_from_context(stream.codecpar(), encoder.context()));
    stream.time_base(encoder.context().time_base());
    stream.avg_frame_rate(shape.rate());
    AVDictionary options = new AVDictionary(null);
    kind.muxing().forEach((key, value) -> av_dict_set(options, key, value, 0));
    int code = avformat_write_header(format, options);
    av_dict_free(options);
    check(code);
  }

  /**
   * Adds a picture.
   *
   * @param pts in the kind's ticks, more than that of the picture before
   * @param duration in the same ticks, as far as it can be told
   * @param key whether a reader must be able to begin here
   */
  void write(Planes planes, long pts, long duration, boolean key) {
    encoder.send(planes, pts, key);
    flush(duration);
  }

  /** Writes what the encoder holds back, and the index. */
  void finish(long duration) {
    encoder.finish();
    flush(duration);
    check(av_write_trailer(format));
  }

  private void flush(long duration) {
    AVStream stream = format.streams(0);
    while (encoder.receive()) {
      AVPacket packet = encoder.packet();
      packet.stream_index(0);
      packet.duration(duration);
      av_packet_rescale_ts(packet, encoder.context().time_base(), stream.time_base());
      check(av_interleaved_write_frame(format, packet));
    }
  }

  private void check(int code) {
    if (code < 0) {
      String why = "Cannot write " + file + " (" + Natives.words(code) + ")";
      throw new UncheckedIOException(
          why + ": see that the folder is there, may be written to and has room.",
          new IOException(Natives.words(code)));
    }
  }

  @Override
  public void close() {
    encoder.close();
    if (!format.isNull()) {
      if (format.pb() != null && !format.pb().isNull()) {
        avio_closep(format.pb());
      }
      avformat_free_context(format);
    }
  }
}
