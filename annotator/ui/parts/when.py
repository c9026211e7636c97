"""Moments in words of the person's own place and language: "14:05", "yesterday 17:40", "12 Mar 09:15"."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def when(moment: str, *, now: datetime | None = None) -> str:
    """A stored moment (ISO 8601, UTC) as words; what is no moment is given back as it is."""
    try:
        then = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    today = (now or datetime.now()).astimezone().date()
    clock = f"{then:%H:%M}"
    if then.date() == today:
        return clock
    if then.date() == today - timedelta(days=1):
        return QCoreApplication.translate("when", "yesterday {0}").format(clock)
    date = QDate(then.year, then.month, then.day)
    if then.year == today.year:
        return f"{QLocale().toString(date, 'd MMM')} {clock}"
    return QLocale().toString(date, "d MMM yyyy")


def exactly(moment: str) -> str:
    """A stored moment to the second, for a tooltip."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return moment
