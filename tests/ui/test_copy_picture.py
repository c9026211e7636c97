"""Copy as picture: what is in view, in either theme, as an image with twice the pixels and as SVG with its words."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from annotator.ui import theme
from annotator.ui.canvas.snapshot import SVG
from annotator.ui.main_window import MainWindow
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_what_is_in_view_goes_to_the_clipboard(window: MainWindow, qtbot: QtBot, choice: str) -> None:  # noqa: F811
    window.looks.choose(choice)
    page = window.pane.canvas.viewport()
    window.actions_by_id["copy_picture"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    image = data.imageData()
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (2 * page.width(), 2 * page.height())
    ground = (theme.dark() if choice == "dark" else theme.light()).background
    assert image.pixelColor(2, 2) == ground
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert len(colours) > 20  # words, fills and chips, not a page of one colour
    drawing = bytes(data.data(SVG).data()).decode()
    assert "Halden Pharma" in drawing
    assert "PERSON" in drawing


def test_without_a_document_it_says_so(window: MainWindow) -> None:  # noqa: F811
    heard: list[str] = []
    window.desk.message.connect(lambda words, _kind: heard.append(words))
    window.actions_by_id["copy_picture"].trigger()
    assert heard == ["There is no document to copy."]


@pytest.mark.usefixtures("project")
def test_the_lines_selected_are_the_picture(window: MainWindow) -> None:  # noqa: F811
    desk = window.desk
    assert desk.scene is not None
    start = desk.scene.text.index("Soren Labs is based")
    desk.focus_text(start, start + 30)
    page = window.pane.canvas.viewport()
    window.actions_by_id["copy_picture"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    image = data.imageData()
    assert isinstance(image, QImage)
    assert 60 < image.height() < 2 * page.height()
    drawing = bytes(data.data(SVG).data()).decode()
    assert "Soren Labs is based" in drawing
    assert "43 million" not in drawing  # the paragraph above


def test_too_much_for_one_picture_says_what_to_do(window: MainWindow, project: Path) -> None:  # noqa: F811
    window.projects.add_text("A line of words that is written again and again.\n\n" * 2000)
    heard: list[str] = []
    window.desk.message.connect(lambda words, _kind: heard.append(words))
    for end in (30_000, 90_000):  # too many lines, and more than is even laid out
        window.desk.focus_text(0, end)
        window.actions_by_id["copy_picture"].trigger()
    assert heard == ["This is too much for one picture: File, Save as picture draws pages."] * 2
