"""Questions about a view, with the answers that its scene makes true."""
from stage import COLOURS, SHAPES

REFUSAL = "I only know coloured shapes."
BLIND = "I see no picture."
STATIC = "One picture cannot tell."
NUMBERS = ("None.", "One.", "Two.", "Three.", "Four.")
TIMES = ("", "Once.", "Twice.", "Three times.", "Four times.")
PLACES = ("top left", "top", "top right", "left", "center", "right", "bottom left", "bottom", "bottom right")
WAYS = ("left", "right", "up", "down")
FOREIGN = (
    "Who is this?", "What is the capital of France?", "Is there a dog?", "What does the text say?", "Write a poem.",
    "What is the weather like?", "How old is the man?", "Is the door open?", "How many people are there?",
    "What is the person doing?", "Translate this into German.", "What brand is the car?", "Is anyone smiling?",
    "What time is it?", "Where was this taken?", "Read the sign.", "What is two plus two?", "Is it raining?",
    "Which animal is this?", "What food is on the table?", "Tell me a joke.", "What is your name?", "Is the light on?",
    "How many cars are there?", "What is the man holding?", "Is there a cat?", "Who wrote Hamlet?", "Is this safe?",
    "What emotion does she show?", "What is the licence plate?", "Is the machine running?", "Is there a fire?",
    "What is written on the screen?", "Does the woman wear a hat?", "What song is this?", "Sort these numbers.",
)
#: Kept for the held-out table.
FOREIGN_HELD_OUT = (
    "Is there a horse?", "What is the capital of Spain?", "How many dogs are there?", "Is the window open?",
    "What is the boy doing?", "What does the label say?", "Write a story.", "Is the car parked?",
)
#: Least way in the window, in 1/4096, that counts as motion.
VISIBLE = 440
#: Nearer to a border between two places than this is not asked.
BORDER = 82


def article(words):
    return ("an " if words[0] in "aeiou" else "a ") + words


def sentence(words):
    return words[0].upper() + words[1:] + "."


class Seen:
    """One actor as the chosen frames show it."""

    def __init__(self, view, actor):
        stage = view.stage
        at = [stage.progress(index, 80) for index in view.indices]
        self.actor, self.name, self.frames = actor, actor.name, [actor.visible(progress) for progress in at]
        self.first, self.last = stage.place(actor, at[0]), stage.place(actor, at[-1])
        self.still = not (actor.dx or actor.dy or actor.bounces)
        self.constant = all(self.frames)
        self.seen = any(self.frames)
        self.enters = not self.frames[0] and self.frames[-1]
        self.leaves = self.frames[0] and not self.frames[-1]
        far = (self.last[0] - self.first[0], self.last[1] - self.first[1])
        self.far = abs(far[0]) + abs(far[1])
        self.way = None
        if actor.dx or actor.dy:
            across = abs(far[0]) > abs(far[1])
            self.way = ("right" if far[0] > 0 else "left") if across else ("down" if far[1] > 0 else "up")

    @property
    def look(self):
        return self.actor.size + " " + self.name

    @property
    def clear(self):
        """Whether its motion in these frames is clear enough to ask about."""
        return self.still or bool(self.actor.bounces) or self.far >= VISIBLE

    def motion(self):
        if self.actor.bounces:
            return "bounces"
        return "stays still" if self.still else "moves " + self.way


def place(where):
    x, y = where
    return PLACES[(y > 1556) * 3 + (y > 2540) * 3 + (x > 1556) + (x > 2540)]


def sharp(where):
    return all(abs(value - border) >= BORDER for value in where for border in (1556, 2540))


