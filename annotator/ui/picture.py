"""Draws a document of a project as a picture, without a window."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.core.suggestion import Suggestions
from annotator.session import Session
from annotator.ui import theme as themes
from annotator.ui.canvas.render import TALLEST, Picture
from annotator.ui.shown import DocumentScene


def draw(session: Session, document: Name, out: Path, *, dark: bool, scale: float, author: str = "") -> None:
    """Draw a document's final version, else the work furthest along, else the suggestions; PNG or SVG by the suffix.

    Raises ProjectError when the picture cannot be written.
    """
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert application is not None
    scene = scene_of(session, document, author)
    theme = themes.dark() if dark else themes.light()
    svg = out.suffix.lower() == ".svg"
    picture = Picture(scene, theme, height_limit=None if svg else int(TALLEST / scale))
    try:
        if svg:
            picture.save_svg(out, title=session.document(document).document.name)
        elif not picture.image(scale).save(str(out)):
            raise OSError
    except OSError as error:
        raise ProjectError(f"{out} could not be written; is there a folder {out.parent}?") from error


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
