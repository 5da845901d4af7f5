package dev.zoetrope.capture;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/**
 * Which side of a picture is up, as its file says: by a matrix of its own or of the whole track.
 */
final class Turns {
  private Turns() {}

  /** By how many quarters the picture must be turned clockwise to stand upright. */
  static int of(AVFrame frame, AVCodecParameters track) {
    var own = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    if (own != null && !own.isNull()) {
      return quarters(new IntPointer(own.data()));
    }
    AVPacketSideData matrix =
        av_packet_side_data_get(
            track.coded_side_data(), track.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    return matrix == null || matrix.isNull() ? 0 : quarters(new IntPointer(matrix.data()));
  }

  private static int quarters(IntPointer matrix) {
    double degrees = avutil.av_display_rotation_get(matrix);
    return Double.isNaN(degrees) ? 0 : Math.floorMod((int) -Math.round(degrees / 90), 4);
  }
}
