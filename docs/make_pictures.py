"""Makes the pictures of the README and the guide: the program draws itself. python docs/make_pictures.py [FOLDER]"""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HOME = tempfile.TemporaryDirectory()
for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[variable] = HOME.name

os.environ["HOME"] = HOME.name  # paths in pictures are those of nobody

from PySide6.QtCore import Qt  # noqa: E402 - the folders above must stand first
from PySide6.QtTest import QTest  # noqa: E402 - the folders above must stand first
from PySide6.QtWidgets import QWidget  # noqa: E402

from annotator import sample  # noqa: E402
from annotator.app import make_application  # noqa: E402
from annotator.cli.suggesting import plan_for, read_all  # noqa: E402
from annotator.core import comments, edits, review  # noqa: E402
from annotator.core.filtering import save_filter  # noqa: E402
from annotator.core.people import give_role, join, rename, set_roles, set_setting  # noqa: E402
from annotator.core.rows import WordException  # noqa: E402
from annotator.core.word_lists import EntrySpec, add_list, except_text  # noqa: E402
from annotator.session import Session  # noqa: E402
from annotator.session.assigning import all_of, assigning, planned  # noqa: E402
from annotator.session.copying import copy_project  # noqa: E402
from annotator.ui.desk import Desk  # noqa: E402
from annotator.ui.dialogs.import_texts import ImportTexts  # noqa: E402
from annotator.ui.dialogs.open_document import OpenDocument  # noqa: E402
from annotator.ui.dialogs.people import People  # noqa: E402
from annotator.ui.dialogs.settings import Settings  # noqa: E402
from annotator.ui.dialogs.word_lists import WordLists  # noqa: E402
from annotator.ui.looks import Looks  # noqa: E402
from annotator.ui.main_window import MainWindow  # noqa: E402
from annotator.ui.memory import Memory  # noqa: E402
from annotator.ui.parts.combo import Combo  # noqa: E402
from annotator.ui.scheme_editor.editor import SchemeEditor  # noqa: E402
from annotator.ui.scheme_editor.split_window import SplitWindow  # noqa: E402
from annotator.ui.worker_client import WorkerClient  # noqa: E402

LINKS = (
    ("Kestrin", "invests in", "Nitra", 1),
    ("Namsol Energy", "supplies", "Kestrin", 1),
    ("Kestrin", "owns stake in", "Zellunion", 3),
    ("Katharina Oelsner", "works for", "Kestrin", 4),
    ("Katharina Oelsner", "holds role", "chief executive", 4),
    ("Namsol", "based in", "Daegu", 5),
    ("Pieter Aldenkamp", "works for", "Crombrugge Securities", 6),
    ("Crombrugge Securities", "based in", "Antwerp", 6),
)


def prepared() -> Path:
    """The sample with two people, the first article half done, the second submitted and in review."""
    path = sample.build()
    session = Session.open(path)
    read_all(session, plan_for(session))
    first, second = session.documents()[:2]
    for start, end, label in _marks(session, first):
        _try(session, lambda start=start, end=end, label=label: edits.mark_span(session.view(first), start, end, label))
    for head, label, tail, paragraph in LINKS:
        _link(session, first, head, label, tail, paragraph)
    session.do(join(session.people, "Rita"))
    session.do(review.submit(session.view(second)))
    session.act_as("Rita", reviewing=True)
    mine = session.people.named("me").id
    spans = session.document(second).set_of(mine).spans.ordered()
    place = next(span for span in spans if session.document(second).surface(span) == "Rhine")
    view = session.view(second, reviewed=mine)
    session.do(edits.relabel(view, [place.id], session.scheme.named("LOC").id, broken="keep"))
    session.do(comments.comment(session.view(second, reviewed=mine), "The Rhine is a river, so LOC.", item=place.id))
    session.do(set_setting(session.people, "review", "required"))
    session.do(give_role(session.people, mine, "annotator"))
    session.do(give_role(session.people, session.actor.id, "reviewer"))
    session.close()
    return path


