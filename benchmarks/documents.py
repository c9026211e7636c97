"""Invented news texts with entities and relations, of any size and always the same for the same seed.

Plain ASCII, so that code points, bytes and UTF-16 units agree and no program measured beside ours is put at a
disadvantage. The order in which random numbers are drawn is part of what is promised: figures are compared over time.
"""

import random
from typing import NamedTuple


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


FIRST_NAMES = _words("""
Anna Boris Carla David Elena Farid Grace Hugo Irene James Karin Luis Maria Nadia Oscar Petra Quinn Rosa Samir Tanya
Ulrich Vera Walter Ximena Yusuf Zoe
""")
LAST_NAMES = _words("""
Abbott Becker Castillo Duval Eriksen Fischer Goldberg Haddad Ivanov Jensen Kowalski Lindgren Moreau Novak Okafor
Petersen Quintero Rossi Schmidt Tanaka Underwood Vargas Weber Yilmaz Zhang
""")
COMPANY_WORDS = (
    _words("Northern Global United Atlantic Central Pacific Royal Federal National Eastern"),
    _words("Energy Rail Steel Media Bank Insurance Shipping Foods Motors Pharma"),
    _words("Group Corp Ltd Holdings Agency Institute Union Council"),
)
CITIES = _words("""
Berlin Madrid Lisbon Warsaw Oslo Vienna Geneva Prague Athens Dublin Hamburg Krakow Lyon Porto Turin Ghent Malmo Bergen
Split Basel
""")
EVENTS = (
    "trade summit",
    "rail strike",
    "general election",
    "budget vote",
    "flood relief drive",
    "board meeting",
    "trade fair",
    "court hearing",
)
FILLERS = _words("""
the a of in on after before new plan officials said report cost people market growth would could under public policy
week month year long short further several local regional large small sector price demand supply study review talks deal
pressure change early late strong weak steady project contract service worker level rate
""")
LABELS, WEIGHTS = ("PER", "ORG", "LOC", "EVT"), (35, 30, 25, 10)
RULES = {
    ("PER", "ORG"): "works_for",
    ("PER", "LOC"): "lives_in",
    ("ORG", "LOC"): "based_in",
    ("ORG", "ORG"): "partner_of",
    ("PER", "PER"): "met_with",
    ("PER", "EVT"): "attended",
    ("ORG", "EVT"): "attended",
    ("EVT", "LOC"): "held_in",
}
STEPS = (-2, -1, 1, 1, 2, 3)
WORDS = 70
"""Of a crowded paragraph; six of seven are marked."""


class Entity(NamedTuple):
    start: int
    end: int
    label: str


class Link(NamedTuple):
    """A relation between two entities by their places in the list."""

    head: int
    tail: int
    label: str


class News(NamedTuple):
    text: str
    entities: list[Entity]
    links: list[Link]


def news(seed: int, *, characters: int, entities: int, links: int) -> News:
    """About so many characters with exactly so many entities and links. Raises ValueError where links do not fit."""
    chance = random.Random(seed)
    text, found = _text(chance, characters, entities)
    return News(text, found, _links(chance, found, links))


def one_paragraph(document: News) -> News:
    """The same document with every line break a space: offsets hold."""
    return document._replace(text=document.text.replace("\n", " "))


def crowded(relations: int) -> News:
    """A paragraph of 70 words, 60 of them marked, with so many relations among them, between ordinary ones."""
    document, chance = news(7, characters=20_000, entities=300, links=160), random.Random(1)
    start = document.text.index("\n\n", 9_000) + 2
    words = [chance.choice(CITIES) if place % 7 else chance.choice(FILLERS) for place in range(WORDS)]
    paragraph = " ".join(words) + ".\n\n"
    text = document.text[:start] + paragraph + document.text[start:]
    before = [entity for entity in document.entities if entity.start < start]
    edges = [sum(len(word) + 1 for word in words[:place]) + start for place in range(WORDS)]
    crowd = [Entity(edges[n], edges[n] + len(words[n]), chance.choice(LABELS)) for n in range(WORDS) if n % 7]
    after = [e._replace(start=e.start + len(paragraph), end=e.end + len(paragraph)) for e in document.entities]
    entities = [*before, *crowd, *after[len(before) :]]
    first, moved = len(before), len(crowd)
    shift = {place: place if place < first else place + moved for place in range(len(document.entities))}
    links = {(shift[k.head], shift[k.tail]): k._replace(head=shift[k.head], tail=shift[k.tail]) for k in document.links}
    while len(links) < len(document.links) + relations:
        head, tail = (first + place for place in chance.sample(range(moved), 2))
        links.setdefault((head, tail), Link(head, tail, chance.choice(list(RULES.values()))))
    return News(text, entities, list(links.values()))


def crowded_place(document: News) -> tuple[int, int]:
    """Code points of the middle of the paragraph that `crowded` puts in."""
    start = document.text.index("\n\n", 9_000) + 2
    return start, start + 300


def _text(chance: random.Random, characters: int, entities: int) -> tuple[str, list[Entity]]:
    parts: list[str] = []
    found: list[Entity] = []
    length, sentences = 0, 0
    while length < characters - 40 or len(found) < entities:
        for place in range(chance.randint(10, 26)):
            if place:
                parts.append(" ")
                length += 1
            # An entity wherever their number is behind the schedule.
            if len(found) < entities and len(found) * characters <= length * entities:
                label, words = _entity(chance)
                found.append(Entity(length, length + len(words), label))
            else:
                words = chance.choice(FILLERS)
                words = words if place else words.capitalize()
            parts.append(words)
            length += len(words)
        sentences += 1
        ends_paragraph = sentences >= chance.randint(3, 6)
        parts.append(".\n\n" if ends_paragraph else ". ")
        length += 3 if ends_paragraph else 2
        sentences = 0 if ends_paragraph else sentences
    return "".join(parts).rstrip(), found


def _entity(chance: random.Random) -> tuple[str, str]:
    label = chance.choices(LABELS, WEIGHTS)[0]
    if label == "PER":
        return label, f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    if label == "ORG":
        return label, " ".join(chance.choice(words) for words in COMPANY_WORDS)
    return label, chance.choice(CITIES if label == "LOC" else EVENTS)


def _links(chance: random.Random, entities: list[Entity], wanted: int) -> list[Link]:
    """Links between near entities whose labels a rule joins; at the end, neighbours without a rule."""
    found: dict[tuple[int, int], str] = {}
    for _ in range(200 * wanted + 1000):
        if len(found) >= wanted:
            break
        head = chance.randrange(len(entities))
        tail = head + chance.choice(STEPS)
        if 0 <= tail < len(entities) and (head, tail) not in found:
            label = RULES.get((entities[head].label, entities[tail].label))
            if label is not None:
                found[head, tail] = label
    for head in range(len(entities) - 1):
        if len(found) >= wanted:
            break
        found.setdefault((head, head + 1), "related_to")
    if len(found) != wanted:
        raise ValueError(f"{len(entities)} entities have no room for {wanted} links")
    return [Link(head, tail, label) for (head, tail), label in sorted(found.items())]
