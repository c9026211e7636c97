"""A person's stack of undo and redo, read from the log by walking that person's own revisions in order."""

from collections.abc import Iterable

from annotator.core.listing import RevisionInfo


class UndoStack:
    """What a person can undo and redo: `do` pushes and clears redo, `undo` and `redo` move the top across."""

    def __init__(self, revisions: Iterable[RevisionInfo] = ()) -> None:
        self.done: list[RevisionInfo] = []
        self.undone: list[RevisionInfo] = []
        for info in revisions:
            self.follow(info)

    def follow(self, info: RevisionInfo) -> None:
        """Take in the next revision of this person."""
        if info.part_of:
            return  # a part of a batch: its first revision is the step
        if info.kind == "do":
            self.done.append(info)
            self.undone.clear()
            return
        source, target = (self.done, self.undone) if info.kind == "undo" else (self.undone, self.done)
        for place in range(len(source) - 1, -1, -1):
            if (source[place].origin, source[place].seq) == info.of:
                target.append(source.pop(place))
                return

    def forget(self, info: RevisionInfo) -> None:
        """Leave out a step that can no longer be taken."""
        for stack in (self.done, self.undone):
            if info in stack:
                stack.remove(info)
