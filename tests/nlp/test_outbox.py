"""What is asked and not yet answered: order, windows, pieces, deaths."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.nlp.messages import (
    Cancel,
    Failed,
    Found,
    Priority,
    Reading,
    Reorder,
    Spans,
    Suggest,
    pack_tokens,
)
from annotator.nlp.messages.outbox import WINDOW, Outbox, Restarts, piece_end


def echo(request: Suggest) -> Spans:
    """An answer that marks the whole piece."""
    size = len(request.text)
    return Spans(request.id, (Found(0, size, "ALL"),), pack_tokens([(0, size)]), (0,), request.pipeline, "1", "00", 1.0)


def suggests(outbox: Outbox) -> list[Suggest]:
    return [request for request in outbox.to_send() if isinstance(request, Suggest)]


def test_the_screen_goes_first_then_ahead_then_backlog_in_order() -> None:
    outbox = Outbox()
    for key, priority in [("b1", 2), ("b2", 2), ("a1", 1), ("a2", 1), ("s", 0)]:
        outbox.ask(key, key, pipeline="p", priority=Priority(priority))
    assert [request.text for request in suggests(outbox)] == ["s", "a1", "a2", "b1", "b2"]


def test_little_is_sent_ahead_but_the_screen_always_is() -> None:
    outbox = Outbox()
    outbox.ask("long", "word " * WINDOW, pipeline="p", priority=Priority.BACKLOG)
    first = suggests(outbox)
    assert WINDOW <= sum(len(request.text) for request in first) < 2 * WINDOW
    outbox.ask("late", "x", pipeline="p", priority=Priority.BACKLOG)
    assert suggests(outbox) == []
    outbox.ask("screen", "now", pipeline="p", priority=Priority.SCREEN)
    assert [request.text for request in suggests(outbox)] == ["now"]


def test_a_long_text_comes_back_whole_whatever_the_order_of_answers() -> None:
    text = "Some words make a line.\n\n" * 3_000
    outbox, done = Outbox(), None
    outbox.ask("long", text, pipeline="p")
    while done is None:
        for request in reversed(suggests(outbox)):
            done = outbox.take(echo(request))
    key, reading = done
    assert key == "long"
    assert "".join(text[span.start : span.end] for span in reading.spans) == text
    assert "".join(text[start:end] for start, end in reading.tokens()) == text
    assert list(reading.sentences) == [span.start for span in reading.spans]
    assert reading.milliseconds == len(reading.spans) > 3
    assert len(outbox) == 0


def test_an_empty_text_is_asked_about_too() -> None:
    outbox = Outbox()
    outbox.ask("empty", "", pipeline="p")
    (request,) = suggests(outbox)
    done = outbox.take(echo(request)._replace(spans=(), tokens=b"", sentences=()))
    assert done is not None
    assert done[0] == "empty"
    assert done[1].pipeline == "p"


def test_asking_again_only_moves_it_and_tells_the_worker() -> None:
    outbox = Outbox()
    outbox.ask("one", "text", pipeline="p", priority=Priority.BACKLOG)
    (request,) = suggests(outbox)
    outbox.ask("one", "text", pipeline="p", priority=Priority.SCREEN)
    assert list(outbox.to_send()) == [Reorder((request.id,), Priority.SCREEN)]
    assert outbox.take(echo(request)) is not None


def test_another_text_or_pipeline_replaces_what_was_asked() -> None:
    outbox = Outbox()
    outbox.ask("one", "text", pipeline="p")
    (old,) = suggests(outbox)
    outbox.ask("one", "text", pipeline="q")
    cancel, new = outbox.to_send()
    assert cancel == Cancel((old.id,))
    assert outbox.take(echo(old)) is None
    assert outbox.take(echo(new))[1].pipeline == "q"


def test_only_one_document_is_on_the_screen() -> None:
    outbox = Outbox()
    outbox.ask("one", "one", pipeline="p", priority=Priority.SCREEN)
    (first,) = suggests(outbox)
    outbox.ask("two", "two", pipeline="p", priority=Priority.SCREEN)
    assert outbox.keys(priority=Priority.SCREEN) == ["two"]
    assert Reorder((first.id,), Priority.AHEAD) in list(outbox.to_send())


def test_after_a_death_all_goes_again_one_at_a_time() -> None:
    outbox = Outbox()
    for key in ("one", "two", "three"):
        outbox.ask(key, key, pipeline="p")
    lost = suggests(outbox)
    assert outbox.died() == []
    assert [outbox.take(echo(request)) for request in lost] == [None] * 3, "answers of the dead do not count"
    answered = []
    while len(outbox):
        (request,) = suggests(outbox)
        answered.append(outbox.take(echo(request))[0])
    assert answered == ["one", "two", "three"]
    outbox.ask("four", "4", pipeline="p")
    outbox.ask("five", "5", pipeline="p")
    assert len(suggests(outbox)) == 2, "care ends when the suspects are answered"


def test_the_text_that_kills_is_given_up_alone() -> None:
    outbox, lost, answered = Outbox(), [], []
    for key in ("one", "poison", "three"):
        outbox.ask(key, key, pipeline="p")
    for _death in range(20):
        sent = suggests(outbox)
        while sent and "poison" not in [request.text for request in sent]:
            answered += [outbox.take(echo(request))[0] for request in sent]
            sent = suggests(outbox)
        if not sent:
            break
        lost += outbox.died()
    assert lost == ["poison"]
    assert sorted(answered) == ["one", "three"]


def test_a_refused_piece_gives_up_its_document_and_stops_the_rest() -> None:
    outbox = Outbox()
    outbox.ask("long", "word " * 20_000, pipeline="p")
    first, *others = suggests(outbox)
    assert outbox.refused(Failed(first.id, "No.")) == "long"
    assert list(outbox.to_send()) == [Cancel(tuple(request.id for request in others))]
    assert outbox.refused(Failed(others[0].id, "No.")) is None
    assert len(outbox) == 0


def test_the_backlog_is_fetched_a_little_at_a_time() -> None:
    outbox, fetched = Outbox(), 0
    while outbox.wants_backlog():
        outbox.ask(str(fetched), "x" * 1_000, pipeline="p")
        fetched += 1
    assert fetched == WINDOW // 1_000
    suggests(outbox)
    assert outbox.wants_backlog()


def test_restarts_are_counted_over_a_minute() -> None:
    restarts = Restarts(limit=3, seconds=60)
    assert [restarts.allow(now) for now in (0, 10, 20, 30, 59)] == [True, True, True, False, False]
    assert restarts.allow(60)
    assert not restarts.allow(61)


@given(st.text(alphabet="ab \n\r.。", max_size=400), st.integers(4, 40))
def test_pieces_make_up_the_text_and_stay_short(text: str, limit: int) -> None:
    start = 0
    while start < len(text):
        end = piece_end(text, start, limit)
        assert start < end <= start + 2 * limit
        start = end
    assert start == len(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two\n\nthree four\nfive. six seven", "one two\n\n"),
        ("one two three\nfour five. six seven eight", "one two three\n"),
        ("one two three. four five six seven eight", "one two three. "),
        ("one two three four five six seven eight", "one two three four "),
        ("onetwothreefourfivesixseveneightnineten", "onetwothreefourfives"),
        ("one\r\n\r\n\r\n  two three four five six seven", "one\r\n\r\n\r\n  "),
    ],
    ids=["paragraph", "line", "sentence", "word", "nothing", "white space stays before the cut"],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, first: str) -> None:
    assert text[: piece_end(text, 0, 20)] == first


class OutboxMachine(RuleBasedStateMachine):
    """Whatever happens in whatever order, each document is answered exactly once, whole, or given up by name."""

    def __init__(self) -> None:
        super().__init__()
        self.outbox = Outbox()
        self.texts: dict[str, str] = {}
        self.under_way: list[Suggest] = []
        self.ended: set[str] = set()

    @rule(size=st.integers(0, 60_000), priority=st.sampled_from(list(Priority)))
    def ask(self, size: int, priority: Priority) -> None:
        key = f"d{len(self.texts)}"
        self.texts[key] = "Word after word. " * (size // 17)
        self.outbox.ask(key, self.texts[key], pipeline="p", priority=priority)

    @precondition(lambda self: len(self.outbox))
    @rule(priority=st.sampled_from(list(Priority)), data=st.data())
    def ask_again(self, priority: Priority, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.outbox.keys()))
        self.outbox.ask(key, self.texts[key], pipeline="p", priority=priority)

    @rule()
    def send(self) -> None:
        self.under_way += suggests(self.outbox)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        request = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        done = self.outbox.take(echo(request))
        if done:
            self.check(*done)

    @precondition(lambda self: len(self.outbox))
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.outbox.keys()))
        self.outbox.drop([key])
        self.ended.add(key)

    @rule()
    def die(self) -> None:
        self.under_way.clear()
        for key in self.outbox.died():
            assert key not in self.ended
            self.ended.add(key)

    def check(self, key: str, reading: Reading) -> None:
        assert key not in self.ended
        self.ended.add(key)
        assert "".join(self.texts[key][span.start : span.end] for span in reading.spans) == self.texts[key]

    @invariant()
    def nothing_is_lost(self) -> None:
        assert set(self.outbox.keys()) == set(self.texts) - self.ended

    def teardown(self) -> None:
        while len(self.outbox):
            self.under_way += suggests(self.outbox)
            assert self.under_way, "something is waiting, but nothing can be sent"
            done = self.outbox.take(echo(self.under_way.pop(0)))
            if done:
                self.check(*done)
        assert self.ended == set(self.texts)


OutboxMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestOutbox = OutboxMachine.TestCase
