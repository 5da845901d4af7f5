"""The scene that belongs to a seed: `synthetic:shapes?seed=N` is the same film."""
from stage import COLOURS, END, GROUNDS, RADII, SHAPES, Actor, Dice, Ground, Stage

#: No centre comes nearer to the picture's edge.
MARGIN = 655
#: Between the rims of two shapes.
GAP = 120
FLOOR = 3482
DROP = 2253
KINDS = ("glide",) * 10 + ("event",) * 4 + ("bounce",) * 3 + ("pan",) * 2
GRAINS = (0, 0, 8, 16, 24)
CHECKS = tuple(END * i // 8 for i in range(9))


def scene(seed):
    dice = Dice(seed)
    kind = dice.of(KINDS)
    ground = _ground(dice, kind)
    grain = dice.of(GRAINS)
    if kind == "bounce":
        return Stage(ground, _bouncing(dice), grain)
    if kind == "pan":
        return _pan(dice, ground, grain)
    return Stage(ground, _company(dice, kind), grain)


def _ground(dice, kind):
    names = list(GROUNDS)
    first, second = dice.of(names), dice.of(names)
    pattern = dice.of(("plain", "plain", "plain", "plain", "across", "down", "checker", "stripes"))
    cell = dice.between(400, 900)
    if kind == "pan":
        pattern = dice.of(("checker", "stripes"))
        second = names[(names.index(first) + 1) % 3]
    if kind == "bounce":
        pattern = "plain"
    return Ground(pattern, first, second, cell, FLOOR if kind == "bounce" else 4096)


def _look(dice, taken):
    free = [name for name in COLOURS if name not in taken]
    return dice.of(free), dice.of(SHAPES), dice.of(("small", "large"))


def _bouncing(dice):
    colour, shape, size = _look(dice, ())
    x = dice.between(MARGIN, 4096 - MARGIN)
    times = dice.between(1, 4)
    return (Actor(colour, shape, size, x, FLOOR - RADII[size] - DROP, bounces=times, drop=DROP),)


def _pan(dice, ground, grain):
    way = dice.of(((1, 0), (-1, 0), (0, 1), (0, -1)) if ground.pattern == "checker" else ((1, 0), (-1, 0)))
    far = dice.between(1200, 1700)
    pan_x, pan_y = way[0] * far, way[1] * far
    actors = []
    for _ in range(dice.between(0, 2)):
        _place(dice, actors, lambda: (0, 0), pan_x, pan_y)
    return Stage(ground, tuple(actors), grain, pan_x, pan_y)


def _company(dice, kind):
    actors = []
    moves = 0
    wanted = dice.between(0 if kind == "glide" else 1, 4)
    for _ in range(wanted):
        still = kind == "event" and not actors or moves == 2 or dice.below(100) < 35
        moves += 0 if still else 1
        _place(dice, actors, (lambda: (0, 0)) if still else (lambda: _way(dice)), 0, 0)
    if kind == "event":
        actors = _staged(dice, actors)
    return tuple(actors)


def _way(dice):
    across, down = dice.of(((1, 0), (-1, 0), (0, 1), (0, -1)))
    far = dice.between(1065, 1310) if dice.below(100) < 35 else dice.between(2130, 2700)
    return across * far, down * far


def _place(dice, actors, way, pan_x, pan_y):
    """Adds one more shape where it meets none of the others, or none when forty tries find no room."""
    colour, shape, size = _look(dice, [actor.colour for actor in actors])
    for _ in range(40):
        dx, dy = way()
        x = dice.between(MARGIN + max(0, pan_x, -dx), 4096 - MARGIN - max(0, -pan_x, dx))
        y = dice.between(MARGIN + max(0, pan_y, -dy), 4096 - MARGIN - max(0, -pan_y, dy))
        actor = Actor(colour, shape, size, x, y, dx, dy)
        if all(_apart(actor, other) for other in actors):
            actors.append(actor)
            return


def _apart(one, other):
    least = one.radius + other.radius + GAP
    for progress in CHECKS:
        (ax, ay), (bx, by) = one.place(progress), other.place(progress)
        if (ax - bx) ** 2 + (ay - by) ** 2 < least * least:
            return False
    return True


def _staged(dice, actors):
    """One or two of the still shapes enter or leave, in thirds of the film that differ."""
    still = [i for i, actor in enumerate(actors) if not (actor.dx or actor.dy)][:2]
    early = dice.below(2)
    for order, i in enumerate(still):
        late = early if order == 0 else 1 - early
        at = dice.between(36000, 46000) if late else dice.between(16000, 26000)
        enters = dice.below(2) == 0
        a = actors[i]
        actors[i] = Actor(
            a.colour, a.shape, a.size, a.x, a.y, enters=at if enters else 0, leaves=END + 1 if enters else at
        )
    return actors
