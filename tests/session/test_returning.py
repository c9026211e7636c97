"""What a person who comes back is told."""

from datetime import datetime, timedelta

from annotator.core import comments, review
from annotator.core.listing import LastDay
from annotator.session import Session
from annotator.store.returning import last_day


def tomorrow(session: Session, person: str) -> LastDay | None:
    found = session.people.find(person)
    assert found is not None
    return last_day(session._store, found.id, datetime.now().astimezone() + timedelta(days=1))


def test_what_was_submitted_and_what_came_back(session: Session) -> None:
    first, second = session.documents()[:2]
    session.do(review.submit(session.view(first)))
    session.do(review.submit(session.view(second)))
    session.undo()
    day = datetime.now().astimezone().date().isoformat()
    assert tomorrow(session, "Ana") == LastDay(day, 1, 0, 0)
    ana = session.actor.id
    session.act_as("Rita", reviewing=True)
    session.do(comments.comment(session.view(first, reviewed=ana), "Look again"))
    session.do(review.send_back(session.view(first, reviewed=ana)))
    assert tomorrow(session, "Ana") == LastDay(day, 1, 1, 0)


def test_today_is_no_last_day(session: Session) -> None:
    assert session.last_day() is None
    assert tomorrow(session, "Ben") is None
