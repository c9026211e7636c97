"""What a word list of 10,000 entries costs the language process in 1 MB of text: `python -m benchmarks.word_lists`.

Fails (exit 1) where making it ready or reading costs more than three times its budget.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable

from annotator.nlp.matching import ListReader, TokenStore
from annotator.nlp.messages import Bring, Pattern
from benchmarks.documents import news

ENTRIES, CHARACTERS, SLACK = 10_000, 1_000_000, 3
BUDGETS = {"ready": 500.0, "first reading": 2000.0, "another list": 1000.0, "20 general patterns": 1500.0}
"""Milliseconds of CPU. The first reading cuts the text into tokens; further lists find them cut."""

SYLLABLES = ("ka", "lo", "mi", "ren", "to", "vas", "sel", "dor", "pen", "ti", "hal", "gru")


def patterns(text: str) -> list[Pattern]:
    """Names that are nowhere, with every twentieth entry a rare one of the text; a quarter in any case."""
    chance, counts = random.Random(4), Counter(word for word in text.split() if word.isalpha())
    words = [word for word, _ in counts.most_common()[-10:]]
    found = []
    for place in range(ENTRIES):
        made = " ".join("".join(chance.sample(SYLLABLES, 3)).title() for _ in range(chance.choice((1, 1, 2, 3))))
        found.append(Pattern("ORG", chance.choice(words) if place % 20 == 0 else made, False, place % 4 == 0))
    return found


def cost(act: Callable[[], object]) -> float:
    """Milliseconds of CPU, the best of three."""
    costs = []
    for _ in range(3):
        began = time.process_time()
        act()
        costs.append((time.process_time() - began) * 1000)
    return min(costs)


def main() -> int:
    """Print a table; 1 where something costs too much."""
    text = news(4, characters=CHARACTERS, entities=15_000, links=0).text
    words, tokens = patterns(text), TokenStore("en")
    title = json.dumps([{"IS_TITLE": True}, {"LOWER": {"IN": ["plc", "inc", "ltd"]}}])
    general = tuple(Pattern("ORG", title, True) for _ in range(20))
    bring = Bring(1, "list:a", "a", "list a", "a", "en", tuple(words))
    reader, mixed = ListReader(bring, tokens), ListReader(bring._replace(patterns=(*words, *general)), tokens)
    found = {
        "ready": cost(lambda: ListReader(bring, tokens)),
        "first reading": cost(lambda: list(ListReader(bring, TokenStore("en")).read([text]))),
        "another list": cost(lambda: list(reader.read([text]))),
        "20 general patterns": cost(lambda: list(mixed.read([text]))),
    }
    hits = len(next(iter(reader.read([text]))).spans)
    print(f"{ENTRIES:,} entries, {CHARACTERS:,} characters, {hits:,} hits\n{'ms of CPU':24}{'budget':>9}{'is':>9}")
    for name, spent in found.items():
        print(f"{name:24}{BUDGETS[name]:>9.0f}{spent:>9.0f}")
    return 1 if any(spent > SLACK * BUDGETS[name] for name, spent in found.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
