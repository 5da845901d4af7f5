package dev.zoetrope.capture;

import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A decoded picture, which the taker frees, and what the source says of it. */
record Picture(AVFrame picture, Optional<Duration> stamp, double pixelAspect, int quarterTurns) {}
