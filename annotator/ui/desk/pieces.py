"""The pieces of an entity as keys and the mouse call for them: add, remove, merge, split."""

from annotator.core import pieces
from annotator.core.rows import Name
from annotator.session import Happened
from annotator.ui.canvas.scene import ShownSpan
from annotator.ui.desk.annotating import Annotating


class Piecing(Annotating):
    """Verbs on the focused span's fragments."""

    def _focused_span(self) -> ShownSpan | None:
        span = self.scene.span(self.focus.id) if self.scene and self.focus.kind == "span" else None
        if span is None:
            self.message.emit(self.tr("Focus an entity first."), "refused")
        return span

    def _done(self, name: Name, happened: Happened | None) -> None:
        self.held = ()
        self._focus_new(happened, stay=name)
        if happened is not None:
            self.message.emit(happened.info.title, "info")

    def add_fragment(self, start: int, end: int) -> None:
        """Give [start, end) to the focused span."""
        span = self._focused_span()
        if span is not None:
            self._done(span.id, self.do(lambda view: pieces.add_fragment(view, span.id, start, end)))

    def remove_fragment(self, offset: int | None = None) -> None:
        """Remove the piece of the focused span at an offset in code points; without one, its last piece."""
        span = self._focused_span()
        if span is not None:
            at = span.end if offset is None else offset
            self._done(span.id, self.do(lambda view: pieces.remove_fragment(view, span.id, at)))

    def merge(self) -> None:
        """Merge the focused span with the next of its label in the paragraph, or all that are held into one."""
        if len(self.held) > 1:
            self._merge_held()
            return
        span = self._focused_span()
        if span is None:
            return
        other = self._next_alike(span)
        if other is None:
            self.message.emit(self.tr("No further entity of this label in this paragraph."), "refused")
        else:
            self._done(span.id, self.do(lambda view: pieces.merge_spans(view, span.id, (other.id,))))

    def _merge_held(self) -> None:
        first, *others = self.held
        self._done(first, self.do(lambda view: pieces.merge_spans(view, first, others)))

    def _next_alike(self, span: ShownSpan) -> ShownSpan | None:
        """The next span of the same label that starts where this one ends or after, before the paragraph's end."""
        assert self.scene is not None
        text = self.scene.text
        paragraph = text.find("\n", span.end)
        near = self.scene.spans_in(span.end, len(text) if paragraph < 0 else paragraph)
        return next((one for one in near if one.start >= span.end and one.label == span.label), None)

    def split(self) -> None:
        """Split at the caret: the focused span, else the innermost span the caret stands in."""
        span = self._split_span()
        if span is None:
            return
        offset = self._cut_of(span)
        self._done(span.id, self.do(lambda view: pieces.split_span(view, span.id, offset)))

    def _split_span(self) -> ShownSpan | None:
        if self.scene is not None and self.focus.kind == "none":
            caret = self.caret
            around = [one for one in self.scene.spans_in(caret, caret + 1) if one.start < caret < one.end]
            if around:
                return min(around, key=lambda one: one.end - one.start)
        return self._focused_span()

    def _cut_of(self, span: ShownSpan) -> int:
        """The caret if it stands inside; else the first gap between pieces, or the border of the only two words."""
        if span.start < self.caret < span.end:
            return self.caret
        if len(span.fragments) > 1:
            return span.fragments[0][1]
        words = self._tokens(span.start, span.end)
        return words[1][0] if len(words) == 2 else span.start
