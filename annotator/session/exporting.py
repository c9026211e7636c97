"""Export: which documents go out, as what, and why the others do not."""

from collections import Counter
from collections.abc import Iterator, Sequence

from annotator.core.change import EditRefused
from annotator.core.listing import STATES
from annotator.core.outgoing import SeveralAuthors, chosen, outgoing
from annotator.core.records import DocumentRecord
from annotator.core.rows import Name
from annotator.session.session import Session

CHOICES = ("approved", "submitted", "all")


class Selection:
    """The documents of an export, and the tally of those left out."""

    def __init__(self, session: Session, which: str = "", *, documents: list[Name] | None = None) -> None:
        """`which`: approved, submitted, all, author:NAME; empty as `default_which`. Raises EditRefused."""
        self._session = session
        self.which = which or default_which(session)
        self._check_author()
        self.documents = session.documents() if documents is None else documents
        self.sent: list[Name] = []  # documents that went out, in their order
        self.left_out: Counter[str] = Counter()
        self.several: list[str] = []  # names of documents with several authors and no final version

    @property
    def exported(self) -> int:
        """How many documents went out."""
        return len(self.sent)

    def _check_author(self) -> None:
        if self.which.startswith("author:"):
            name = self.which.removeprefix("author:")
            known = sorted({author.name for author in self._session.people.authors.values()})
            if name not in known:
                raise EditRefused(f'Nobody called "{name}" annotated here; there are {", ".join(known)}.')

    def records(self) -> Iterator[DocumentRecord]:
        """Records of the documents chosen, one after the other; each time it is asked, from the first again."""
        session = self._session
        self.sent, self.several = [], []
        self.left_out.clear()
        for name in self.documents:
            doc = session.glance(name)
            try:
                sets, state = chosen(doc, session.people, self.which)
            except SeveralAuthors:
                self.several.append(doc.document.name)
                continue
            if not sets and self.which != "all":
                self.left_out[state] += 1
                continue
            self.sent.append(name)
            record = outgoing(doc, session.scheme, session.people, sets, whole=self.which == "all")
            tokens = session.tokens(name)
            if tokens is not None:
                record.tokens, record.tokenizer = tokens, session.tokenizer(name)
            yield record

    def at(self, places: Sequence[int] | None) -> Iterator[DocumentRecord]:
        """Records of the documents at these places among those that went out, read again; of all for None."""
        if places is None:
            return self.records()
        chosen = [self.sent[place] for place in places]
        return Selection(self._session, self.which, documents=chosen).records()

    def sentence(self, verb: str = "exported") -> str:
        """What went out and what did not, such as "exported 12 of 40: 20 in progress, 8 submitted"."""
        words = [f"{self.left_out[state]} {self._in_words(state)}" for state in STATES if self.left_out[state]]
        if self.several:
            words.append(
                f"{len(self.several)} by several authors without a final version (--which submitted takes each of them)"
            )
        rest = f": {', '.join(words)}" if words else ""
        return f"{verb} {self.exported} of {len(self.documents)}{rest}"

    def _in_words(self, state: str) -> str:
        author = self.which.removeprefix("author:")
        return f"without anything of {author}" if author != self.which else state


def default_which(session: Session) -> str:
    """Final versions where review is required; else submitted or better, one set a document."""
    return "approved" if session.people.setting("review") == "required" else "default"