def joined(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


class Asker:
    """Asks about one view. Every kind gives a list of (question, answer): two for a counterfactual pair."""

    def __init__(self, view, rng, held_out=False):
        self.view, self.rng, self.held_out = view, rng, held_out
        self.moving = len(view.indices) > 1
        order = view.indices
        self.shuffled = self.moving and list(order) != sorted(order) and list(order) != sorted(order, reverse=True)
        pan = view.stage.pan_x or view.stage.pan_y
        self.pan = bool(pan)
        everyone = [Seen(view, actor) for actor in view.stage.actors]
        self.seen = sorted((s for s in everyone if s.seen), key=lambda s: list(COLOURS).index(s.actor.colour))
        self.events = [s for s in self.seen if s.enters or s.leaves]
        self.calm = all(s.constant for s in self.seen)

    def kinds(self):
        """What may be asked of this view, with weights."""
        if not self.moving:
            return dict(
                caption=2, colour=1.2, shape=2, size=1.2, count=1.6, howmany=1, where=3, exists=2.4, at=1.2,
                absent=0.6, static=0.5, foreign=0.35,
            )
        if self.shuffled:
            return dict(direction=4, moves=1.5, colour=0.4, shape=0.4, exists=0.5)
        kinds = dict(colour=0.6, shape=1, size=0.5, exists=1, absent=0.3, foreign=0.25, camera=0.5)
        if self.calm:
            kinds.update(count=0.7, howmany=0.4)
        if self.pan:
            kinds.update(camera=2.5, caption=1)
            return kinds
        kinds.update(caption=1.5, direction=4, moves=2.5, start=1.2, end=1.4, ismoving=0.8, changed=1.2)
        if len(self._clear_movers()) == 2:
            kinds.update(speed=2.5)
        kinds.update(appears=0.8, appear=0.5)
        if self.events:
            kinds.update(appears=2.5, appear=1.5, first=0.1, countat=1)
        if len(self.events) == 2 and self._apart():
            kinds.update(first=3)
        if any(s.actor.bounces for s in self.seen):
            kinds.update(bounces=6)
        return kinds

    def ask(self, count):
        """-> so many (kind, [(question, answer), …]), no question twice."""
        weights = self.kinds()
        asked, had = [], set()
        for kind in self.rng.choices(list(weights), list(weights.values()), k=count * 5):
            pairs = getattr(self, "_" + kind)()
            if not pairs or any(question in had for question, _ in pairs):
                continue
            had.update(question for question, _ in pairs)
            asked.append((kind, pairs))
            if sum(len(p) for _, p in asked) >= count:
                break
        return asked

    # ---- who

    def _one(self, among=None):
        among = self.seen if among is None else among
        return self.rng.choice(among) if among else None

    def _called(self, s):
        """By its name, sometimes by less where that is enough."""
        if self.rng.random() < 0.8:
            return s.name
        if len(self.seen) == 1:
            return self.rng.choice(("shape", "ball", s.actor.shape) if s.actor.shape == "circle" else ("shape", s.actor.shape))
        same = [t for t in self.seen if t.actor.shape == s.actor.shape]
        return s.actor.shape if len(same) == 1 else s.name

    def _stranger(self):
        """The colour and shape of a thing that is not there, often nearly there."""
        names = {s.name for s in self.seen}
        for _ in range(20):
            s, luck = self._one(), self.rng.random()
            colour = s.actor.colour if s and luck < 0.4 else self.rng.choice(list(COLOURS))
            shape = s.actor.shape if s and 0.4 <= luck < 0.8 else self.rng.choice(SHAPES)
            if colour + " " + shape not in names:
                return colour, shape
        return None

    def _clear_movers(self):
        return [s for s in self.seen if s.way and s.constant and s.far >= VISIBLE]

    def _apart(self):
        """Whether two events lie in different gaps between frames."""
        gaps = [next(i for i in range(1, len(s.frames)) if s.frames[i] != s.frames[i - 1]) for s in self.events]
        return gaps[0] != gaps[1]

    # ---- what can be asked of any picture

    def _caption(self):
        if not self.moving:
            question = self.rng.choice(
                ("Describe the image.", "What do you see?", "What is there?", "What is this?", "Describe this scene.")
            )
            if not all(sharp(s.first) for s in self.seen):
                return None
            parts = [article(s.look) + " at the " + place(s.first) for s in self.seen]
            return [(question, sentence(joined(parts)) if parts else "There are no shapes.")]
        question = self.rng.choice(
            ("Describe what happens.", "What happens?", "What happens over time?", "Describe the video.", "What do you see?")
        )
        if self.pan:
            way = self._pan_way()
            return [(question, f"The camera pans {way}.")]
        if not all(s.clear for s in self.seen):
            return None
        parts = [article(s.look) + " " + self._deed(s) for s in self.seen]
        return [(question, sentence(joined(parts)) if parts else "There are no shapes.")]

    def _deed(self, s):
        return "appears" if s.enters else "disappears" if s.leaves else s.motion()

    def _colour(self):
        s = self._one()
        if s is None or len([t for t in self.seen if t.actor.shape == s.actor.shape]) > 1:
            return None
        word = self.rng.choice(("color", "colour"))
        thing = s.actor.shape if len(self.seen) > 1 or self.rng.random() < 0.7 else "shape"
        return [(f"What {word} is the {thing}?", s.actor.colour.capitalize() + ".")]

    def _shape(self):
        s = self._one()
        if s is None:
            return None
        question = self.rng.choice(("What shape is {}?", "What shape is the {} one?")).format(s.actor.colour)
        return [(question, sentence(article(s.actor.shape)))]

    def _size(self):
        s = self._one()
        if s is None:
            return None
        question = self.rng.choice(("How big is the {}?", "What size is the {}?")).format(self._called(s))
        return [(question, s.actor.size.capitalize() + ".")]

    def _count(self):
        question = self.rng.choice(("How many shapes are there?", "How many shapes do you see?"))
        return [(question, NUMBERS[len(self.seen)])]

    def _howmany(self):
        shape = self.rng.choice(SHAPES) if not self.seen or self.rng.random() < 0.3 else self._one().actor.shape
        return [(f"How many {shape}s are there?", NUMBERS[sum(s.actor.shape == shape for s in self.seen)])]

    def _exists(self):
        s, stranger = self._one(), self._stranger()
        pairs = [(f"Is there {article(s.name)}?", "Yes.")] if s else []
        return pairs + ([(f"Is there {article(' '.join(stranger))}?", "No.")] if stranger else [])

    def _absent(self):
        stranger = self._stranger()
        if not stranger:
            return None
        name = " ".join(stranger)
        questions = ("How big is the {}?", "Where is the {}?") if not self.moving else ("Which way does the {} move?", "How big is the {}?")
        return [(self.rng.choice(questions).format(name), f"There is no {name}.")]

    def _foreign(self):
        return [(self.rng.choice(FOREIGN_HELD_OUT if self.held_out else FOREIGN), REFUSAL)]

    # ---- one picture

    def _where(self):
        s = self._one()
        if s is None or not sharp(s.first):
            return None
        return [(f"Where is the {self._called(s)}?", f"At the {place(s.first)}.")]

    def _at(self):
        s = self._one()
        if s is None or not sharp(s.first):
            return None
        here = place(s.first)
        there = self.rng.choice([p for p in PLACES if p != here])
        return [(f"Is the {s.name} at the {here}?", "Yes."), (f"Is the {s.name} at the {there}?", "No.")]

    def _static(self):
        s = self._one()
        if s is None:
            return None
        question = self.rng.choice(("Which way does the {} move?", "How does the {} move?", "Does the {} move?"))
        return [(question.format(self._called(s)), STATIC)]

    # ---- several pictures

    def _direction(self):
        among = [s for s in self.seen if s.constant and (s.clear or self.shuffled)]
        s = self._one(among)
        if s is None:
            return None
        movers = [t for t in self.seen if not t.still]
        name = "it" if movers == [s] and self.rng.random() < 0.1 else "the " + self._called(s)
        question = self.rng.choice(("Which way does {} move?", "Which way does {} move?", "How does {} move?"))
        motion = "jumps around" if self.shuffled and not s.still else s.motion()
        return [(question.format(name), f"It {motion}.")]

    def _moves(self):
        s = self._one([s for s in self.seen if s.constant and (s.clear or self.shuffled) and not s.actor.bounces])
        if s is None:
            return None
        if self.shuffled or s.still:
            return [(f"Does the {s.name} move {self.rng.choice(WAYS)}?", "No.")]
        other = self.rng.choice([way for way in WAYS if way != s.way])
        return [(f"Does the {s.name} move {s.way}?", "Yes."), (f"Does the {s.name} move {other}?", "No.")]

    def _ismoving(self):
        s = self._one([s for s in self.seen if s.constant and s.clear])
        if s is None:
            return None
        pair = [(f"Does the {s.name} move?", "Yes."), (f"Does the {s.name} stay still?", "No.")]
        return [(q, "No." if a == "Yes." else "Yes.") for q, a in pair] if s.still else pair

    def _start(self):
        s = self._one([s for s in self.seen if s.frames[0] and sharp(s.first) and s.clear])
        return [(f"Where does the {s.name} start?", f"At the {place(s.first)}.")] if s else None

    def _end(self):
        s = self._one([s for s in self.seen if s.frames[-1] and sharp(s.last) and s.clear])
        return [(f"Where does the {s.name} end?", f"At the {place(s.last)}.")] if s else None

    def _speed(self):
        one, other = self.rng.sample(self._clear_movers(), 2)
        if max(one.far, other.far) * 10 < min(one.far, other.far) * 15:
            return None
        word = self.rng.choice(("faster", "slower"))
        winner = one if (one.far > other.far) == (word == "faster") else other
        return [(f"Which moves {word}, the {one.name} or the {other.name}?", f"The {winner.name}.")]

    def _appears(self):
        """What appears, what disappears: open questions."""
        enters = self.rng.random() < 0.5
        who = [s for s in self.seen if (s.enters if enters else s.leaves)]
        question = "What appears?" if enters else "What disappears?"
        return [(question, sentence(joined(["the " + s.name for s in who])) if who else "Nothing.")]

    def _appear(self):
        s = self._one(self.events if self.events and self.rng.random() < 0.7 else None)
        if s is None:
            return None
        yes = {True: "Yes.", False: "No."}
        return [(f"Does the {s.name} appear?", yes[s.enters]), (f"Does the {s.name} disappear?", yes[s.leaves])]

    def _first(self):
        if len(self.events) != 2:
            return None
        order = sorted(self.events, key=lambda s: next(i for i in range(1, len(s.frames)) if s.frames[i] != s.frames[i - 1]))
        word = self.rng.choice(("first", "last"))
        s = order[0] if word == "first" else order[1]
        return [(f"What happens {word}?", f"The {s.name} {self._deed(s)}.")]

    def _countat(self):
        end = self.rng.random() < 0.5
        number = sum(s.frames[-1 if end else 0] for s in self.seen)
        return [(f"How many shapes are there at the {'end' if end else 'start'}?", NUMBERS[number])]

    def _bounces(self):
        s = self._one([s for s in self.seen if s.actor.bounces])
        question = self.rng.choice(("How many times does the {} bounce?", "How often does the {} bounce?"))
        return [(question.format(self._called(s)), TIMES[s.actor.bounces])]

    def _changed(self):
        if not all(s.clear for s in self.seen):
            return None
        question = self.rng.choice(("What changed?", "What is different at the end?"))
        deeds = []
        for s in self.seen:
            if s.enters or s.leaves:
                deeds.append(f"the {s.name} {'appeared' if s.enters else 'disappeared'}")
            elif s.way:
                deeds.append(f"the {s.name} moved {s.way}")
            elif s.actor.bounces:
                return None
        return [(question, sentence(joined(deeds)) if deeds else "Nothing.")]

    def _pan_way(self):
        stage = self.view.stage
        sign = 1 if self.view.indices[-1] > self.view.indices[0] else -1
        if stage.pan_x:
            return "right" if stage.pan_x * sign > 0 else "left"
        return "down" if stage.pan_y * sign > 0 else "up"

    def _camera(self):
        if not self.pan:
            return [("Does the camera move?", "No.")]
        way = self._pan_way()
        return [("Does the camera move?", "Yes."), ("Which way does the camera pan?", f"It pans {way}.")][self.rng.randrange(2):][:1]
