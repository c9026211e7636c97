"""Names of documents that come in: one name, one text; the same text under the same name comes in once."""

from collections.abc import Callable

from annotator.core.incoming import text_hash
from annotator.core.records import DocumentRecord, Finding
from annotator.session.session import Session

LONGEST = 200  # characters of a name
MOST_SAID = 20  # documents that are there as they come, said one by one; the others are counted


class Naming:
    """Gives names to documents of one import, chunk by chunk.

    `skipped` counts those that were there already, `changed` those whose name was there with another text.
    """

    def __init__(self, session: Session, report: Callable[[Finding], None]) -> None:
        self._session, self._report = session, report
        self._texts: dict[str, dict[str, str]] = {}  # name asked for → text's hash → name it has
        self._given: set[str] = set()  # in this chunk
        self._mine: set[str] = set()  # names given by this import
        self._before: dict[str, str] | None = None  # text's hash → name, of what was there before this import
        self.skipped = self.changed = 0
        self._said = 0

    def name_for(self, record: DocumentRecord) -> str:
        """The name a document gets; empty for one that stays out, which is said."""
        place = record.place or record.name
        if not record.text.strip():
            self._report(Finding(place, "The text is empty; the document was left out.", lost=True))
            return ""
        wanted = " ".join(record.name.split())[:LONGEST] or "untitled"
        texts = self._texts.get(wanted)
        if texts is None:
            texts = self._texts[wanted] = self._session.texts_named(wanted)
        sha256 = text_hash(record.text)
        if known := texts.get(sha256) or self._known_by_text(record, sha256):
            self._leave_out(record, place, wanted, known)
            return ""
        name = self._free(wanted, texts)
        if name != wanted:
            self._report(Finding(place, self._renamed(record, wanted, name)))
        texts[sha256] = name
        self._given.add(name)
        self._mine.add(name)
        return name

    def _known_by_text(self, record: DocumentRecord, sha256: str) -> str:
        if not record.known_by_text:
            return ""
        if self._before is None:
            self._before = self._session.names_by_text()
        return self._before.get(sha256, "")

    def _leave_out(self, record: DocumentRecord, place: str, wanted: str, known: str) -> None:
        self.skipped += 1
        words = f'"{known}" is in the project already, with the same text; it was left out.'
        otherwise = self._otherwise(record, wanted, known) if record.known_by_text else ""
        self._said += not otherwise
        if otherwise or self._said <= MOST_SAID:
            self._report(Finding(place, f"{words}{otherwise}"))

    def finish(self, title: str) -> None:
        """Say how many more were there already than were named."""
        if self._said > MOST_SAID:
            more = self._said - MOST_SAID
            documents = "1 more document is" if more == 1 else f"{more:,} more documents are"
            self._report(Finding(title, f"{documents} in the project already, with the same text."))

    def _otherwise(self, record: DocumentRecord, wanted: str, known: str) -> str:
        """What else the row says now of a document that is there."""
        meta = self._session.meta_named(known)
        other = [key for key in {**meta, **record.meta} if meta.get(key) != record.meta.get(key)]
        renamed = f' It is called "{wanted}" now, and keeps its name.' if record.named and wanted != known else ""
        return f"{renamed} Other metadata now, which was not taken over: {', '.join(other)}." if other else renamed

    def _renamed(self, record: DocumentRecord, wanted: str, name: str) -> str:
        if record.known_by_text and record.named and wanted not in self._mine:
            self.changed += 1
            return f'The text of "{wanted}" has changed: it came in as "{name}", what was there stays as it is.'
        return f'Another document is called "{wanted}"; this one became "{name}".'

    def _free(self, wanted: str, texts: dict[str, str]) -> str:
        if wanted not in self._given and not (texts and self._session.has_name(wanted)):
            return wanted
        number = len(texts) + 1
        while (name := f"{wanted} ({number})") in self._given or self._session.has_name(name):
            number += 1
        return name

    def end_chunk(self) -> None:
        """What was given names is stored by now; only names that clashed are kept at hand."""
        self._texts = {name: texts for name, texts in self._texts.items() if len(texts) > 1}
        self._given.clear()
