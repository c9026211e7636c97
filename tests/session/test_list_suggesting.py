"""Word lists of a project: verbs that can be undone, versions, exceptions, labels that come and go."""

import pytest

from annotator.core import scheme_edits
from annotator.core.change import EditRefused
from annotator.core.rows import Name, WordException, WordList
from annotator.core.word_lists import (
    EntrySpec,
    add_entries,
    add_list,
    change_entry,
    change_exception,
    except_text,
    remove_entries,
    remove_exceptions,
    remove_list,
    rename_list,
    switch_list,
    version_of,
)
from annotator.nlp.messages import Found
from annotator.session import Session
from annotator.session.list_suggesting import (
    asking,
    backlog,
    entries_sent,
    missing_labels,
    model_of,
    store_hits,
    wants,
)
from annotator.session.suggesting import find_model
from annotator.store.doctor import examine
from tests.session.project import label

SPECS = (EntrySpec("ORG", "Halden"), EntrySpec("DRUG", "Seroxat"), EntrySpec("ORG", "may", any_case=True))


@pytest.fixture
def words(session: Session) -> WordList:
    session.do(add_list(session.people, session.scheme, " Wires  and firms ", SPECS))
    return the(session)


def the(session: Session) -> WordList:
    (one,) = session.people.lists.values()
    return one


def hits(session: Session, one: WordList, document: Name) -> list[tuple[int, int]]:
    model = find_model(session, model_of(one))
    return sorted((span.start, span.end) for span in session.document(document).set_of(model or "").spans)


def test_every_verb_is_undone_and_redone_and_the_file_is_in_order(session: Session, words: WordList) -> None:
    def entries() -> list[str]:
        return [entry.pattern for entry in session.word_entries(words.id)]

    session.do(add_entries(words, session.scheme, session.word_entries(words.id), [SPECS[0], EntrySpec("ORG", "Brix")]))
    assert entries() == ["Halden", "Seroxat", "may", "Brix"]
    held = session.word_entries(words.id)
    session.do(change_entry(the(session), session.scheme, held, held[0].id, EntrySpec("ORG", "Halden Pharma")))
    session.do(remove_entries(the(session), session.word_entries(words.id), [held[1].id]))
    session.do(rename_list(session.people, the(session), "Firms"))
    session.do(switch_list(the(session), enabled=False))
    session.do(remove_list(the(session), session.word_entries(words.id)))
    assert session.people.lists == {}
    for _ in range(6):
        session.undo()
    assert (the(session), entries()) == (words, ["Halden", "Seroxat", "may"])
    for _ in range(5):
        session.redo()
    assert (the(session).name, the(session).enabled, entries()) == ("Firms", False, ["Halden Pharma", "may", "Brix"])
    assert the(session).version == version_of(session.word_entries(words.id))
    assert list(examine(session.path)) == []


@pytest.mark.parametrize(
    ("make", "words_said"),
    [
        (lambda s, one, held: add_list(s.people, s.scheme, "Wires and firms", SPECS), "already"),
        (lambda s, one, held: add_list(s.people, s.scheme, "  ", SPECS), "needs a name"),
        (lambda s, one, held: add_entries(one, s.scheme, held, SPECS), "All of this is in"),
        (lambda s, one, held: change_entry(one, s.scheme, held, held[0].id, SPECS[2]), "is in Wires and firms already"),
        (lambda s, one, held: change_entry(one, s.scheme, held, held[0].id, EntrySpec("ORG", " ")), "needs a text"),
        (lambda s, one, held: change_entry(one, s.scheme, held, "gone.1.1", SPECS[0]), "no longer there"),
        (lambda s, one, held: remove_entries(one, held, []), "Nothing to change"),
    ],
)
def test_what_makes_no_sense_is_refused(session: Session, words: WordList, make: object, words_said: str) -> None:
    assert callable(make)
    with pytest.raises(EditRefused, match=words_said):
        make(session, words, session.word_entries(words.id))


def test_the_version_follows_the_entries_and_nothing_else(session: Session, words: WordList) -> None:
    session.do(switch_list(words, enabled=False))
    session.do(rename_list(session.people, the(session), "Other"))
    assert the(session).version == words.version
    session.do(add_entries(the(session), session.scheme, session.word_entries(words.id), [EntrySpec("ORG", "Brix")]))
    assert the(session).version != words.version
    session.undo()
    assert the(session).version == words.version


def test_only_the_present_version_of_a_list_that_is_on_asks(session: Session, words: WordList) -> None:
    document = session.documents()[0]
    store_hits(session, document, words, [Found(0, 6, "ORG")])
    first = find_model(session, model_of(words))
    assert first in session.people.asking_models()
    session.do(add_entries(words, session.scheme, session.word_entries(words.id), [EntrySpec("ORG", "Brix")]))
    assert first not in session.people.asking_models()
    assert wants(session, document, the(session))
    store_hits(session, document, the(session), [Found(0, 6, "ORG")])
    second = find_model(session, model_of(the(session)))
    assert [one in session.people.asking_models() for one in (first, second)] == [False, True]
    session.do(remove_entries(the(session), session.word_entries(words.id), [session.word_entries(words.id)[-1].id]))
    assert [one in session.people.asking_models() for one in (first, second)] == [True, False]
    session.do(switch_list(the(session), enabled=False))
    assert [one in session.people.asking_models() for one in (first, second)] == [False, False]
    assert asking(session) == []


def test_an_exception_is_left_out_at_the_next_run_and_comes_back_without_it(session: Session, words: WordList) -> None:
    first, second = session.documents()[:2]
    text = session.text_of(first)
    found = [Found(0, 6, "ORG"), Found(7, 10, "ORG")]
    for document in (first, second):
        store_hits(session, document, words, found)
    assert backlog(session, words) == session.documents()[2:]
    organisation = label(session, "ORG")
    session.do(except_text(session.people, session.scheme, [WordException("", text[0:6], organisation, first)]))
    assert backlog(session, words) == [first, *session.documents()[2:]]
    assert not wants(session, second, words)
    store_hits(session, first, words, found)
    assert hits(session, words, first) == [(7, 10)]
    assert hits(session, words, second) == [(0, 6), (7, 10)]
    (one,) = session.people.exceptions.values()
    session.do(change_exception(one, one._replace(only_in="", after="nowhere")))
    assert wants(session, second, words)
    store_hits(session, first, words, found)
    assert hits(session, words, first) == [(0, 6), (7, 10)]
    session.do(remove_exceptions(list(session.people.exceptions.values())))
    session.undo()
    assert len(session.people.exceptions) == 1
    with pytest.raises(EditRefused, match="already"):
        session.do(except_text(session.people, session.scheme, list(session.people.exceptions.values())))


def test_labels_are_followed_when_they_are_renamed_and_awaited_when_they_lack(
    session: Session, words: WordList
) -> None:
    assert missing_labels(session, words) == {"DRUG"}
    assert [name for name, *_ in entries_sent(session, words)] == ["ORG", "ORG"]
    document = session.documents()[0]
    store_hits(session, document, words, [])
    assert not wants(session, document, words)
    session.do(scheme_edits.rename(session.scheme, label(session, "ORG"), "FIRM"))
    assert [name for name, *_ in entries_sent(session, words)] == ["FIRM", "FIRM"]
    session.do(scheme_edits.rename(session.scheme, label(session, "PERSON"), "DRUG"))
    assert missing_labels(session, words) == frozenset()
    assert wants(session, document, words)
    assert [name for name, *_ in entries_sent(session, words)] == ["FIRM", "DRUG", "FIRM"]
