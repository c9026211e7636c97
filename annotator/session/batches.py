"""Work written in several revisions that is one step: begun, finished or taken back as a whole."""

from collections.abc import Mapping

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.rows import Batch, Name
from annotator.session.happened import Happened
from annotator.session.session import Session


class OpenBatch:
    """A batch under way; its row is written with the first part, so a batch without parts leaves no trace."""

    def __init__(self, session: Session, title: str, kind: str) -> None:
        self._session, self._title, self._kind = session, title, kind
        self._row: Batch | None = None
        self._part_of = 0

    def begin(self) -> Name:
        """Write the batch's own row, if that was not done yet; returns its lasting name."""
        if self._row is None:
            draft = Draft()
            draft.add(Batch("", self._title, self._kind, "open"))
            happened = self._session.do(draft.edit(self._title))
            row = happened.changes[0].after
            assert isinstance(row, Batch)
            self._row, self._part_of = row, happened.info.seq
        return self._row.id

    def do(self, edit: Edit, *, texts: Mapping[str, str] | None = None) -> Happened:
        """Store a part. Raises EditRefused, also where the batch was undone meanwhile, and WriteFailed."""
        if not self._session.is_open(self.begin()):
            raise EditRefused(f'"{self._title}" was taken back while it was under way.')
        return self._session.do(edit, texts=texts, part_of=self._part_of)

    def finish(self) -> None:
        """All parts are in: documents that came with them are listed from now on."""
        if self._row is not None:
            self._session.finish(self._row.id)

    def take_back(self) -> str:
        """Take back all parts; returns why that could not be, as a sentence, or nothing.

        A file that cannot be written now keeps the batch open, to be finished or taken back later.
        """
        if self._row is None:
            return ""
        try:
            self._session.take_back(self._row.id)
        except EditRefused as refusal:
            return refusal.reason
        return ""
