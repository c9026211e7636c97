"""Moving about: the focus, the caret, the next span, the next place that needs a look."""

from collections.abc import Callable

from annotator.core.rows import Name
from annotator.ui.canvas import motion
from annotator.ui.canvas.scene import ShownSpan, State
from annotator.ui.desk.state import DeskState, Focus
from annotator.ui.shown import find_from

UNDECIDED = (State.SUGGESTION, State.CONFLICT)


class Moving(DeskState):
    """Focus and caret; both always exist while a document is open."""

    def set_focus(self, focus: Focus, *, caret: int | None = None, show: bool = True) -> None:
        """Move the focus; a focused span keeps the caret inside it."""
        self.focus = focus
        self.walking = self.walking and focus.kind == "relation"
        if caret is not None:
            self.caret = caret
        elif focus.kind in ("span", "text", "relation"):
            self.caret = focus.start
        self.focus_changed.emit()
        if show and focus.kind != "none":
            self.show_requested.emit(focus.start, focus.end)

    def focus_none(self, caret: int | None = None) -> None:
        """Nothing focused; the caret alone stays."""
        self.set_focus(Focus(), caret=caret, show=False)

    def focus_item(self, item: Name, *, caret: int | None = None) -> bool:
        """Focus a span, its caret at the start or where it is said, or a relation. False when it is not on show."""
        if self.scene is None:
            return False
        span = self.scene.span(item)
        if span is not None:
            self.set_focus(Focus("span", span.id, span.start, span.end), caret=caret)
            return True
        relation = self.scene.relation(item)
        head = self.scene.span(relation.head) if relation else None
        if relation is None or head is None:
            return False
        self.set_focus(Focus("relation", relation.id, head.start, head.end))
        return True

    def click_span(self, span: Name, border: int) -> None:
        """Focus a span that was clicked on, with the caret at the token's edge nearest to the click.

        In a span of one token the caret stands just where the click was: K splits there.
        """
        shown = self.scene.span(span) if self.scene is not None else None
        if shown is None:
            return
        tokens = self._tokens(shown.start, shown.end)
        edges = {edge for token in tokens for edge in token if shown.start <= edge <= shown.end}
        caret = min(edges, key=lambda edge: abs(edge - border)) if len(tokens) > 1 else border
        self.focus_item(span, caret=min(max(shown.start, caret), shown.end))

    def focus_text(self, start: int, end: int) -> None:
        """Select text; a selection equal to a span on show is that span."""
        if self.scene is None:
            return
        if start >= end:
            self.focus_none(caret=start)
            return
        same = [one for one in self.scene.spans_in(start, end) if one.fragments == ((start, end),)]
        if same:
            self.focus_item(same[0].id)
        else:
            self.set_focus(Focus("text", "", start, end), caret=end)

    def show_place(self, start: int, end: int) -> None:
        """Bring a place into view without focusing it."""
        self.show_requested.emit(start, end)

    # ---- spans

    def _key(self) -> tuple[int, int, str]:
        """Where the focus stands in reading order."""
        if self.focus.kind == "span":
            return (self.focus.start, -self.focus.end, self.focus.id)
        return (self.focus.start if self.focus.kind == "text" else self.caret, -len(self._text()) - 1, "")

    def _text(self) -> str:
        return self.scene.text if self.scene else ""

    def find_span(self, step: int, wanted: Callable[[ShownSpan], bool]) -> ShownSpan | None:
        """The next or previous wanted span from the focus."""
        return find_from(self.scene, self._key(), step, wanted) if self.scene else None

    def next_span(self, step: int) -> None:
        """Focus the next or previous span."""
        span = self.find_span(step, lambda span: True)
        if span is None:
            self.message.emit(self.tr("No entity further on.") if step > 0 else self.tr("No entity before."), "info")
        else:
            self.focus_item(span.id)

    def next_undecided(self) -> bool:
        """Focus the next undecided suggestion, from the start again after the last; says so when all are decided."""
        found = self.find_span(1, lambda span: span.state in UNDECIDED)
        if found is None and self.scene is not None:
            found = find_from(self.scene, (-1, 1, ""), 1, lambda span: span.state in UNDECIDED)
        if found is not None:
            return self.focus_item(found.id)
        relation = next(iter(self.suggestions.open_relations()), None) if self.scene else None
        if relation is not None:
            return self.focus_item(relation.id)
        self.message.emit(self.tr("All decided: Ctrl+Enter"), "info")
        return False

    def first_undecided(self) -> None:
        """Where a new document begins: its first undecided item, else its first span, else the text."""
        if self.scene is None:
            return
        commented = next((one for one in self.comments() if one.state == "open" and one.item), None)
        if commented is not None and self.view.set.state == "sent back" and self.focus_item(commented.item):
            return
        first = find_from(self.scene, (-1, 1, ""), 1, lambda span: span.state in UNDECIDED)
        first = first or find_from(self.scene, (-1, 1, ""), 1, lambda span: True)
        if first is None or not self.focus_item(first.id):
            self.focus_none(caret=0)

    def nest(self, step: int) -> bool:
        """Focus the span around (`step` 1) or inside (-1) the focused one. False when there is none."""
        if self.scene is None or self.focus.kind != "span":
            return False
        here = self.scene.span(self.focus.id)
        if here is None:
            return False
        near = self.scene.spans_in(here.start, max(here.end, here.start + 1))
        ranked = sorted(near, key=lambda span: (span.end - span.start, span.id))
        names = [span.id for span in ranked if _nested(span, here)]
        place = names.index(here.id) + step
        return self.focus_item(names[place]) if 0 <= place < len(names) else False

    # ---- the caret

    def _tokens(self, start: int, end: int) -> list[tuple[int, int]]:
        return self.scene.tokens_in(start, end) if self.scene else []

    def move_caret(self, step: int, *, select: bool = False) -> None:
        """Move the caret by a token, extending the selection when asked."""
        if self.scene is None:
            return
        text, at = self.scene.text, self.caret
        if select:
            edge = "end" if step > 0 else "start"
            target = motion.token_edge(len(text), self._tokens, at, step, edge=edge)
        else:
            target = motion.by_token(len(text), self._tokens, at, step)
        self._caret_to(target, select=select)

    def _caret_to(self, target: int, *, select: bool) -> None:
        if not select:
            self.focus_none(caret=target)
            self.show_requested.emit(target, target)
            return
        anchor = self._anchor()
        start, end = min(anchor, target), max(anchor, target)
        self.set_focus(Focus("text", "", start, end) if start < end else Focus(), caret=target, show=False)
        self.show_requested.emit(target, target)

    def _anchor(self) -> int:
        """The end of the selection that stays."""
        if self.focus.kind in ("text", "span"):
            return self.focus.start if self.caret != self.focus.start else self.focus.end
        return self.caret

    def move_by_sentence(self, step: int, *, select: bool = False) -> None:
        """Move the caret to the start of the next or previous sentence."""
        if self.scene is None:
            return
        self._caret_to(motion.by_sentence(self.scene.text, self.caret, step), select=select)

    def move_to(self, target: int, *, select: bool = False) -> None:
        """Move the caret to an offset, such as that of the line above."""
        self._caret_to(target, select=select)


def _nested(one: ShownSpan, other: ShownSpan) -> bool:
    return (one.start <= other.start and other.end <= one.end) or (other.start <= one.start and one.end <= other.end)
