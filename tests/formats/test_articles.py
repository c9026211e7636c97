"""Articles of web pages, PDF and DOCX: the main text alone, and what was left out of it."""

import zipfile
from pathlib import Path
from random import Random

import pytest

from annotator.core.records import DocumentRecord
from annotator.formats import FORMATS, UnreadableFile, detect
from annotator.formats.furniture import furniture
from annotator.formats.page_lines import Line, article
from annotator.formats.reading import read_paths
from tests.formats.article_files import DOCX, HTML, article_files, docx, paragraph, pdf, run
from tests.formats.test_hostile import mutated


def read(path: Path, content: bytes, *, cut: bool = False) -> tuple[DocumentRecord | None, list[str]]:
    """The document of a file, if it has one, and what was said."""
    path.write_bytes(content)
    said: list[str] = []
    found = list(read_paths([path], "auto", "file", lambda finding: said.append(finding.text), cut=cut))
    return (found[0] if found else None), said


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_each_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(article_files()[name])
    assert detect(path)[0].id == name


def test_a_web_page_is_its_article(tmp_path: Path) -> None:
    found, said = read(tmp_path / "page.html", HTML.encode())
    assert found is not None
    lines = found.text.split("\n")
    assert lines[0] == "Halden buys Soren Labs"
    assert lines[1].startswith(
        "Halden Pharma said on Monday that it would buy Soren Labs, a maker of vaccines from Zürich"
    )
    assert "Year\tSales" in lines
    assert "2024\t12 billion" in lines
    assert not any(words in found.text for words in ("Home", "Most read", "script", "rights reserved"))
    assert found.left_out == [
        "Home",
        "World",
        "Most read",
        "Storm hits the coast",
        "All rights reserved by the publisher",
    ]
    assert (found.name, found.meta["author"], found.meta["date"]) == ("page", "Ana Reed", "2026-03-04")
    assert said == [
        "Left out as page furniture: “Home”, “World”, “Most read” and 2 more. Look whether the article is whole."
    ]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_page_is_read_as_it_says_it_is_written(charset: str, tmp_path: Path) -> None:
    found, _ = read(tmp_path / "page.html", HTML.replace('charset="utf-8"', f'charset="{charset}"').encode(charset))
    assert found is not None
    assert "Zürich" in found.text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<!DOCTYPE html><html></html>", "no main text"),
        ("<html><body>" + "<div>" * 3_000 + "words" + "</div>" * 3_000, "nested too deeply"),
        ("<html>" + " " * 20_000_001, "too large for a web page"),
    ],
    ids=["empty", "deep", "large"],
)
def test_pages_that_are_no_article(content: str, why: str, tmp_path: Path) -> None:
    found, said = read(tmp_path / "page.html", content.encode())
    assert found is None
    assert why in said[0]


def test_a_docx_is_its_text_with_changes_accepted(tmp_path: Path) -> None:
    found, said = read(tmp_path / "a.docx", DOCX)
    assert found is not None
    assert found.text == "Halden buys Soren Labs.\nLeft\tright\nYear\tSales\nThe end."
    assert found.meta == {"title": "Halden buys Soren", "author": "Ana Reed"}
    assert said == [
        "Left out, headers: “Confidential”.",
        "Left out, footnotes: “A footnote.”.",
        "Left out, text boxes: “In a box”.",
        "Left out, deleted text: “Old words”.",
    ]
    assert found.left_out == ["Confidential", "A footnote.", "In a box", "Old words"]


def test_a_docx_that_would_fill_a_machine_is_refused(tmp_path: Path) -> None:
    found, said = read(tmp_path / "bomb.docx", docx(paragraph(run("a" * 60_000_000))))
    assert found is None
    assert said[0].startswith("bomb.docx packs 57 MB into ")
    assert said[0].endswith(" KB, as files do that are made to fill a machine.")


def test_entities_of_a_docx_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>')
    found, said = read(path, path.read_bytes())
    assert found is None
    assert "entities of its own" in said[0]


def test_a_pdf_is_running_text(tmp_path: Path) -> None:
    found, said = read(tmp_path / "a.pdf", pdf())
    assert found is not None
    lines = found.text.split("\n")
    assert lines[:2] == [
        "The company number 1 was founded in the year 1901 by two people of Brno, and sold in the year after.",
        "Next, Henrik Falk came.",
    ]
    assert len(lines) == 18
    assert found.left_out == ["A history of vaccines", "1"]
    assert (found.meta["title"], found.meta["pages"]) == ("Vaccines", 6)
    assert said == ["Left out as running heads and page numbers: “A history of vaccines”, “1”."]


