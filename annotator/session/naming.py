"""Names of documents that come in: one name, one text; the same text under the same name comes in once."""

from collections.abc import Callable

from annotator.core.incoming import text_hash
from annotator.core.records import DocumentRecord, Finding
from annotator.session.session import Session

LONGEST = 200  # characters of a name


class Naming:
    """Gives names to documents of one import, chunk by chunk; `skipped` counts those that were there already."""

    def __init__(self, session: Session, report: Callable[[Finding], None]) -> None:
        self._session, self._report = session, report
        self._texts: dict[str, dict[str, str]] = {}  # name asked for → text's hash → name it has
        self._given: set[str] = set()  # in this chunk
        self.skipped = 0

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
        if sha256 in texts:
            self._report(
                Finding(place, f'"{texts[sha256]}" is in the project already, with the same text; it was left out.')
            )
            self.skipped += 1
            return ""
        name = self._free(wanted, texts)
        if name != wanted:
            self._report(Finding(place, f'Another document is called "{wanted}"; this one became "{name}".'))
        texts[sha256] = name
        self._given.add(name)
        return name

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
