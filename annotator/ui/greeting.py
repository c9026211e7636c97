"""What a person is told who comes back: "Yesterday: 14 submitted, 2 sent back since"."""

from PySide6.QtCore import QDate, QLocale, Qt

from annotator.core.listing import LastDay
from annotator.ui.desk import Desk


def greet(desk: Desk) -> None:
    """Say what became of the last day's work; nothing where there is nothing to say."""
    last = desk.session.last_day() if desk.session is not None else None
    said = since(desk, last) if last is not None else ""
    if said:
        desk.message.emit(said, "info")


def since(desk: Desk, last: LastDay) -> str:
    """The line; empty when nothing was handed in and nothing came back."""
    parts = [desk.tr("{0} submitted").format(last.submitted)] if last.submitted else []
    came = [desk.tr("{0} sent back").format(last.sent_back)] if last.sent_back else []
    came += [desk.tr("{0} approved").format(last.approved)] if last.approved else []
    if came:
        parts.append(desk.tr("{0} since").format(desk.tr(" and ").join(came)))
    return f"{_day(desk, last.day)}: {', '.join(parts)}" if parts else ""


def _day(desk: Desk, iso: str) -> str:
    day, today = QDate.fromString(iso, Qt.DateFormat.ISODate), QDate.currentDate()
    if day.addDays(1) == today:
        return desk.tr("Yesterday")
    return QLocale().toString(day, "dddd" if day.addDays(7) > today else "d MMMM yyyy")
