"""A small project made for driving: known texts, known suggestions, known keys."""

from pathlib import Path

from annotator.core.change import Draft
from annotator.core.people import give_role, join, set_setting
from annotator.core.rows import Author, Document, Name, SetState, Span
from annotator.core.scheme import LabelSpec
from annotator.session import Session
from annotator.store.project_store import text_hash

LABELS = [
    LabelSpec("span", "ORG", key="1"),
    LabelSpec("span", "PERSON", key="2"),
    LabelSpec("span", "GPE", key="3"),
    LabelSpec("span", "DATE", key="4"),
    LabelSpec("span", "MONEY", key="5"),
    LabelSpec("relation", "acquires", key="1", heads=("ORG",), tails=("ORG",)),
    LabelSpec("relation", "supplies", key="2", heads=("ORG",), tails=("ORG",)),
    LabelSpec("relation", "works for", key="3", heads=("PERSON",), tails=("ORG",)),
    LabelSpec("relation", "based in", key="4", heads=("ORG",), tails=("GPE",)),
]

DEAL = (
    "Halden Pharma to buy Soren Labs\n\n"
    "Halden Pharma said on Monday it would buy Soren Labs for $43 million. "
    "Chief executive Mira Voss told analysts that Soren Labs fits well.\n\n"
    "Soren Labs is based in Utrecht. Brix Capital and Ostra Fund hold shares. "
    "Ostra Fund declined to comment, and Halden Pharma closed higher."
)
PLANT = "Varga Motors opened a plant in Brno on Friday. Chief Lena Hart said Varga Motors would hire 300 people."
QUIET = "Nothing of note happened."

SUGGESTED = {
    "deal": [
        ("Halden Pharma", "ORG", 0),
        ("Soren Labs", "ORG", 0),
        ("Halden Pharma", "ORG", 1),
        ("Monday", "DATE", 0),
        ("Soren Labs", "ORG", 1),
        ("$43 million", "MONEY", 0),
        ("Mira Voss", "PERSON", 0),
        ("Soren", "ORG", 2),
        ("Utrecht", "GPE", 0),
        ("Brix Capital", "ORG", 0),
    ],
    "plant": [("Varga Motors", "ORG", 0), ("Brno", "GPE", 0), ("Friday", "DATE", 0), ("Lena Hart", "PERSON", 0)],
    "quiet": [],
}


def place(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in a text, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def make(
    path: Path, *, people: tuple[str, ...] = ("Ana",), documents: tuple[str, ...] = ("deal", "plant", "quiet")
) -> None:
    """Write the project; the first person annotates, a second one reviews."""
    session = Session.create(path, person=people[0], name="Driving", labels=LABELS)
    session.do(set_setting(session.people, "pipeline", "none"))
    if len(people) > 1:
        for person in people[1:]:
            session.do(join(session.people, person))
        session.do(set_setting(session.people, "review", "required"))
        session.do(give_role(session.people, session.people.named(people[0]).id, "annotator"))
        for person in people[1:]:
            session.do(give_role(session.people, session.people.named(person).id, "reviewer"))
    texts = {"deal": DEAL, "plant": PLANT, "quiet": QUIET}
    model = session.do(join(session.people, "made-up", kind="model", version="1")).changes[0].row
    assert isinstance(model, Author)
    for position, name in enumerate(documents):
        document = _add(session, name, texts[name], position)
        _suggest(session, model.id, document, texts[name], SUGGESTED[name])
    session.close()


def _add(session: Session, name: str, text: str, position: int) -> Name:
    draft = Draft()
    digest = text_hash(text)
    draft.add(Document("", name, digest, len(text), position, "en"))
    document = session.do(draft.edit(f"Import {name}"), texts={digest: text}).changes[0].row.id
    assert isinstance(document, str)
    return document


def _suggest(session: Session, model: Name, document: Name, text: str, found: list[tuple[str, str, int]]) -> None:
    draft = Draft()
    draft.add(SetState(document, model, "suggested"))
    for words, label, nth in found:
        draft.add(Span("", document, model, (place(text, words, nth),), session.scheme.named(label).id))
    session.do(draft.edit("Suggestions"), actor=model)
