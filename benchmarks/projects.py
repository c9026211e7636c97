"""Projects to measure: long documents with spans and relations, a long one a model has read, many short ones."""

from collections.abc import Callable
from pathlib import Path

from annotator.core.people import set_setting
from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.session import Session
from annotator.session.importing import import_records
from benchmarks.documents import News, crowded, news, one_paragraph

SIZES: dict[str, Callable[[], News]] = {  # the documents that other programs were measured with, and harder ones
    "5 kB": lambda: news(1, characters=5_000, entities=50, links=20),
    "100 kB": lambda: news(2, characters=100_000, entities=1_500, links=800),
    "1 MB": lambda: news(3, characters=1_000_000, entities=15_000, links=8_000),
    "10 MB": lambda: news(4, characters=10_000_000, entities=150_000, links=80_000),
    "1 MB line": lambda: one_paragraph(news(3, characters=1_000_000, entities=15_000, links=8_000)),
    "300 arcs": lambda: crowded(300),
}


def _created(path: Path) -> Session:
    session = Session.create(path, person="me")
    session.do(set_setting(session.people, "pipeline", "none"))  # the language process has a benchmark of its own
    return session


def _long(path: Path, name: str, made: News, one: SetRecord) -> Path:
    """A project with one document and one set of spans and relations."""
    one.spans = [SpanRecord(str(i), ((e.start, e.end),), e.label) for i, e in enumerate(made.entities)]
    one.relations = [RelationRecord(f"r{i}", str(x.head), str(x.tail), x.label) for i, x in enumerate(made.links)]
    session = _created(path)
    for _ in import_records(session, [DocumentRecord(name, made.text, sets=[one])], lambda finding: None):
        pass
    session.close()
    return path


def annotated(folder: Path, size: str) -> Path:
    """A project with one document of a size, its spans and relations those of "me"."""
    return _long(folder / f"{size}.annot", size, SIZES[size](), SetRecord("me"))


def suggested(folder: Path, spans: int) -> Path:
    """A project with one document of 1 MB in which a model found so many entities, none decided yet."""
    made = news(3, characters=1_000_000, entities=spans, links=0)
    return _long(folder / f"suggested-{spans}.annot", "long", made, SetRecord("model", kind="model", state="suggested"))


def many(folder: Path) -> Path:
    """A project of 10,000 short texts."""
    path = folder / "many.annot"
    session = _created(path)
    records = (
        DocumentRecord(f"s{i:05}", news(1000 + i, characters=400, entities=5, links=2).text) for i in range(10_000)
    )
    for _ in import_records(session, records, lambda finding: None):
        pass
    session.close()
    return path
