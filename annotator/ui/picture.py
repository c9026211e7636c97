"""Draws a document of a project as pictures in files, without a window."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QGuiApplication, QImageWriter

from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.core.suggestion import Suggestions
from annotator.session import Session
from annotator.ui import theme as themes
from annotator.ui.canvas.render import A4, TALLEST, Page, Picture
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.shown import DocumentScene

SUFFIXES = (".png", ".svg", ".pdf")


class Wish(NamedTuple):
    """How a document is to be drawn: `page` is the height of pages in pixels at scale 1, 0 for all on one.

    `first` and `last` are the pages wanted, counted from 1; 0 for no end. `replace` allows files to be replaced.
    """

    dark: bool = False
    scale: float = 2.0
    author: str = ""
    arcs: ArcsMode = "all"
    page: int = 0
    first: int = 1
    last: int = 0
    replace: bool = False


class AlreadyThere(ProjectError):
    """A file of that name is there, and may not be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is already there; choose another name, or replace it with --force.")
        self.path = path


class Drawn(NamedTuple):
    """A page that was drawn: the file it stands in, and the code point it begins with."""

    path: Path
    start: int


def draw(
    session: Session, document: Name, out: Path, wish: Wish, tell: Callable[[Drawn], object] = lambda drawn: None
) -> list[Path]:
    """Draw a document's final version, else the work furthest along, else the suggestions; PNG, SVG or PDF by suffix.

    What does not fit on one picture is drawn as pages, in files numbered after OUT (a PDF holds them all). `tell` hears
    of each page. Returns the files written. Raises ProjectError when one cannot be written or is there already, or when
    no such page is there.
    """
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert application is not None
    title = session.document(document).document.name
    written: dict[Path, None] = {}
    for drawn in draw_steps(scene_of(session, document, wish.author), out, wish, title):
        written[drawn.path] = None
        tell(drawn)
    return list(written)


def draw_steps(scene: Scene, out: Path, wish: Wish, title: str) -> Iterator[Drawn]:
    """Draw a scene page after page. A file appears when it is whole. Raises ProjectError."""
    picture = Picture(scene, themes.dark() if wish.dark else themes.light(), arcs=wish.arcs)
    kind = out.suffix.lower()
    if kind == ".pdf":
        pages = _some(picture.pages(wish.page or round(picture.width * A4)), wish)
        with _whole(out, wish) as file:
            for page in picture.pdf(file, pages, title):
                yield Drawn(out, page.start)
        return
    most = int(TALLEST / (wish.scale if kind == ".png" else 1))
    height = wish.page or (0 if picture.fits(most) else most)
    if not height:
        _save(picture, out, wish, title, picture.whole)
        yield Drawn(out, 0)
        return
    _check_numbered(out, wish)
    for number, page in enumerate(_some(picture.pages(min(height, most)), wish), start=wish.first):
        path = out.with_stem(f"{out.stem}-{number:03}")
        _save(picture, path, wish, title, page)
        yield Drawn(path, page.start)


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


def _save(picture: Picture, path: Path, wish: Wish, title: str, page: Page) -> None:
    with _whole(path, wish) as file:
        if path.suffix.lower() == ".svg":
            drawn = picture.svg(title, page)
            done = file.write(drawn) == len(drawn)
        else:
            done = QImageWriter(file, QByteArray(b"png")).write(picture.image(wish.scale, page))
        if not done:
            raise OSError(file.errorString())


def _check_numbered(out: Path, wish: Wish) -> None:
    """Refuse before the first page is drawn, not halfway, where pages of that name are there already."""
    if not wish.replace and out.parent.is_dir():
        for path in sorted(out.parent.iterdir()):
            number = path.stem.removeprefix(f"{out.stem}-")
            if path.suffix == out.suffix and number != path.stem and number.isdigit() and len(number) >= 3:
                raise AlreadyThere(path)


@contextmanager
def _whole(path: Path, wish: Wish) -> Iterator[QSaveFile]:
    """A file that appears when it is whole, or not at all. Raises ProjectError."""
    if path.exists() and not wish.replace:
        raise AlreadyThere(path)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise _unwritable(path, file.errorString())
    try:
        yield file
    except OSError as error:
        file.cancelWriting()
        raise _unwritable(path, str(error)) from error
    except BaseException:
        file.cancelWriting()
        raise
    if not file.commit():
        raise _unwritable(path, file.errorString())


def _unwritable(path: Path, why: str) -> ProjectError:
    if not path.parent.is_dir():
        return ProjectError(f"{path} could not be written: there is no folder {path.parent}.")
    return ProjectError(f"{path} could not be written: {why}.")


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
