package dev.zoetrope.temporal;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Another encoding that is shown the frames in a wrong order: a control. Who answers the same to
 * shuffled frames did not look at their order; who sees motion answers the opposite direction to
 * reversed ones.
 */
public final class Reordered implements Encoding {
  /** Of fewer, no order turns twice. */
  private static final int TURNING = 4;

  private final Encoding encoding;
  private final String suffix;
  private final int least;
  private final UnaryOperator<List<Frame>> order;

  private Reordered(Encoding encoding, String suffix, int least, UnaryOperator<List<Frame>> order) {
    this.encoding = requireNonNull(encoding, "encoding is null");
    this.suffix = suffix;
    this.least = least;
    this.order = order;
  }

  /** The newest frame first. */
  public static Reordered reversed(Encoding encoding) {
    return new Reordered(encoding, "+reversed", 2, Reordered::backwards);
  }

  /**
   * In an order that follows from the seed and the number of frames alone: neither as they were nor
   * backwards; of four and more frames it turns round at least twice, so that it shows no motion
   * one way.
   */
  public static Reordered shuffled(Encoding encoding, long seed) {
    return new Reordered(
        encoding, "+shuffled:" + seed, 3, frames -> inOrder(frames, shuffle(frames.size(), seed)));
  }

  @Override
  public String name() {
    return encoding.name() + suffix;
  }

  @Override
  public int shown(Window window) {
    return encoding.shown(window);
  }

  @Override
  public EncodedPrompt encode(Window window, FrameEncoder encoder) {
    List<Frame> frames = requireNonNull(window, "window is null").frames();
    if (encoding.shown(window) < least) {
      throw new EncodingException(
          name() + " needs at least " + least + " frames that are shown: write a larger window.");
    }
    Window wrong = new Window(window.source(), order.apply(frames), window.spacing());
    return encoding.encode(wrong, encoder).renamed(name());
  }

  private static List<Frame> backwards(List<Frame> frames) {
    List<Frame> turned = new ArrayList<>(frames);
    Collections.reverse(turned);
    return turned;
  }

  private static List<Frame> inOrder(List<Frame> frames, List<Integer> order) {
    return order.stream().map(frames::get).toList();
  }

  /** The places of so many frames in a wrong order. */
  static List<Integer> shuffle(int count, long seed) {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    do {
      Collections.shuffle(order, random);
    } while (turns(order) < (count >= TURNING ? 2 : 1));
    return List.copyOf(order);
  }

  /** How often it goes from forwards to backwards or back. */
  private static int turns(List<Integer> order) {
    int turns = 0;
    for (int i = 2; i < order.size(); i++) {
      boolean before = order.get(i - 1) > order.get(i - 2);
      boolean now = order.get(i) > order.get(i - 1);
      turns += before == now ? 0 : 1;
    }
    return turns;
  }

  @Override
  public String toString() {
    return name();
  }
}