def _marks(session: Session, document: str) -> list[tuple[int, int, str]]:
    """Spans a person made in the first article: what the pipeline missed, and most of what it found."""
    text = session.text_of(document)
    label = session.scheme.named
    wanted = {"chief executive": "TITLE", "Nitra": "GPE", "Namsol": "ORG", "Zellunion": "ORG", "Kestrin": "ORG"}
    wanted |= {"Namsol Energy": "ORG", "Katharina Oelsner": "PERSON", "Daegu": "GPE", "Antwerp": "GPE"}
    wanted |= {"Pieter Aldenkamp": "PERSON", "Crombrugge Securities": "ORG"}
    found = []
    for words, name in sorted(wanted.items(), key=lambda pair: -len(pair[0])):
        at = text.find(words)
        while at >= 0:
            if not any(start <= at < end for start, end, _ in found):
                found.append((at, at + len(words), label(name).id))
            at = text.find(words, at + 1)
    return found


def _link(session: Session, document: str, head: str, label: str, tail: str, paragraph: int) -> None:
    text = session.text_of(document)
    start = 0
    for _ in range(paragraph):
        start = text.index("\n\n", start + 1)
    own = session.document(document).set_of(session.actor.id).spans

    def at(words: str) -> str:
        place = text.index(words, start)
        return next(span.id for span in own.within(place, place + len(words)) if span.start == place)

    _try(
        session,
        lambda: edits.link(session.view(document), at(head), at(tail), session.scheme.named(label, "relation").id),
    )


def _try(session: Session, make: Callable[[], object]) -> None:
    session.do(make())  # type: ignore[arg-type]


def picture(path: Path, out: Path, *, person: str, dark: bool, prepare: Callable[[MainWindow], object]) -> None:
    """One picture of the window."""
    memory = Memory()
    memory.keep("person", person)
    memory.keep("looks/theme", "dark" if dark else "light")
    memory.keep("sample/strip", "closed")
    desk = Desk()
    window = MainWindow(desk, WorkerClient(), memory, Looks(memory))
    window.resize(1440, 900)
    window.show()
    session = Session.open(path, person=person)
    window.projects.take(session, ask=False)
    QTest.qWait(1200)
    prepare(window)
    QTest.qWait(600)
    window.grab().save(str(out))
    window.close()
    desk.set_session(None)
    window.deleteLater()


def at_words(window: MainWindow, words: str) -> None:
    """Focus the first span with these words."""
    rows = window.desk.entities()
    found = [row for row in rows if row.text == words]
    window.desk.focus_item((found or rows)[0].id)


def searching(window: MainWindow) -> None:
    """The search of the whole project."""
    window.dialogs.search()
    window.resizeDocks([window.docks.all[-1]], [420], Qt.Orientation.Vertical)
    window.search.fields.field.setText("second")
    window.search.fields.ask_now()
    QTest.qWait(600)
    window.search.take_label(window.desk.view.scheme.named("ORDINAL").id)
    window.search.table.follow(2)


def dialog_picture(
    path: Path, out: Path, *, dark: bool, prepare: Callable[[MainWindow], QWidget], person: str = "me"
) -> None:
    """One picture of a dialog by itself; `prepare` opens it."""
    memory = Memory()
    memory.keep("looks/theme", "dark" if dark else "light")
    memory.keep("keys/preset", "ours")
    desk = Desk()
    window = MainWindow(desk, WorkerClient(), memory, Looks(memory))
    window.resize(1440, 900)
    window.show()
    window.projects.take(Session.open(path, person=person), ask=False)
    QTest.qWait(300)
    dialog = prepare(window)
    QTest.qWait(400)
    dialog.grab().save(str(out))
    dialog.close()
    window.close()
    desk.set_session(None)
    window.deleteLater()


def _settings(window: MainWindow, page: int) -> Settings:
    dialog = Settings(window, window.desk, window.looks)
    dialog.open()
    dialog.pages.setCurrentIndex(page)
    return dialog


def _clash(window: MainWindow) -> Settings:
    """The keys, with one about to be taken from another action."""
    dialog = _settings(window, 1)
    dialog.keymap.table.follow(7)
    dialog.keymap.change()
    dialog.keymap.field.pressed.emit("G")
    return dialog


