"""The whole document, laid out on demand: block heights, two caches, and what a change makes stale."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar

import numpy as np

from annotator.ui.canvas.blocks import Blocks, Ints
from annotator.ui.canvas.crowding import Crowding
from annotator.ui.canvas.layout import LaidBlock, lay_out
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.setting import ArcsMode, Setting
from annotator.ui.canvas.shaping import Shaped

CACHED = 200_000
"""Code points kept laid out, and as many kept broken into lines."""

BULK = 2_000
"""Items in one change from which on counting everything anew is cheaper; so is it from CACHED code points on."""


Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
    """The most recently used blocks, up to CACHED code points; a block weighs at least 100."""

    def __init__(self) -> None:
        self._items: OrderedDict[int, tuple[Kept, int]] = OrderedDict()
        self._weight = 0

    def get(self, block: int) -> Kept | None:
        found = self._items.get(block)
        if found is None:
            return None
        self._items.move_to_end(block)
        return found[0]

    def put(self, block: int, item: Kept, length: int) -> None:
        self.drop(block)
        weight = length + 100
        self._items[block] = (item, weight)
        self._weight += weight
        while self._weight > CACHED and len(self._items) > 1:
            self.drop(next(iter(self._items)))

    def drop(self, block: int) -> None:
        found = self._items.pop(block, None)
        if found is not None:
            self._weight -= found[1]

    def clear(self) -> None:
        self._items.clear()
        self._weight = 0

    def values(self) -> list[Kept]:
        return [item for item, _ in self._items.values()]


class Sheet:
    """A scene at one width and zoom. `laid_out` counts layouts of blocks since it was made, for tests."""

    def __init__(self, scene: Scene, metrics: Metrics, width: int, *, window: int = 3000, threshold: int = 12) -> None:
        self.blocks = Blocks(scene.text)
        self.setting = Setting(scene, self.blocks, metrics, width, self.shaped, self._is_crowded)
        self.laid_out = 0
        self.window, self.threshold = window, threshold
        self._shaped: Cache[Shaped] = Cache()
        self._laid: Cache[LaidBlock] = Cache()
        self._crowding = Crowding(scene, self.blocks)
        self._crowding.configure(window, threshold)
        self._heights = self._estimate()
        self._tops: Ints | None = None

    # ---- layouts

    def shaped(self, block: int) -> Shaped:
        known = self._shaped.get(block)
        if known is None:
            start, end = self.blocks.range_of(block)
            text = self.setting.scene.text[start:end]
            known = Shaped(block, start, text, self.setting.metrics, self.setting.width)
            self._shaped.put(block, known, end - start)
        return known

    def laid(self, block: int) -> LaidBlock:
        known = self._laid.get(block)
        if known is None:
            shaped = self.shaped(block)
            known = lay_out(shaped, self.setting)
            self.laid_out += 1
            self._laid.put(block, known, shaped.length)
            if self._heights[block] != known.height:
                self._heights[block] = known.height
                self._tops = None
        return known

    # ---- heights

    def top(self, block: int) -> int:
        """Pixels above a block: exact for what was laid out, estimated for the rest."""
        return int(self._sums()[block])

    @property
    def height(self) -> int:
        return int(self._sums()[-1])

    def ys(self, offsets: Ints) -> Ints:
        """Pixels from the top of the document to these offsets, as far as heights are known, evenly within a block."""
        blocks = np.maximum(0, np.searchsorted(self.blocks.starts, offsets, "right") - 1)
        starts, lengths = self.blocks.starts[blocks], np.maximum(1, self.blocks.ends - self.blocks.starts)[blocks]
        inside = np.minimum(1.0, (offsets - starts) / lengths)
        found: Ints = (self._sums()[blocks] + inside * self._heights[blocks]).astype(np.int64)
        return found

    def offset_at(self, y: float) -> int:
        """About the offset that stands so many pixels from the top; the reverse of `ys`."""
        block = self.block_at(y)
        start, end = self.blocks.range_of(block)
        inside = (y - self.top(block)) / max(1, int(self._heights[block]))
        return start + int(min(1.0, max(0.0, inside)) * (end - start))

    def block_at(self, y: float) -> int:
        place = int(np.searchsorted(self._sums(), y, "right")) - 1
        return min(max(0, place), len(self.blocks) - 1)

    def _sums(self) -> Ints:
        if self._tops is None:
            self._tops = np.concatenate([[0], np.cumsum(self._heights)])
        return self._tops

    def _estimate(self) -> Ints:
        metrics, lengths = self.setting.metrics, self.blocks.ends - self.blocks.starts
        lines = np.maximum(1, np.ceil(lengths * metrics.sign_width * 1.04 / self.setting.width))
        heights = lines * metrics.pitch + np.minimum(lines, self._crowding.spans) * 2 + metrics.gap
        if self.setting.arcs != "none":
            heights += np.minimum(self._crowding.ends, lines * 1.5) * metrics.lane
        empty = np.where(lengths == 0, metrics.blank, heights)
        return empty.astype(np.int64)

    # ---- what makes layouts stale

    def let_go(self) -> None:
        """Nobody will look at this again: what is laid out goes now, not when garbage is next collected."""
        self._shaped.clear()
        self._laid.clear()
        self.setting.forget()

    def configure(self, metrics: Metrics, width: int, window: int, threshold: int) -> None:
        """Another width, zoom or threshold: nothing laid out holds any more."""
        same_lines = metrics is self.setting.metrics and width == self.setting.width
        if same_lines and (window, threshold) == (self.window, self.threshold):
            return
        self.setting.metrics, self.setting.width = metrics, width
        if (window, threshold) != (self.window, self.threshold):
            self.window, self.threshold = window, threshold
            self._crowding.configure(window, threshold)
            self.setting.forget()
        if not same_lines:
            self._shaped.clear()
        self._start_over()

    def show(self, *, arcs: ArcsMode, suggestions: bool) -> None:
        """Switch what is drawn of arcs, and whether open suggestions are."""
        if (arcs, suggestions) != (self.setting.arcs, self.setting.suggestions):
            self.setting.arcs, self.setting.suggestions = arcs, suggestions
            self._start_over()

    def _start_over(self) -> None:
        self._laid.clear()
        self.setting.rails.clear()
        self._heights = self._estimate()
        self._tops = None

    def draw_in_full(self, items: frozenset[str]) -> bool:
        """Say whose arcs show where others do not. Returns whether any layout became stale by it."""
        before, self.setting.drawn_in_full = self.setting.drawn_in_full, items
        if before == items or self.setting.arcs == "none":
            return False
        touched = self._relation_ids(before ^ items)
        stale = [
            laid.index
            for laid in self._laid.values()
            if self.setting.is_sparse(laid.index) and not touched.isdisjoint(laid.relations)
        ]
        self._drop(stale)
        return bool(stale)

    def change(self, ranges: Iterable[tuple[int, int]], spans: Iterable[str], relations: Iterable[str]) -> None:
        """The scene changed: `ranges` cover the old and new text of the spans that came, went or moved."""
        ranges, spans, relations = list(ranges), set(spans), set(relations)
        self.setting.forget()
        relations |= self._relation_ids(spans)
        for relation in relations:
            self.setting.rails.forget(relation)
        items, text = len(ranges) + len(spans) + len(relations), sum(end - start for start, end in ranges)
        if items > BULK or text > CACHED:
            self._recount_all()
            return
        blocks = self._blocks_of(ranges, spans, relations)
        self._drop(
            laid.index
            for laid in self._laid.values()
            if laid.index in blocks or not relations.isdisjoint(laid.relations) or not spans.isdisjoint(laid.anchors)
        )
        # Where a crowd came or went, relations reach into it from outside.
        flipped = set(self._crowding.recount(blocks))
        if flipped:
            self.setting.forget()
        reaching = self._relation_ids(
            name for laid in self._laid.values() if laid.index in flipped for name in laid.anchors
        )
        self._drop(
            laid.index
            for laid in self._laid.values()
            if laid.index in flipped or not reaching.isdisjoint(laid.relations)
        )

    def _is_crowded(self, block: int) -> bool:
        return self._crowding.is_crowded(block)

    def _recount_all(self) -> None:
        self._crowding = Crowding(self.setting.scene, self.blocks)
        self._crowding.configure(self.window, self.threshold)
        self._laid.clear()

    def _relation_ids(self, items: Iterable[str]) -> set[str]:
        """Relations among the items, and those of the spans among them."""
        scene = self.setting.scene
        found = set(items)
        for item in items:
            found.update(relation.id for relation in scene.relations_of(item))
        return found

    def _blocks_of(self, ranges: list[tuple[int, int]], spans: set[str], relations: set[str]) -> set[int]:
        scene, found = self.setting.scene, set[int]()
        known = [relation for name in relations if (relation := scene.relation(name)) is not None]
        ends = {end for relation in known for end in (relation.head, relation.tail)}
        shown = [span for name in spans | ends if (span := scene.span(name)) is not None]
        for start, end in [*ranges, *((span.start, span.end) for span in shown)]:
            found.update(self.blocks.touched(start, end))
        return found

    def _drop(self, blocks: Iterable[int]) -> None:
        for block in list(blocks):
            self._laid.drop(block)
