"""What a person who comes back is told first: what was handed in on the last day of work, what came of it since."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from annotator.core.fold import Logged, Whole
from annotator.core.listing import LastDay
from annotator.core.rows import Name, SetState
from annotator.store.project_store import HOLDS, ProjectStore


def last_day(store: ProjectStore, person: Name, now: datetime) -> LastDay | None:
    """The last day before today on which the person did anything; None without one. `now` is aware, in local time."""
    key = store.origins.pack(person)
    today = datetime.combine(now.date(), time.min, now.tzinfo)
    last = store.query("SELECT max(at) FROM revision WHERE actor = ? AND at < ?", (key, _utc(today)))[0][0]
    if last is None:
        return None
    day = datetime.fromisoformat(last).astimezone(now.tzinfo).date()
    start = datetime.combine(day, time.min, now.tzinfo)
    counts = dict(
        store.query(
            "SELECT state, count(*) FROM annotation_set WHERE author = ? AND at >= ? GROUP BY state", (key, last)
        )
    )
    submitted = _submitted(store, person, _utc(start), _utc(start + timedelta(days=1)))
    return LastDay(day.isoformat(), submitted, counts.get("sent back", 0), counts.get("approved", 0))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _submitted(store: ProjectStore, person: Name, start: str, end: str) -> int:
    """Documents whose submission by this person between two moments still holds. Compressed Changes are all read."""
    named = "(instr(changes, CAST('\"submitted\"' AS BLOB)) OR substr(changes, 1, 1) = x'78')"
    where = f"actor = ? AND at >= ? AND at < ? AND {HOLDS} AND {named}"
    found = store.revisions(where, (store.origins.pack(person), start, end))
    return len({document for info in found for document in _handed_in(store.changes_of(info), person)})


def _handed_in(changes: Iterable[Logged], person: Name) -> Iterable[Name]:
    for change in changes:
        if isinstance(change, Whole):
            row = change.row
            if isinstance(row, SetState) and (row.author, row.state) == (person, "submitted"):
                yield row.document
        elif change.table == "annotation_set" and "submitted" in change.after and change.key[1] == person:
            yield change.key[0]
