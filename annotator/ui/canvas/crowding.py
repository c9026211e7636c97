"""Which blocks hold so many relations that their arcs shrink to ticks, decided by place alone, never by scrolling."""

import numpy as np

from annotator.ui.canvas.blocks import Blocks, Ints
from annotator.ui.canvas.scene import Scene

EASE = 2 / 3
"""A crowded place becomes free only when its relations fall to this part of the threshold: one edit back and forth
around the threshold does not switch the picture back and forth."""


class Crowding:
    """Counts relations around each block within about a window's worth of text.

    That the same paragraph always looks the same matters more than an exact count of what is in view: with a count of
    the view, arcs would vanish and text would jump while one scrolls.
    """

    def __init__(self, scene: Scene, blocks: Blocks) -> None:
        self._scene, self._blocks = scene, blocks
        starts, relations = (np.asarray(column, dtype=np.int64) for column in scene.starts())
        sums = np.concatenate([[0], np.cumsum(relations)])
        edges = np.searchsorted(starts, blocks.starts)
        self.spans: Ints = np.diff(edges, append=len(starts))
        self.ends: Ints = np.diff(sums[edges], append=sums[-1])
        self._crowded = np.zeros(len(blocks), dtype=bool)
        self._first = self._last = np.zeros(0, dtype=np.int64)
        self._threshold = 0

    def configure(self, window: int, threshold: int) -> None:
        """Set how many code points a window shows and how many relations are shown in full there."""
        self._threshold = threshold
        starts, ends = self._blocks.starts, self._blocks.ends
        # Each block looks half a window up and down, but at least at itself.
        self._first = np.searchsorted(starts, starts - window // 2, "left")
        self._last = np.searchsorted(ends, ends + window // 2, "right")
        self._crowded[:] = False
        self._judge()

    def is_crowded(self, block: int) -> bool:
        return bool(self._crowded[block])

    def recount(self, blocks: set[int]) -> list[int]:
        """Count changed blocks anew. Returns the blocks that became crowded or free, ascending."""
        for block in blocks:
            self.spans[block], self.ends[block] = self._count(block)
        return self._judge()

    def _count(self, block: int) -> tuple[int, int]:
        start, end = self._blocks.range_of(block)
        spans = [span for span in self._scene.spans_in(start, end + 1) if start <= span.start <= end]
        return len(spans), sum(self._scene.count_relations(span.id) for span in spans)

    def _judge(self) -> list[int]:
        sums = np.concatenate([[0], np.cumsum(self.ends)])
        around = (sums[self._last] - sums[self._first]) / 2
        limit = np.where(self._crowded, self._threshold * EASE, self._threshold)
        judged = around > limit
        changed = np.flatnonzero(judged != self._crowded)
        self._crowded = judged
        return [int(block) for block in changed]
