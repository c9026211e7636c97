"""A project as scripts see it: read, fill, annotate, review, export."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from annotator import resources_path
from annotator.api.documents import Document, Label, Reader
from annotator.api.editing import Editing
from annotator.core import comments, review
from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.incoming import Options
from annotator.core.outgoing import labels_of
from annotator.core.people import join
from annotator.core.records import DocumentRecord, Finding
from annotator.core.rows import Name
from annotator.core.scheme import LabelSpec, read_scheme
from annotator.core.view import View
from annotator.formats import FORMATS
from annotator.formats.export_file import Facts, export_file
from annotator.formats.reading import read_paths
from annotator.session import Session, now
from annotator.session.exporting import Selection
from annotator.session.importing import import_all
from annotator.session.suggesting import Model, store_suggestions

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DocumentLike = Document | str | int
"""A Document, its name, or its number from 1."""


class Imported(NamedTuple):
    """What an import did; `findings` are sentences about what was left out or mended."""

    documents: int
    skipped: int  # there already
    findings: tuple[str, ...]


class _Suggested(NamedTuple):
    start: int
    end: int
    label: str
    score: float | None = None


def create_project(
    path: str | Path, *, person: str = "me", name: str = "", language: str = "en", scheme: str | Path = "news"
) -> "Project":
    """Make a project and open it. `scheme` is a scheme file, one that comes with the program, or empty for none.

    Raises ProjectError when the file is there already or cannot be made, SchemeError, OSError for the scheme's file.
    """
    labels = _read_scheme(scheme) if scheme else []
    return Project(Session.create(Path(path), person=person, name=name, language=language, labels=labels))


def _read_scheme(scheme: str | Path) -> list[LabelSpec]:
    path = Path(scheme)
    if not path.suffix:
        path = resources_path.resource(f"schemes/{scheme}.toml")
    return read_scheme(path.read_text(encoding="utf-8-sig"))


def open_project(path: str | Path, *, person: str = "", read_only: bool = False) -> "Project":
    """Open a project as one of its people, by default the first. Raises ProjectError.

    While another program has it open, only `read_only=True` works.
    """
    return Project(Session.open(Path(path), person=person, read_only=read_only))


class Project:
    """An open project; use it in a `with` block, from one thread. Iterating gives its documents in order."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; others may write to it then."""
        self._session.close()

    def __repr__(self) -> str:
        return f"<Project {self._session.path} with {len(self)} documents>"

    # ---- reading

    def __len__(self) -> int:
        return len(self._session.documents())

    def __iter__(self) -> Iterator[Document]:
        return (self._read(name) for name in self._session.documents())

    def __getitem__(self, document: str | int) -> Document:
        """A document by name, or by number from 1. Raises KeyError."""
        try:
            return self._read(self._find(document))
        except EditRefused as refusal:
            raise KeyError(document) from refusal

    @property
    def path(self) -> Path:
        """The project file."""
        return self._session.path

    @property
    def name(self) -> str:
        """The project's name."""
        return self._session.name

    @property
    def people(self) -> list[str]:
        """Who works in the project."""
        return [author.name for author in self._session.people.persons()]

    @property
    def labels(self) -> list[Label]:
        """The labels of the scheme: for spans, for relations, for documents, each in their order."""
        rows = [row for kind in ("span", "relation", "document") for row in self._session.scheme.ordered(kind)]
        return [Label(row.name, row.kind, row.title, row.guideline, row.symmetric) for row in rows]

    def _read(self, name: Name) -> Document:
        session = self._session
        return Reader(session.glance(name), session.scheme, session.people, session.language_of(name)).document()

    def _find(self, document: DocumentLike) -> Name:
        if isinstance(document, Document):
            return document.id
        found = self._session.find_document(str(document))
        if found is None:
            raise EditRefused(f'There is no document "{document}".')
        return found

    # ---- filling

    def add_text(self, name: str, text: str, *, language: str = "", meta: dict[str, Any] | None = None) -> Document:
        """Add one document. Raises EditRefused when there is no text, or when it is there already under this name."""
        findings: list[Finding] = []
        record = DocumentRecord(name, text, language, meta or {}, place=name)
        step = self._import([record], findings, Options(), f"Add {name}")
        if not step.documents:
            raise EditRefused(findings[-1].text)
        return self._read(self._session.documents()[-1])

    def import_files(
        self, *paths: str | Path, format: str = "auto", split: str = "file", author: str = "", suggestions: str = ""
    ) -> Imported:
        """Import files and folders, as `annotator import` does; `suggestions` names the model whose they are."""
        findings: list[Finding] = []
        records = read_paths([Path(path) for path in paths], format, split, findings.append)
        options = Options(author or self._session.actor.name, suggestions)
        return self._import(records, findings, options, "Import")

    def _import(
        self, records: Iterable[DocumentRecord], findings: list[Finding], options: Options, title: str
    ) -> Imported:
        step = import_all(self._session, records, findings.append, options=options, title=title)
        return Imported(step.documents, step.skipped, tuple(f"{one.place}: {one.text}" for one in findings))

    def suggest(
        self,
        document: DocumentLike,
        model: str,
        spans: Iterable[tuple[int, int, str] | tuple[int, int, str, float]],
        *,
        version: str = "",
    ) -> dict[str, int]:
        """Store what a model found in a document, (start, end, label[, score]) each, in the place of its last run.

        Returns how many had a label that the scheme lacks, by label; these are left out.
        """
        found = [_Suggested(*span) for span in spans]
        return dict(store_suggestions(self._session, self._find(document), Model(model, version, ""), found))

    # ---- annotating and reviewing

    @contextmanager
    def edit(self, author: str, title: str = "") -> Iterator[Editing]:
        """Annotate as somebody: `with project.edit("Ana") as e: e.mark_span(…)`. One step of undo, or nothing.

        Raises EditRefused; a person that is not in the project yet joins.
        """
        self._act_as(author)
        with self._session.compose(title or "Script") as composition:
            yield Editing(self._session, composition, self._find)

    def submit(self, document: DocumentLike, author: str) -> None:
        """Submit somebody's work on a document. Raises EditRefused."""
        self._act_as(author)
        self._session.do(review.submit(self._session.view(self._find(document))))

    def approve(self, document: DocumentLike, reviewer: str, *, digest: str = "") -> None:
        """Approve what is submitted; `digest` is that of the set that was looked at, empty: unseen.

        Raises EditRefused when it is not what is there any more.
        """
        self._act_as(reviewer, reviewing=True)
        view = self._under_review(self._find(document))
        self._session.do(review.approve(view, shown=digest, decided=bool(digest)))

    def send_back(self, document: DocumentLike, reviewer: str, comment: str) -> None:
        """Send submitted work back with a comment. Raises EditRefused."""
        self._act_as(reviewer, reviewing=True)
        name = self._find(document)
        with self._session.compose("Send back") as composition:
            composition.add(comments.comment(self._under_review(name), comment))
            composition.add(review.send_back(self._under_review(name)))

    def _under_review(self, name: Name) -> View:
        doc = self._session.document(name)
        waiting = [one.author for one in doc.sets.values() if one.state in ("submitted", "in review")]
        if len(waiting) != 1:
            raise EditRefused("Nothing is submitted here." if not waiting else "Several people submitted this.")
        return self._session.view(name, reviewed=waiting[0])

    def undo(self, person: str) -> str:
        """Take back somebody's last step; returns its title. Raises EditRefused."""
        self._act_as(person)
        return self._session.undo().info.title

    def redo(self, person: str) -> str:
        """Bring back what somebody undid last; returns its title. Raises EditRefused."""
        self._act_as(person)
        return self._session.redo().info.title

    def _act_as(self, person: str, *, reviewing: bool = False) -> None:
        people = self._session.people
        if people.find(person) is None and not people.roles:
            self._session.do(join(people, person))
        self._session.act_as(person, reviewing=reviewing)

    # ---- going out

    def export(self, out: str | Path, format: str = "jsonl", *, which: str = "", force: bool = False) -> str:
        """Write annotations with a manifest beside the file, as `annotator export` does; returns what went out.

        `which`: approved, submitted, all, author:NAME; empty as the project's review asks. Raises ExportError.
        """
        chosen = FORMATS.get(format)
        if chosen is None:
            raise ProjectError(f"There is no format {format}; there are {', '.join(FORMATS)}.")
        selection = Selection(self._session, which)
        facts = Facts(self.name, selection.which, labels_of(self._session.scheme), now())
        export_file(selection.records(), chosen, Path(out), facts, force=force)
        return selection.sentence()

    def to_docs(self, nlp: "Language", *, which: str = "") -> Iterator["Doc"]:
        """spaCy Docs of what `export` would write, one for each set, tokenized by `nlp`; see `annotator.nlp.docs`."""
        from annotator.nlp.docs import docs_of

        for record in Selection(self._session, which).records():
            yield from docs_of(nlp, record)
