"""What is odd about a scheme itself: keys that clash, colours that look alike, rules that can never hold."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from annotator.core.rows import Label
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import KINDS

ALIKE = 40.0  # distance of two colours below which they are told apart badly; black and white are 765 apart


def check_scheme(scheme: Scheme) -> Iterator[str]:
    """A sentence for each thing that is odd."""
    for kind in KINDS:
        labels = scheme.ordered(kind)
        yield from key_clashes(labels)
        for one, other in alike(labels):
            yield f"{one.name} and {other.name} have colours that look alike ({one.colour}, {other.colour})."
        for label in labels:
            parent = scheme.labels.get(label.parent)
            if label.parent and (parent is None or parent.retired):
                yield f"{label.name} stands under a label that is not in use."
    for label in scheme.ordered("relation"):
        pairs = scheme.pairs(label.id)
        used = [pair for pair in pairs if not any(scheme.labels[name].retired for name in pair)]
        if pairs and not used:
            yield f"{label.name} may join nothing: a label that each of its rules names is retired."


def key_clashes(labels: Sequence[Label]) -> Iterator[str]:
    """A sentence for each key that two labels have."""
    for one, other in combinations([label for label in labels if label.key], 2):
        if one.key == other.key:
            yield f'{one.name} and {other.name} have the same key, "{one.key}".'


def alike(labels: Sequence[Label]) -> list[tuple[Label, Label]]:
    """Pairs of labels whose colours are hard to tell apart."""
    coloured = [label for label in labels if label.colour]
    return [pair for pair in combinations(coloured, 2) if distance(pair[0].colour, pair[1].colour) < ALIKE]


def distance(one: str, other: str) -> float:
    """How different two colours "#rrggbb" look, 0 to 765: weighted by the mean of the reds."""
    first, second = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other))
    mean = (first[0] + second[0]) / 2
    red, green, blue = (a - b for a, b in zip(first, second, strict=True))
    squares = (2 + mean / 256) * red**2 + 4 * green**2 + (2 + (255 - mean) / 256) * blue**2
    return float(squares**0.5)
