"""Suggestions of a model, stored as the model's own set: a re-run writes only what differs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from annotator.core.change import Draft
from annotator.core.document import AnnotationSet
from annotator.core.people import join
from annotator.core.rows import Label, Name, SetState, Span, span_key
from annotator.session.session import Session, now

ALIASES = (("PER", "PERSON"), ("MISC", "OTHER"))
"""Labels of pipelines that mean what another name means in common schemes; used where the scheme has only one."""

STATE = "suggested"  # of a model's set: it has read the document, whether it found something or not


class Model(NamedTuple):
    """What makes a model another author: its name, its version, the hash of its meta.json."""

    name: str
    version: str
    meta_hash: str


class Found(Protocol):
    """A span that a model found: code points, half-open, and the label by human name."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float | None: ...


def find_model(session: Session, model: Model) -> Name | None:
    """The author that this model is in the project, if it ever suggested something."""
    for author in session.people.authors.values():
        if (author.kind, author.name, author.version, author.meta_hash) == ("model", *model):
            return author.id
    return None


def model_author(session: Session, model: Model) -> Name:
    """The author that this model is, made when needed; it is nobody's step to undo."""
    known = find_model(session, model)
    if known is not None:
        return known
    edit = join(session.people, model.name, kind="model", version=model.version, meta_hash=model.meta_hash)
    return str(session.do(edit, actor="+0").changes[0].key)


def store_suggestions(
    session: Session,
    document: Name,
    model: Model,
    spans: Iterable[Found],
    tokens: Sequence[tuple[int, int]] | None = None,
    *,
    mark: str = "",
) -> Counter[str]:
    """Store what a model found in a document, and its tokens. Only differences to its last run are written.

    `mark` is kept with the set: what the run depended on besides the model and the text.

    Returns how many spans had labels that the scheme lacks, by label; these are left out. Raises WriteFailed.
    """
    author, spans = model_author(session, model), list(spans)
    labels = {label.name: label for label in session.scheme.ordered("span")}
    for gone in session.scheme.labels.values():  # what was merged into another is found as that
        if gone.kind == "span" and gone.merged_into:
            labels.setdefault(gone.name, session.scheme.labels[session.scheme.standing(gone.id)])
    for one, other in ALIASES:
        if one not in labels and other in labels:
            labels[one] = labels[other]
    missing = Counter(span.label for span in spans if span.label not in labels)
    draft = Draft()
    held = session.glance(document).set_of(author)
    if held.row is None:
        draft.add(SetState(document, author, STATE, mark, at=now()))
    elif held.row.reason != mark:
        draft.replace(held.row, held.row._replace(reason=mark, at=now()))
    _write_differences(draft, held, spans, labels)
    if draft.changes:
        session.do(draft.edit(f"Suggestions of {model.name}"), actor=author)
    if tokens is not None and session.tokenizer(document) != model.name:
        session.store_tokens(document, model.name, tokens)
    return missing


def _write_differences(draft: Draft, held: AnnotationSet, found: list[Found], labels: dict[str, Label]) -> None:
    known = [(span, labels[span.label].id) for span in found if span.label in labels]
    wanted = {span_key(((span.start, span.end),), label): (span, label) for span, label in known}
    stored = {span_key(span.fragments, span.label): span for span in held.spans}
    for key, (span, label) in wanted.items():
        if key not in stored:
            draft.add(Span("", held.document, held.author, ((span.start, span.end),), label, score=span.score))
    gone = [span for key, span in stored.items() if key not in wanted]
    links = {relation.id: relation for span in gone for relation in held.relations_of(span.id)}
    for relation in links.values():
        draft.remove(relation)
    for one in gone:
        draft.remove(one)


def backlog(session: Session, model: Model) -> list[Name]:
    """Documents that the model has not read yet, in the order of the project."""
    return session.without_set_of(find_model(session, model) or "")