def test_a_pdf_of_pictures_says_what_to_do(tmp_path: Path) -> None:
    from PySide6.QtGui import QPainter, QPdfWriter

    writer = QPdfWriter(str(tmp_path / "scan.pdf"))
    painter = QPainter(writer)
    painter.drawRect(0, 0, 100, 100)
    painter.end()
    found, said = read(tmp_path / "scan.pdf", (tmp_path / "scan.pdf").read_bytes())
    assert found is None
    assert said == ["scan.pdf holds pictures of pages and no text: read it by OCR first."]


def test_lines_become_paragraphs() -> None:
    def page(*lines: tuple[str, float, float]) -> list[Line]:
        return [Line(words, 72, high - 10, right, high, 10, 800) for words, high, right in lines]

    text, left_out = article(
        [
            page(
                ("Chapter 1 7", 780, 100),
                ("The word is bro\ufffeken here and goes on to the", 700, 500),
                ("next line.", 688, 120),
            ),
            page(
                ("Chapter 1 8", 780, 100),
                ("• An item that is long enough to be full at", 700, 500),
                ("• Another item", 688, 140),
            ),
            page(("Chapter 2 9", 780, 100), ("A line that ends in a broken wo\ufffe", 700, 500), ("rd", 600, 120)),
        ]
    )
    assert text.split("\n") == [
        "The word is broken here and goes on to the next line.",
        "• An item that is long enough to be full at",
        "• Another item",
        "A line that ends in a broken word",
    ]
    assert left_out == ["Chapter 1 7", "Chapter 2 9"]


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_changed_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    random, good = Random(name), article_files()[name]
    for _ in range(60):
        path = tmp_path / f"a.{name}"
        path.write_bytes(mutated(good, random))
        said: list[str] = []
        list(read_paths([path], name, "file", lambda finding: said.append(finding.text)))  # noqa: B023
        assert all(text.endswith(".") for text in said)


# ---- furniture of texts

BODY = "Halden Pharma said on Monday that it would buy Soren Labs.\nThe deal is large.\nIt was approved by both boards on Sunday.\nRegulators will look at it."  # noqa: E501
TAIL = "Most read\nStorm hits the coast of Norway again\nTen ways to sleep better\nSubscribe to our newsletter"
MENU = "Home\nWorld\nSport\nLog in\nSubscribe"


def test_menus_and_headlines_are_found_and_only_cut_when_asked(tmp_path: Path) -> None:
    text = f"{MENU}\n\nHalden buys its rival Soren Labs in Brno\nBy Ana Reed\n{BODY}\n\n{TAIL}\n"
    whole, said = read(tmp_path / "a.txt", text.encode())
    assert whole is not None
    assert whole.text == text
    assert said == [
        "5 lines at the beginning and 4 lines at the end look like menus or headlines: “Home”, “World”, “Sport” and "
        "6 more. They can be cut when importing."
    ]
    cut, said = read(tmp_path / "a.txt", text.encode(), cut=True)
    assert cut is not None
    assert cut.text == f"Halden buys its rival Soren Labs in Brno\nBy Ana Reed\n{BODY}"
    assert cut.left_out == [*MENU.split("\n"), *TAIL.split("\n")]
    assert said[0].startswith("Cut 5 lines at the beginning and 4 lines at the end that look like")


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        f"Halden buys Soren\nBy Ana Reed\nMonday\n{BODY}",  # a title, a name, a date
        "\n".join(["roses are red", "violets are blue"] * 9),  # a poem, or a list
        f"{BODY}\nA list\nof three\nwords",
        "東京で会議が開かれた。\n首相は出席した。\n来年も開く。\n終わり。",
    ],
)
def test_what_is_no_furniture_stays(text: str) -> None:
    found = furniture(text)
    assert (found.start, found.end, found.lines) == (0, len(text), [])


def test_the_example_of_the_documentation() -> None:
    path = Path(__file__).resolve().parents[2] / "docs" / "formats" / "html.html"
    assert path.read_text(encoding="utf-8") == HTML


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no pdf at all")
    form = FORMATS["pdf"]
    assert form.read is not None
    with pytest.raises(UnreadableFile, match="it is broken"):
        list(form.read(path, print))
