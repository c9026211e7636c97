"""The line for those who come back."""

from PySide6.QtCore import QDate, QLocale, Qt
from pytestqt.qtbot import QtBot

from annotator.core.listing import LastDay
from annotator.ui.desk import Desk
from annotator.ui.greeting import since


def ago(days: int) -> str:
    return QDate.currentDate().addDays(-days).toString(Qt.DateFormat.ISODate)


def test_what_was_handed_in_and_what_came_back(qtbot: QtBot) -> None:
    desk = Desk()
    assert since(desk, LastDay(ago(1), 14, 2, 0)) == "Yesterday: 14 submitted, 2 sent back since"
    assert since(desk, LastDay(ago(1), 14, 2, 3)) == "Yesterday: 14 submitted, 2 sent back and 3 approved since"
    assert since(desk, LastDay(ago(1), 0, 0, 1)) == "Yesterday: 1 approved since"
    assert since(desk, LastDay(ago(1), 0, 0, 0)) == ""


def test_days_further_back_have_names_and_then_dates(qtbot: QtBot) -> None:
    desk = Desk()
    weekday = QLocale().toString(QDate.currentDate().addDays(-3), "dddd")
    assert since(desk, LastDay(ago(3), 1, 0, 0)) == f"{weekday}: 1 submitted"
    assert str(QDate.currentDate().addDays(-40).year()) in since(desk, LastDay(ago(40), 1, 0, 0))