def _table(window: MainWindow) -> ImportTexts:
    """A table of articles about to come in, one row of it without a text."""
    first = "Varga Motors opened a plant in Brno on Friday. Chief executive Lena Hart said it would hire 300 people."
    rows = [
        ["headline", "body", "outlet", "date"],
        ["A plant opens in Brno", f"{first}\n\nShares rose by a tenth.", "Wire", "2026-11-02"],
        [
            "Halden Pharma buys Soren Labs",
            "Halden Pharma said on Monday it would buy Soren Labs.",
            "Post",
            "2026-11-03",
        ],
        ["Brix Capital sells", "", "Wire", "2026-11-03"],
        ["Ostra Fund waits", "Ostra Fund declined to comment on its holdings in Utrecht.", "Wire", "2026-11-04"],
    ]
    path = Path(HOME.name) / "articles.csv"
    with open(path, "w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return _importing(window, path)


def _labels(window: MainWindow) -> ImportTexts:
    """Annotations about to come in, a label of theirs under another name."""
    lines = []
    for text in (
        "Varga Motors opened a plant in Brno.",
        "Halden Pharma has a plant in Utrecht.",
        "Soren Labs is in Brno.",
    ):
        found = [(text.find(word), word, label) for word, label in MARKED if word in text]
        spans = [{"start": start, "end": start + len(word), "label": label} for start, word, label in found]
        lines.append(json.dumps({"text": text, "spans": spans}))
    path = Path(HOME.name) / "wire.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    dialog = _importing(window, path)
    box = dialog.mapping.findChildren(Combo)[0]
    box.setCurrentIndex(box.findData("> ORG"))
    return dialog


MARKED = (("Varga Motors", "COMPANY"), ("Halden Pharma", "COMPANY"), ("Soren Labs", "COMPANY"), ("Brno", "GPE"))


def _importing(window: MainWindow, path: Path) -> ImportTexts:
    dialog = ImportTexts(window, window.desk, window.looks, [path], pipeline="en_core_web_sm")
    dialog.open()
    QTest.qWait(1500)
    return dialog


WORDS = (
    EntrySpec("ORG", "Crombrugge Securities"),
    EntrySpec("ORG", "Kestrin"),
    EntrySpec("ORG", "namsol energy", any_case=True),
    EntrySpec("GPE", "Nitra"),
    EntrySpec("TITLE", "chief executive", any_case=True),
    EntrySpec("PERSON", '[{"LOWER": "mr"}, {"IS_TITLE": true, "OP": "+"}]', tokens=True),
)


def _word_lists(window: MainWindow, page: int) -> WordLists:
    """The dialog, over a project with a list and some exceptions."""
    session = window.desk.session
    assert session is not None
    if not session.people.lists:
        session.do(add_list(session.people, session.scheme, "Industry", WORDS))
        session.do(add_list(session.people, session.scheme, "Months", [EntrySpec("DATE", "May")]))
        date, org = (session.scheme.named(name).id for name in ("DATE", "ORG"))
        mine = session.actor.id
        learnt = [
            WordException("", "May", date, before="Theresa", writer=mine),
            WordException("", "Nitra", org, writer=mine),
            WordException("", "Kestrin", org, only_in=session.documents()[1], writer=mine),
        ]
        session.do(except_text(session.people, session.scheme, learnt))
    dialog = WordLists(window, window.desk, window.looks)
    dialog.open()
    dialog.pages.setCurrentIndex(page)
    dialog.lists.entries.follow(2)
    dialog.exceptions.table.follow(0)
    return dialog


DIALOGS: dict[str, Callable[[MainWindow], QWidget]] = {
    "word-lists": lambda window: _word_lists(window, 0),
    "word-exceptions": lambda window: _word_lists(window, 1),
    "settings": lambda window: _settings(window, 0),
    "settings-keys": _clash,
    "import-table": _table,
    "import-labels": _labels,
}


def checked(window: MainWindow) -> None:
    """The problems of the project, the third of them on screen."""
    window.dialogs.problems()
    QTest.qWait(1000)
    below = [dock for dock in window.docks.all if dock.objectName() in ("entities", "relations", "problems")]
    window.resizeDocks(below, [150, 150, 520], Qt.Orientation.Vertical)
    for _ in range(3):
        window.desk.next_to_look_at(1)


def team(path: Path) -> Path:
    """The same project with four people, some of its documents assigned."""
    made = path.with_name("team.annot")
    copy_project(path, made)
    session = Session.open(made)
    people, lead = session.people, session.people.named("me").id
    session.do(rename(people, lead, "Ana"))
    for name, roles in (("Ana", ("annotator", "lead")), ("Ben", ("annotator",)), ("Chiara", ("annotator", "reviewer"))):
        if people.find(name) is None:
            session.do(join(people, name))
        session.do(set_roles(people, lead, people.named(name).id, roles))
    dealt = planned(session, session.documents()[:16], [lead, people.named("Ben").id], how="turn", overlap=0.25, seed=0)
    all_of(assigning(session, dealt.pairs))
    session.do(save_filter(people, "Nobody has these", "assigned:nobody"))
    session.close()
    return made


def _people(window: MainWindow, page: int) -> People:
    dialog = People(window, window.desk, window.looks, page=page)
    dialog.open()
    for name in ("Ben", "Chiara"):
        assert window.desk.session is not None
        dialog.assign.people[window.desk.session.people.named(name).id].setChecked(True)
    dialog.assign.overlap.setCurrentIndex(dialog.assign.overlap.findData("20"))
    dialog.assign.show_plan()
    return dialog


def _found(window: MainWindow) -> OpenDocument:
    dialog = OpenDocument(window, window.desk, window.looks)
    dialog.open()
    dialog.field.setText("antwerp price")
    return dialog


def _scheme(window: MainWindow, page: int) -> SchemeEditor:
    """The scheme editor, on the page of entities or on that of relations."""
    window.dialogs.scheme()
    editor = window.findChild(SchemeEditor)
    editor.resize(1120, 920)
    editor.tabs.setCurrentIndex(page)
    if page == 1:
        grid = editor.pages["relation"].fields.grid
        grid.setFocus()
        grid.setCurrentIndex(grid.rules.index(1, 2))
    return editor


def _split(window: MainWindow) -> SplitWindow:
    """A label about to be split, one of its entities chosen by hand."""
    assert window.desk.session is not None
    editor = _scheme(window, 0)
    editor.split(window.desk.session.scheme.named("ORG").id)
    dialog = editor.findChild(SplitWindow)
    dialog.into.setText("COMPANY")
    dialog.words.setText("Kestrin|Crombrugge")
    QTest.qWait(600)
    dialog.table.follow(2)
    QTest.keyClick(dialog.table, Qt.Key.Key_2)
    return dialog


TEAM: dict[str, Callable[[MainWindow], QWidget]] = {
    "people": lambda window: _people(window, 0),
    "assign": lambda window: _people(window, 1),
    "open": _found,
    "scheme": lambda window: _scheme(window, 0),
    "scheme-rules": lambda window: _scheme(window, 1),
    "scheme-split": _split,
}


def filtered(window: MainWindow) -> None:
    """The queue with a filter."""
    window.queue.narrow_to("state:open label:ORG")


def main() -> None:
    """All pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    application = make_application()
    path = prepared()
    picture(
        path, folder / "annotating.png", person="me", dark=False, prepare=lambda w: at_words(w, "Katharina Oelsner")
    )
    picture(path, folder / "dark.png", person="me", dark=True, prepare=lambda w: at_words(w, "Kestrin"))

    def in_review(window: MainWindow) -> None:
        window.desk.next_document(1)
        window.docks.reveal("comments")
        row = next((row for row in window.desk.differences()), None)
        if row is not None:
            window.desk.focus_item(row.item)

    picture(path, folder / "review.png", person="Rita", dark=False, prepare=in_review)

    def linking(window: MainWindow) -> None:
        at_words(window, "Zellunion")
        window.desk.start_linking()

    picture(path, folder / "linking.png", person="me", dark=False, prepare=linking)
    for dark, name in ((False, "search.png"), (True, "search-dark.png")):
        picture(path, folder / name, person="me", dark=dark, prepare=searching)
    for theme in ("light", "dark"):
        for name, prepare in DIALOGS.items():
            dialog_picture(path, folder / f"{name}-{theme}.png", dark=theme == "dark", prepare=prepare)
    for dark, name in ((False, "problems.png"), (True, "problems-dark.png")):
        picture(path, folder / name, person="me", dark=dark, prepare=checked)
    shared = team(path)
    for theme in ("light", "dark"):
        for name, prepare in TEAM.items():
            out = folder / f"{name}-{theme}.png"
            dialog_picture(shared, out, dark=theme == "dark", prepare=prepare, person="Ana")
        out = folder / f"queue-filter-{theme}.png"
        picture(shared, out, person="Ana", dark=theme == "dark", prepare=filtered)
    application.quit()


if __name__ == "__main__":
    main()
