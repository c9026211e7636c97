"""Pictures without a window."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from annotator.ui import theme
from annotator.ui.canvas.frame import ABOVE, BELOW
from annotator.ui.canvas.render import Picture
from annotator.ui.canvas.state import Presentation
from benchmarks.canvas import scene_of
from benchmarks.documents import news as make_news
from benchmarks.memory_scene import MemoryScene
from tests.ui.canvas.sample import news

SVG = "{http://www.w3.org/2000/svg}"


def inked(image: QImage, ground: QColor) -> int:
    """Pixels, of every third row and column, that are not ground."""
    rows, columns = range(0, image.height(), 3), range(0, image.width(), 3)
    return sum(image.pixelColor(x, y) != ground for y in rows for x in columns)


@pytest.mark.parametrize("look", [theme.light(), theme.dark()], ids=["light", "dark"])
def test_an_image_shows_the_whole_document_at_any_scale(qtbot: QtBot, look: theme.Theme) -> None:
    picture = Picture(news(), look)
    one, two = picture.image(1.0), picture.image(2.0)
    assert (two.width(), two.height()) == (2 * one.width(), 2 * one.height())
    assert one.pixelColor(1, 1) == look.background
    last = one.copy(0, one.height() - 120, one.width(), 80)
    assert inked(last, look.background) > 50


def test_a_height_limit_cuts_the_picture(qtbot: QtBot) -> None:
    picture = Picture(news(), theme.light(), height_limit=300)
    assert picture.size.height() == 300


def test_too_tall_an_image_is_refused_in_a_sentence(qtbot: QtBot) -> None:
    picture = Picture(MemoryScene("word\n" * 900), theme.light())
    with pytest.raises(ValueError, match="height limit"):
        picture.image(2.0)


def words_of(drawn: bytes) -> list[str]:
    """What the text elements of an SVG say."""
    root = ElementTree.fromstring(drawn)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_svg_holds_words_and_shapes(qtbot: QtBot) -> None:
    drawn = Picture(news(), theme.light()).svg("News")
    words = " ".join(words_of(drawn))
    assert "Nordhaven Biotech" in words
    assert "acquires" in words
    assert len(list(ElementTree.fromstring(drawn).iter(f"{SVG}path"))) > 40


@pytest.mark.parametrize(
    "words",
    [
        "شركة النفط في القاهرة",
        "ירושלים היא עיר הבירה",
        "東京で開かれた会議",
        "กรุงเทพมหานคร",
        "प्रधानमंत्री ने दिल्ली में",
        "Zu\u0308rich 👩‍👩‍👧 𝔘𝔫𝔦",
        "<b> & “two  spaces”",
    ],
)
def test_svg_keeps_the_words_of_every_script(qtbot: QtBot, words: str) -> None:
    found = words_of(Picture(MemoryScene(words), theme.light()).svg())
    assert sorted("".join(found)) == sorted("1" + words)  # the number of the paragraph; runs may stand in another order
    drawn = "".join(found)
    assert all(word in drawn for word in words.split())  # whatever fonts it is parted by


def test_svg_is_well_formed_whatever_the_text_holds(qtbot: QtBot) -> None:
    text = "a" + "".join(map(chr, range(1, 32))) + "\ufeff\ufffe\uffff\u2028\u202eb"
    found = "".join(words_of(Picture(MemoryScene(text), theme.light()).svg()))
    assert "a" in found
    assert "b" in found


def test_svg_is_as_large_as_it_says(qtbot: QtBot) -> None:
    picture = Picture(news(), theme.light(), width=960)
    root = ElementTree.fromstring(picture.svg())
    assert root.get("viewBox") == f"0 0 960 {picture.size.height()}"
    assert root.get("width") == "254mm"  # ten inches of 96 pixels


def test_a_focus_is_drawn_in_the_accent(qtbot: QtBot) -> None:
    look = theme.light()
    plain = Picture(news(), look).image()
    lit = Picture(news(), look, shown=Presentation(focus_span="mei")).image()
    dark = look.accent.lightness()

    def accents(image: QImage) -> int:
        rows, columns = range(0, image.height(), 2), range(0, image.width(), 2)
        return sum(image.pixelColor(x, y).lightness() <= dark + 4 for y in rows for x in columns)

    assert accents(lit) > accents(plain) + 500


# ---- pages


def long_scene() -> MemoryScene:
    """A text of 12 pages with spans and relations in it."""
    made = make_news(8, characters=24_000, entities=300, links=150)
    return scene_of(made)


def test_pages_hold_every_line_once_and_whole(qtbot: QtBot) -> None:
    picture = Picture(long_scene(), theme.light())
    pages = list(picture.pages(1414))
    starts = [page.start for page in pages]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    assert all(page.height == 1414 for page in pages)
    content = sum(page.bottom for page in pages) - len(pages) * ABOVE
    assert content == picture.whole.height - ABOVE - BELOW
    for page in pages:
        image = picture.image(1.0, page)
        for edge in (page.top - 4, page.bottom + 4):  # nothing of a line before or after
            strip = image.copy(0, max(0, edge - 2), image.width(), 4)
            assert inked(strip, theme.light().background) == 0


def test_a_line_taller_than_a_page_has_one_to_itself(qtbot: QtBot) -> None:
    picture = Picture(long_scene(), theme.light())
    pages = list(picture.pages(60))
    lines = sum(len(picture._sheet.laid(block).lines) for block in range(len(picture._sheet.blocks)))
    assert len(pages) <= lines
    assert max(page.height for page in pages) > 60


def test_pages_of_a_pdf_hold_real_text(qtbot: QtBot) -> None:
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = Picture(long_scene(), theme.light())
    pages = list(picture.pdf(file, picture.pages(1414), "News"))
    data = bytes(file.data().data())
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == len(pages) > 3
    assert b"/ToUnicode" in data  # words can be searched and copied


def test_svg_names_fonts_to_fall_back_on(qtbot: QtBot) -> None:
    drawn = Picture(news(), theme.light()).svg().decode()
    families = set(re.findall('font-family="([^"]+)"', drawn))
    assert families
    for family in families:
        names = family.split(", ")
        assert names[-2:] == ["Inter", "sans-serif"]
        assert len(set(names)) == len(names)
