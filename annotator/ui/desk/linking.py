"""Relations: linking from the focused span, the labels that fit, walking along, turning round."""

from annotator.core import edits
from annotator.core.rows import Label, Name
from annotator.ui.canvas.scene import ShownRelation, ShownSpan
from annotator.ui.desk.annotating import bar_key
from annotator.ui.desk.pieces import Piecing
from annotator.ui.desk.state import Linking


class Relating(Piecing):
    """Making, walking and turning relations."""

    def start_linking(self, label: Name = "") -> None:
        """Link from the focused span, or from all that are held; `label` is settled beforehand."""
        if self.scene is None or (self.focus.kind != "span" and not self.held):
            self.message.emit(self.tr("Focus an entity to link from."), "refused")
            return
        heads = self.held or (self.focus.id,)
        if not self.has_legal_end(heads):
            self.message.emit(self._what_may_join(heads), "refused")
            return
        self.linking = Linking(tuple(heads), label)
        self.mode_changed.emit()

    def again(self) -> None:
        """Link with the same relation label as last time."""
        last = self._last_label()
        if not last:
            self.message.emit(self.tr("No relation was made yet."), "refused")
        else:
            self.start_linking(last)

    def _last_label(self) -> Name:
        label: str = self.property("last relation label") or ""
        known = self.session.scheme.labels.get(label) if self.session else None
        return label if known is not None else ""

    def stop_linking(self) -> None:
        """Leave linking; the focus stays on the span it began at."""
        if self.linking is not None:
            heads = self.linking.heads
            self.linking = None
            self.mode_changed.emit()
            self.focus_item(heads[-1])

    def _head_labels(self, heads: tuple[Name, ...]) -> set[Name]:
        assert self.scene is not None
        return {span.label for name in heads if (span := self.scene.span(name))}

    def _fitting(self, heads: tuple[Name, ...], tail_label: Name, *, turned: bool) -> list[Label]:
        """Relation labels that may join every head to a tail of this label, or the other way round."""
        assert self.session is not None
        scheme = self.session.scheme
        found = scheme.ordered("relation")
        for head in self._head_labels(heads):
            pair = (tail_label, head) if turned else (head, tail_label)
            found = [label for label in found if scheme.may_join(label.id, *pair)]
        wanted = self.linking.label if self.linking else ""
        return [label for label in found if not wanted or label.id == wanted]

    def is_legal_end(self, name: Name) -> bool:
        """Whether the span may be the other end of the relation in the making, in either direction; a single head may
        be joined to itself.
        """
        if self.scene is None or self.linking is None or (name in self.linking.heads and len(self.linking.heads) > 1):
            return False
        span = self.scene.span(name)
        return span is not None and self._may_end(self.linking.heads, span.label)

    def _may_end(self, heads: tuple[Name, ...], label: Name) -> bool:
        return any(self._fitting(heads, label, turned=turned) for turned in (False, True))

    def has_legal_end(self, heads: tuple[Name, ...]) -> bool:
        """Whether any span label could be the other end."""
        assert self.session is not None
        return any(self._may_end(heads, label.id) for label in self.session.scheme.ordered("span"))

    def _what_may_join(self, heads: tuple[Name, ...]) -> str:
        assert self.session is not None
        name = self.session.scheme.name_of
        words = ", ".join(sorted(name(label) for label in self._head_labels(heads)))
        rules = self.session.scheme.rules.values()
        pairs = sorted({f"{name(rule.head)} → {name(rule.tail)}" for rule in rules})[:6]
        return self.tr("No relation may start or end at {0}. The scheme joins {1} …").format(words, "; ".join(pairs))

    def link_to(self, tail: Name) -> None:
        """The other end is picked: link when one label fits, else ask for the label by its number."""
        linking = self.linking
        if linking is None or self.scene is None:
            return
        span = self.scene.span(tail)
        if span is None or not self.is_legal_end(tail):
            self.message.emit(self.tr("The scheme does not allow this end."), "refused")
            return
        turned = not self._fitting(linking.heads, span.label, turned=False)
        labels = self._fitting(linking.heads, span.label, turned=turned)
        self.linking = linking._replace(target=tail, turned=turned)
        if len(labels) == 1:
            self._finish(labels[0].id)
        else:
            self.mode_changed.emit()

    def link_labels(self) -> list[Label]:
        """Relation labels that fit the ends picked so far; those of the scheme while only the head is."""
        assert self.session is not None
        linking = self.linking
        target = self.scene.span(linking.target) if self.scene and linking and linking.target else None
        if linking is None or target is None:
            return self.session.scheme.ordered("relation")
        return self._fitting(linking.heads, target.label, turned=linking.turned)

    def link_label(self, digit: str, *, shift: bool) -> None:
        """A number while linking: the label of the relation."""
        assert self.session is not None
        label = self.session.scheme.by_key(bar_key(digit, shift=shift), "relation")
        if label is None:
            self.message.emit(self.tr("No relation label has this number."), "refused")
        else:
            self.finish_linking(label.id)

    def finish_linking(self, label: Name) -> None:
        """Settle the label; before an end is picked it is kept for it."""
        assert self.session is not None
        if self.linking is None:
            return
        if not self.linking.target:
            self.linking = self.linking._replace(label=label)
            self.mode_changed.emit()
        elif label in {one.id for one in self.link_labels()}:
            self._finish(label)
        else:
            name = self.session.scheme.name_of(label)
            self.message.emit(self.tr('"{0}" does not fit these two.').format(name), "refused")

    def _finish(self, label: Name) -> None:
        linking = self.linking
        assert linking is not None
        heads, tail = linking.heads, linking.target
        if len(heads) > 1 and not linking.turned:
            done = self.do(lambda view: edits.link_many(view, heads, tail, label))
        elif linking.turned:
            done = self.do(lambda view: edits.link(view, tail, heads[-1], label))
        else:
            done = self.do(lambda view: edits.link(view, heads[-1], tail, label))
        self.linking, self.held = None, ()
        self.setProperty("last relation label", label)
        self.mode_changed.emit()
        if done is not None:
            self.message.emit(done.info.title, "info")
        self._refocus(heads[-1])

    def link(self, head: Name, tail: Name) -> None:
        """A drag from one span to another."""
        if self.scene is not None and self.scene.span(head) is not None:
            self.held = ()
            self.focus_item(head)
            self.linking = Linking((head,))
            self.link_to(tail)
            if self.linking is not None and not self.linking.target:
                self.stop_linking()

    # ---- walking

    def walk(self, step: int) -> None:
        """Walk the relations of the focused span."""
        if self.scene is None or self.focus.kind not in ("span", "relation"):
            self.message.emit(self.tr("Focus an entity to walk its relations."), "refused")
            return
        home: str = self.property("walked span") if self.walking else self.focus.id
        if self.focus.kind == "relation" and not self.walking:
            shown = self.scene.relation(self.focus.id)
            home = shown.head if shown else ""
        names = [relation.id for relation in self._in_order(home)]
        if not names:
            self.message.emit(self.tr("This entity has no relations."), "info")
            return
        at = names.index(self.focus.id) if self.focus.id in names else (-1 if step > 0 else 0)
        self.setProperty("walked span", home)
        self.focus_item(names[(at + step) % len(names)])
        self.walking = True
        self.mode_changed.emit()

    def _in_order(self, name: Name) -> list[ShownRelation]:
        assert self.scene is not None
        scene = self.scene

        def other(relation: ShownRelation) -> tuple[int, str]:
            span = scene.span(relation.tail if relation.head == name else relation.head)
            return (span.start if span else 0, relation.id)

        return sorted(scene.relations_of(name), key=other)

    def to_other_end(self) -> None:
        """From a focused relation to its far end."""
        if self.scene is None or self.focus.kind != "relation":
            return
        relation = self.scene.relation(self.focus.id)
        home = self.property("walked span")
        if relation is not None:
            self.focus_item(relation.tail if relation.head == home else relation.head)

    def stop_walking(self) -> None:
        """Back from a relation to the span whose relations were walked."""
        home = self.property("walked span")
        relation = self.scene.relation(self.focus.id) if self.scene else None
        self.walking = False
        self.focus_item(home if relation is None or home in (relation.head, relation.tail) else relation.head)
        self.mode_changed.emit()

    def reverse(self) -> None:
        """Turn the focused relations round."""
        names = [name for name in (self.held or (self.focus.id,)) if self.scene and self.scene.relation(name)]
        if not names:
            self.message.emit(self.tr("Focus a relation to turn it round."), "refused")
            return
        done = self.do(lambda view: edits.reverse(view, names))
        self._focus_new(done, stay=names[-1])

    def legal_in(self, spans: list[ShownSpan]) -> list[ShownSpan]:
        """Those of the spans that may be the other end."""
        return [span for span in spans if self.is_legal_end(span.id)]
