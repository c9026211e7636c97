"""Scenes made at random, from a seed: spans that nest and cross, relations near and far."""

import random

from annotator.ui.canvas.scene import ShownRelation, ShownSpan, State
from benchmarks.memory_scene import MemoryScene

PHRASE = "a deal said the company Lumen New York 2019 shares of percent agreed in extraordinarily"
WORDS = tuple(PHRASE.split(" "))
LABELS = ("ORG", "PERSON", "GPE", "DATE", "WORK_OF_ART", "X")


def random_scene(seed: int, *, words: int = 160, spans: int = 40, relations: int = 40) -> MemoryScene:
    chance = random.Random(seed)
    text = " ".join(chance.choice(WORDS) for _ in range(words))
    for _ in range(words // 60):
        place = text.index(" ", chance.randrange(len(text) - 20))
        text = text[:place] + "\n" + text[place + 1 :]
    scene = MemoryScene(text)
    tokens = scene.tokens_in(0, len(text))
    for number in range(spans):
        first = chance.randrange(len(tokens))
        last = min(len(tokens) - 1, first + chance.choice([0, 0, 0, 1, 2, 5, 14]))
        fragments = ((tokens[first][0], tokens[last][1]),)
        if last - first > 3 and chance.random() < 0.4:
            fragments = ((tokens[first][0], tokens[first][1]), (tokens[last][0], tokens[last][1]))
        state = chance.choice([State.OWN, State.OWN, State.SUGGESTION, State.CONFLICT])
        span = ShownSpan(f"s{number}", fragments, chance.choice(LABELS), state, chance.random() < 0.1)
        scene.put_span(span._replace(comments=int(chance.random() < 0.1), problem=chance.random() < 0.1))
    for number in range(relations):
        head, tail = chance.sample(range(spans), 2)
        label = chance.choice(["works for", "met", "a rather long name of a relation"])
        scene.put_relation(ShownRelation(f"r{number}", f"s{head}", f"s{tail}", label))
    return scene
