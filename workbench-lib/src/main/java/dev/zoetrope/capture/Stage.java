package dev.zoetrope.capture;

import java.util.List;

/**
 * A film of shapes before a background, in whole numbers only: the embedded model is trained on
 * stages that other code draws from the same numbers, and both draw the same pixels.
 *
 * @param actors in the order in which they are drawn
 * @param grain how much a colour may differ from pixel to pixel: at most so much up or down
 * @param panX how far the camera goes over the film, in 1/4096 of the picture's width
 * @param panY the same down
 */
record Stage(Ground ground, List<Actor> actors, int grain, int panX, int panY) {
  Stage {
    actors = List.copyOf(actors);
  }

  /** A share of a way, rounded down. */
  static int share(int way, int progress) {
    return (int) ((long) way * progress >> 16);
  }

  /** How much of the film has passed, in 1/65536. */
  static int progress(int index, int frames) {
    return frames == 1 ? 0 : (int) ((long) index * Actor.END / (frames - 1));
  }

  int x(Actor actor, int progress) {
    return actor.xAt(progress) - share(panX, progress);
  }

  int y(Actor actor, int progress) {
    return actor.yAt(progress) - share(panY, progress);
  }

  Raster draw(Scene.Film film, int index) {
    int progress = progress(index, film.frames());
    Raster raster = new Raster(film.width(), film.height(), ground.first());
    ground.draw(raster, share(panX, progress), share(panY, progress));
    for (Actor actor : actors) {
      if (actor.visible(progress)) {
        Raster.Spot spot = Raster.Spot.of(raster, x(actor, progress), y(actor, progress));
        raster.fill(actor.figure(), spot, Figure.radius(actor.size()), actor.paint());
      }
    }
    return raster.grained(grain, film.seed(), index);
  }
}
