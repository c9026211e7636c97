"""Changes of the scheme with work present: 10,000 documents, 500,000 spans, a fifth of the documents approved."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, thread_time

from annotator.core import review, scheme_edits
from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import Name
from annotator.core.scheme_preview import SplitRule
from annotator.session import Session
from annotator.session.importing import import_all
from annotator.session.scheming import do_edit, merging, preview_edit, preview_merge, preview_split, splitting
from benchmarks.documents import News, news

COUNT, SPANS, KINDS, APPROVED = 10_000, 42, 50, 5  # every fifth document has a final version beside its author's work
PREVIEW, RENAME, MERGE = 1_000.0, 50.0, 5_000.0  # milliseconds


def say(what: str, milliseconds: float, limit: float = 0.0) -> bool:
    """A line of the report; returns whether the limit holds."""
    print(f"{what:52}{milliseconds:10,.1f} ms  {f'at most {limit:,.0f} ms' if limit else ''}", flush=True)
    return not limit or milliseconds <= limit


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1e3


def record(number: int, made: News) -> DocumentRecord:
    """A document of "me" with labels of their own for parts of each kind."""
    one = SetRecord("me", state="submitted" if number % APPROVED == 0 else "in progress", round=1)
    labels = [f"{entity.label}{place % (KINDS // 4)}" for place, entity in enumerate(made.entities)]
    pairs = zip(made.entities, labels, strict=True)
    one.spans = [SpanRecord(str(i), ((e.start, e.end),), label) for i, (e, label) in enumerate(pairs)]
    one.relations = [RelationRecord(f"r{i}", str(x.head), str(x.tail), x.label) for i, x in enumerate(made.links)]
    return DocumentRecord(f"text {number}", made.text, sets=[one])


def project(path: Path) -> Session:
    """The project, a fifth of it approved."""
    session = Session.create(path, person="me")
    texts = [news(seed, characters=1_000, entities=SPANS, links=8) for seed in range(500)]
    records = (record(i, texts[i % 500]._replace(text=f"{texts[i % 500].text} {i}")) for i in range(COUNT))
    import_all(session, records, lambda finding: None)
    session.act_as("me", reviewing=True)
    approve(session, session.documents()[::APPROVED])
    session.act_as("me")
    return session


def approve(session: Session, documents: list[Name]) -> None:
    """Approve many documents, as a reviewer would one after the other."""
    for name in documents:
        session.do(review.approve(session.view(name, reviewed=session.actor.id)))


def job(what: str, steps: Callable[[], Iterator[object]], limit: float = 0.0) -> bool:
    """Go through a job and print what it takes, and its longest turn; returns whether the limit holds."""
    began, worst, turn = perf_counter(), 0.0, thread_time()
    for _ in steps():
        worst, turn = max(worst, (thread_time() - turn) * 1e3), thread_time()
    good = say(what, (perf_counter() - began) * 1e3, limit)
    say("  its longest turn, CPU", worst)
    return good


def main() -> int:
    """Measure; exit code 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        session = project(Path(folder) / "scheme.annot")
        counts = session.counts()
        gold = session.scheme_reads.usage([row.id for row in session.scheme.ordered("span")]).spans
        print(f"{counts.documents:,} documents, {gold:,} entities, {counts.states['approved']:,} documents approved")
        label = session.scheme.named("ORG0").id
        other = session.scheme.named("PER1").id
        relation = session.scheme.named("works_for", "relation").id
        rule = scheme_edits.set_pairs(session.scheme, relation, [(label, label)])
        rename = scheme_edits.rename(session.scheme, label, "FIRM")
        reads = [
            ("preview of a rename", lambda: preview_edit(session, rename)),
            ("preview of a rule", lambda: preview_edit(session, rule)),
            ("preview of a merge", lambda: preview_merge(session, [label], other)),
            ("preview of a split by words", lambda: preview_split(session, label, SplitRule("Bank"))),
        ]
        good = [say(what, timed(work), PREVIEW) for what, work in reads]
        good.append(say("rename", timed(lambda: do_edit(session, rename)), RENAME))
        window = "merge in turns of 10 ms, as a window does it"
        good.append(job(window, lambda: merging(session, [label], other), MERGE))
        job("undo of it in turns", lambda: session.turning("undo"))
        verb = "merge in turns of 50 ms, as a verb does it"
        good.append(job(verb, lambda: merging(session, [label], other, turn_ms=50), MERGE))
        org = session.scheme.named("ORG1").id
        job("split by words", lambda: splitting(session, org, "BANK", SplitRule("Bank")))
        other_rule = scheme_edits.set_pairs(session.scheme, relation, [(other, other)])
        say("a rule, with the approvals it outdates", timed(lambda: do_edit(session, other_rule)))
        session.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
