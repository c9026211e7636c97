"""Word lists of a project as models: what they are to read, and what they found, less the exceptions."""

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.core.rows import Name, WordList
from annotator.core.word_lists import holds_back, label_now, label_of, model_version, stamp_of
from annotator.session.session import Session
from annotator.session.suggesting import Found, Model, find_model, store_suggestions

READ_BY = "words"  # what tokens are said to be cut by, where only word lists have read a document


def model_of(one: WordList) -> Model:
    """The author that a list suggests as: another version of the list is another author."""
    return Model(one.name, model_version(one), one.version)


def asking(session: Session) -> list[WordList]:
    """The lists that suggest."""
    return [one for one in session.people.lists.values() if one.enabled]


def entries_sent(session: Session, one: WordList) -> list[tuple[str, str, bool, bool]]:
    """What of a list can suggest: (present name of the label, pattern, is of tokens, in any case) of each entry."""
    names = {label.name for label in session.scheme.ordered("span")}
    found = ((label_now(session.scheme, entry), entry) for entry in session.word_entries(one.id))
    return [(name, entry.pattern, entry.tokens, entry.any_case) for name, entry in found if name in names]


def mark_of(session: Session, one: WordList, document: Name, missing: frozenset[str] | None = None) -> str:
    """What a run over a document depends on besides list and text: exceptions, and labels the scheme lacks."""
    lacking = sorted(missing_labels(session, one) if missing is None else missing)
    return stamp_of(session.people, document) + (f" without {', '.join(lacking)}" if lacking else "")


def missing_labels(session: Session, one: WordList) -> frozenset[str]:
    """Labels of a list that the scheme does not have: entries under them suggest nothing."""
    return frozenset(name for name in session.unlabelled_words(one.id) if not label_of(session.scheme, name))


def wants(session: Session, document: Name, one: WordList) -> bool:
    """Whether a list is to read a document: it has not yet, or not with the exceptions that hold now."""
    model = find_model(session, model_of(one))
    row = session.glance(document).set_of(model).row if model is not None else None
    return row is None or row.reason != mark_of(session, one, document)


def backlog(session: Session, one: WordList) -> list[Name]:
    """Documents that a list is to read, in the order of the project."""
    model = find_model(session, model_of(one))
    if model is None:
        return session.documents()
    read, missing = session.reasons_of(model), missing_labels(session, one)
    return [name for name in session.documents() if read.get(name) != mark_of(session, one, name, missing)]


def store_hits(
    session: Session,
    document: Name,
    one: WordList,
    spans: Iterable[Found],
    tokens: Sequence[tuple[int, int]] | None = None,
) -> Counter[str]:
    """Store what a list found in a document, less what exceptions hold back. Only differences are written.

    Returns how many spans had labels that the scheme lacks, by label. Raises WriteFailed.
    """
    text = session.glance(document).text
    held = holds_back(session.people, session.scheme, text, document)
    kept = [span for span in spans if not held(span.start, span.end, label_of(session.scheme, span.label))]
    missing = store_suggestions(session, document, model_of(one), kept, mark=mark_of(session, one, document))
    if tokens is not None and not session.tokenizer(document):
        session.store_tokens(document, READ_BY, tokens)
    return missing
