package dev.zoetrope.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Throws the dice for a {@link Stage}. The trainer of the embedded model throws them in the same
 * order; a test holds both together.
 */
final class Casting {
  /** No centre comes nearer to the picture's edge. */
  private static final int MARGIN = 655;

  /** Between the rims of two shapes. */
  private static final int GAP = 120;

  private static final int FLOOR = 3482;
  private static final int DROP = 2253;
  private static final int TRIES = 40;

  private enum Kind {
    GLIDE,
    EVENT,
    BOUNCE,
    PAN
  }

  private record Way(int x, int y) {
    static final List<Way> ALL =
        List.of(new Way(1, 0), new Way(-1, 0), new Way(0, 1), new Way(0, -1));
    static final Way NONE = new Way(0, 0);

    Way times(int length) {
      return new Way(x * length, y * length);
    }
  }

  private record Look(Paint paint, Figure figure, String size) {}

  private static final List<Kind> KINDS = kinds();
  private static final List<Integer> GRAINS = List.of(0, 0, 8, 16, 24);
  private static final List<Ground.Pattern> PATTERNS = patterns();

  private final Dice dice;
  private final List<Actor> actors = new ArrayList<>();

  private Casting(long seed) {
    this.dice = new Dice(seed);
  }

  static Stage stage(long seed) {
    return new Casting(seed).stage();
  }

  private static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>(Collections.nCopies(10, Kind.GLIDE));
    kinds.addAll(Collections.nCopies(4, Kind.EVENT));
    kinds.addAll(Collections.nCopies(3, Kind.BOUNCE));
    kinds.addAll(Collections.nCopies(2, Kind.PAN));
    return List.copyOf(kinds);
  }

  private static List<Ground.Pattern> patterns() {
    List<Ground.Pattern> patterns = new ArrayList<>(Collections.nCopies(3, Ground.Pattern.PLAIN));
    patterns.addAll(List.of(Ground.Pattern.values()));
    return List.copyOf(patterns);
  }

  private Stage stage() {
    Kind kind = dice.of(KINDS);
    Ground ground = ground(kind);
    int grain = dice.of(GRAINS);
    switch (kind) {
      case BOUNCE -> bounce();
      case PAN -> {
        return pan(ground, grain);
      }
      case GLIDE, EVENT -> company(kind);
    }
    return new Stage(ground, actors, grain, 0, 0);
  }

  private Ground ground(Kind kind) {
    Paint first = dice.of(Paint.BACKGROUNDS);
    Paint second = dice.of(Paint.BACKGROUNDS);
    Ground.Pattern pattern = dice.of(PATTERNS);
    int cell = dice.between(400, 900);
    if (kind == Kind.PAN) {
      pattern = dice.of(List.of(Ground.Pattern.CHECKER, Ground.Pattern.STRIPES));
      second = Paint.BACKGROUNDS.get((Paint.BACKGROUNDS.indexOf(first) + 1) % 3);
    }
    return kind == Kind.BOUNCE
        ? new Ground(Ground.Pattern.PLAIN, first, second, cell, FLOOR)
        : new Ground(pattern, first, second, cell, Ground.NO_FLOOR);
  }

  private Look look() {
    List<Paint> free = new ArrayList<>(Paint.SHAPES);
    actors.forEach(actor -> free.remove(actor.paint()));
    return new Look(dice.of(free), dice.of(List.of(Figure.values())), dice.of(Figure.SIZES));
  }

  private void bounce() {
    Look look = look();
    int x = dice.between(MARGIN, 4096 - MARGIN);
    int times = dice.between(1, 4);
    int top = FLOOR - Figure.radius(look.size) - DROP;
    actors.add(Actor.bouncing(look.paint, look.figure, look.size, x, top, times, DROP));
  }

  /** Stripes stand upright: a camera that pans down them would show nothing. */
  private Stage pan(Ground ground, int grain) {
    boolean checker = ground.pattern() == Ground.Pattern.CHECKER;
    Way way = dice.of(checker ? Way.ALL : Way.ALL.subList(0, 2));
    Way pan = way.times(dice.between(1200, 1700));
    int wanted = dice.between(0, 2);
    for (int i = 0; i < wanted; i++) {
      place(() -> Way.NONE, pan);
    }
    return new Stage(ground, actors, grain, pan.x, pan.y);
  }

  private void company(Kind kind) {
    int moves = 0;
    int wanted = dice.between(kind == Kind.GLIDE ? 0 : 1, 4);
    for (int i = 0; i < wanted; i++) {
      boolean first = kind == Kind.EVENT && actors.isEmpty();
      boolean still = first || moves == 2 || dice.luck(35);
      moves += still ? 0 : 1;
      place(still ? () -> Way.NONE : this::way, Way.NONE);
    }
    if (kind == Kind.EVENT) {
      comeAndGo();
    }
  }

  private Way way() {
    Way way = dice.of(Way.ALL);
    return way.times(dice.luck(35) ? dice.between(1065, 1310) : dice.between(2130, 2700));
  }

  /** Adds one more shape where it meets none of the others, or none when no try finds room. */
  private void place(Supplier<Way> ways, Way pan) {
    Look look = look();
    for (int i = 0; i < TRIES; i++) {
      Way way = ways.get();
      int x = dice.between(least(pan.x, way.x), most(pan.x, way.x));
      int y = dice.between(least(pan.y, way.y), most(pan.y, way.y));
      Actor actor = Actor.gliding(look.paint, look.figure, look.size, x, y, way.x, way.y);
      if (actors.stream().allMatch(other -> apart(actor, other))) {
        actors.add(actor);
        return;
      }
    }
  }

  private static int least(int pan, int way) {
    return MARGIN + Math.max(0, Math.max(pan, -way));
  }

  private static int most(int pan, int way) {
    return 4096 - MARGIN - Math.max(0, Math.max(-pan, way));
  }

  private static boolean apart(Actor one, Actor other) {
    int least = Figure.radius(one.size()) + Figure.radius(other.size()) + GAP;
    for (int i = 0; i <= 8; i++) {
      int progress = Actor.END * i / 8;
      int across = one.xAt(progress) - other.xAt(progress);
      int down = one.yAt(progress) - other.yAt(progress);
      if (across * across + down * down < least * least) {
        return false;
      }
    }
    return true;
  }

  /** One or two of those that rest enter or leave, one early and one late. */
  private void comeAndGo() {
    boolean late = dice.below(2) == 1;
    int changed = 0;
    for (int i = 0; i < actors.size() && changed < 2; i++) {
      if (actors.get(i).still()) {
        actors.set(i, staged(actors.get(i), late));
        late = !late;
        changed++;
      }
    }
  }

  private Actor staged(Actor actor, boolean late) {
    int at = late ? dice.between(36000, 46000) : dice.between(16000, 26000);
    return dice.below(2) == 0 ? actor.between(at, Actor.END + 1) : actor.between(0, at);
  }
}
