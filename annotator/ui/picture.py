"""Draws a document of a project as a picture, without a window."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication

from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.core.suggestion import Suggestions
from annotator.session import Session
from annotator.ui import theme as themes
from annotator.ui.canvas.render import A4, TALLEST, Page, Picture
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.shown import DocumentScene


class Wish(NamedTuple):
    """How a document is to be drawn: `page` is the height of pages in pixels at scale 1, 0 for all on one.

    `first` and `last` are the pages wanted, counted from 1; 0 for no end.
    """

    dark: bool = False
    scale: float = 2.0
    author: str = ""
    arcs: ArcsMode = "all"
    page: int = 0
    first: int = 1
    last: int = 0


def draw(session: Session, document: Name, out: Path, wish: Wish) -> list[Path]:
    """Draw a document's final version, else the work furthest along, else the suggestions; PNG, SVG or PDF by suffix.

    What does not fit on one picture is drawn as pages, in files numbered after OUT (a PDF holds them all). Returns the
    files written. Raises ProjectError when one cannot be written, or when no such page is there.
    """
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert application is not None
    theme = themes.dark() if wish.dark else themes.light()
    picture = Picture(scene_of(session, document, wish.author), theme, arcs=wish.arcs)
    title = session.document(document).document.name
    try:
        return _drawn(picture, out, wish, title)
    except OSError as error:
        raise ProjectError(f"{out} could not be written; is there a folder {out.parent}?") from error


def _drawn(picture: Picture, out: Path, wish: Wish, title: str) -> list[Path]:
    kind = out.suffix.lower()
    most = int(TALLEST / (wish.scale if kind == ".png" else 1))
    height = wish.page or (0 if picture.fits(most) else most)
    if kind == ".pdf":
        height = wish.page or round(picture.width * A4)
        picture.save_pdf(out, _some(picture.pages(height), wish), title)
        return [out]
    if not height:
        _save(picture, out, wish, title, None)
        return [out]
    written = []
    for number, page in enumerate(_some(picture.pages(min(height, most)), wish), start=wish.first):
        path = out.with_stem(f"{out.stem}-{number:03}")
        _save(picture, path, wish, title, page)
        written.append(path)
    return written


def _some(pages: Iterator[Page], wish: Wish) -> Iterator[Page]:
    """The pages wanted. Raises ProjectError when the document ends before the first of them."""
    number = 0
    for number, page in enumerate(pages, start=1):
        if number >= wish.first:
            yield page
        if number == wish.last:
            return
    if number < wish.first:
        raise ProjectError(f"There is no page {wish.first}: the document has {number}.")


def _save(picture: Picture, path: Path, wish: Wish, title: str, page: Page | None) -> None:
    if path.suffix.lower() == ".svg":
        picture.save_svg(path, title=title, page=page)
    elif not picture.image(wish.scale, page).save(str(path)):
        raise OSError


def scene_of(session: Session, document: Name, author: str = "") -> DocumentScene:
    """What a picture of a document shows. Raises EditRefused when nobody is called so."""
    view = session.view(document, author=_whose(session, document, author))
    return DocumentScene(view, Suggestions(view), tokens=session.tokens(document))


def _whose(session: Session, document: Name, author: str) -> Name:
    people = session.people
    if author:
        found = people.find(author) or people.find(author, "model") or people.named(author)
        return found.id
    doc = session.document(document)
    gold = people.gold()
    if gold is not None and gold.id in doc.sets:
        return gold.id
    order = ("approved", "in review", "submitted", "sent back", "in progress", "set aside")
    persons = [doc.sets[one.id] for one in people.persons() if one.id in doc.sets]
    ranked = sorted(persons, key=lambda one: order.index(one.state) if one.state in order else len(order))
    return ranked[0].author if ranked else session.actor.id
