"""A small project with people, models and suggestions, built through the session as the program builds one."""

from pathlib import Path

from annotator.core.change import Draft
from annotator.core.people import join
from annotator.core.rows import Document, Fragments, Name, Relation, SetState, Span
from annotator.core.scheme import LabelSpec
from annotator.session import Happened, Session
from annotator.store.project_store import text_hash

LABELS = (
    LabelSpec("span", "ORG", key="1"),
    LabelSpec("span", "PERSON", key="2"),
    LabelSpec("span", "PLACE", key="3", nests_in=("*",)),
    LabelSpec("relation", "owns", heads=("ORG",), tails=("ORG",)),
    LabelSpec("relation", "works for", heads=("PERSON",), tails=("ORG",)),
    LabelSpec("relation", "near", symmetric=True),
    LabelSpec("document", "deal"),
)
TEXTS = (
    "Pfizer of New York buys Seagen. Albert Bourla runs Pfizer; Pfizer pays 43 \N{MONEY BAG} today.",
    "Ana Lind left Nordbank for Bank of Oslo in Oslo. Oslo cheered; Nordbank did not.",
)


def small_project(path: Path, *, texts: tuple[str, ...] = TEXTS) -> Session:
    """A project of Ana, Ben and Rita, with two models that have suggested something in each document."""
    session = Session.create(path, person="Ana", labels=LABELS)
    for person in ("Ben", "Rita"):
        session.do(join(session.people, person))
    for model, version in (("news", "1.0"), ("rules", "1.0")):
        session.do(join(session.people, model, kind="model", version=version))
    add_documents(session, texts)
    session.settle()
    return session


def add_documents(session: Session, texts: tuple[str, ...]) -> Happened:
    """Import plain texts as one Edit."""
    draft = Draft()
    first = session.next_position()
    for number, text in enumerate(texts, first):
        draft.add(Document("", f"article {number + 1}", text_hash(text), len(text), number))
    return session.do(draft.edit(f"Import {len(texts)} documents"), texts={text_hash(text): text for text in texts})


def suggest(
    session: Session,
    document: Name,
    model: str,
    spans: list[tuple[Fragments, str]],
    relations: list[tuple[int, int, str]] | None = None,
) -> Happened:
    """Write suggestions of a model; relations name spans by their place in the list."""
    author = session.people.named(model, "model").id
    draft = Draft()
    if session.document(document).set_of(author).row is None:
        draft.add(SetState(document, author, "suggested"))
    rows = [draft.add(Span("", document, author, places, label(session, name))) for places, name in spans]
    for head, tail, name in relations or ():
        draft.add(Relation("", document, author, rows[head].id, rows[tail].id, label(session, name, "relation")))
    return session.do(draft.edit(f"Suggestions of {model}"), actor=author)


def label(session: Session, name: str, kind: str = "span") -> Name:
    """The lasting name of a label."""
    return session.scheme.named(name, kind).id


def place(session: Session, document: Name, words: str) -> tuple[int, int]:
    """Where these words stand first, in code points."""
    start = session.document(document).text.index(words)
    return start, start + len(words)
