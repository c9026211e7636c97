"""Files of articles made for tests: a web page, a PDF of several pages, a DOCX with what is not its text."""

import io
import zipfile
from functools import cache

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Halden buys Soren Labs | The Daily</title>
<meta property="og:title" content="Halden buys Soren Labs"><meta name="author" content="Ana Reed">
<meta property="article:published_time" content="2026-03-04"><style>p { margin: 0 }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Halden buys Soren Labs</h1>
<p>Halden Pharma said on <b>Monday</b> that it would buy Soren Labs, a maker of vaccines from Zürich.</p>
<p>The deal is the largest of the year in Europe, and was approved by both boards over the weekend, they said.</p>
<table><tr><th>Year</th><th>Sales</th></tr><tr><td>2024</td><td>12 billion</td></tr></table>
<script>var hidden = "words of a script";</script>
<p>Regulators are expected to look at the purchase closely, because both sell the same vaccines.</p></article>
<aside><h3>Most read</h3><ul><li><a href="/1">Storm hits the coast</a></li></ul></aside>
<footer>All rights reserved by the publisher</footer></body></html>
"""


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with this body, and other parts by name without `.xml`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>')
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:hdr xmlns:w="{WORDS}">{inside}</w:hdr>')
        archive.writestr(
            "docProps/core.xml",
            '<c:coreProperties xmlns:c="urn:c" xmlns:dc="urn:dc"><dc:title>Halden buys Soren</dc:title>'
            "<dc:creator>Ana Reed</dc:creator></c:coreProperties>",
        )
    return made.getvalue()


def run(words: str) -> str:
    """A run of a paragraph."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{''.join(inside)}</w:p>"


DOCX = docx(
    paragraph(run("Halden buys "), f"<w:ins>{run('Soren Labs')}</w:ins>", run("."))
    + paragraph(run("Left"), "<w:del><w:r><w:delText>Old words</w:delText></w:r></w:del>", "<w:r><w:tab/></w:r>",
                run("right"))
    + "<w:tbl><w:tr><w:tc>" + paragraph(run("Year")) + "</w:tc><w:sdt><w:sdtContent><w:tc>" + paragraph(run("Sales"))
    + "</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>"
    + paragraph(f"<w:r><w:txbxContent>{paragraph(run('In a box'))}</w:txbxContent></w:r>", run("The end.")),
    header1=paragraph(run("Confidential")),
    footnotes=paragraph(run("A footnote.")),
)  # fmt: skip


_KEPT: list[object] = []  # the application, which must outlive what is drawn


@cache
def pdf(pages: int = 6) -> bytes:
    """Pages with a running head, a number at the foot, and a paragraph that goes on over each of them."""
    from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
    from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
    from PySide6.QtWidgets import QApplication

    _KEPT.append(QApplication.instance() or QApplication(["tests", "-platform", "offscreen"]))
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(file)
    writer.setTitle("Vaccines")
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setFont(QFont("Inter", 11))
    for number in range(1, pages + 1):
        if number > 1:
            writer.newPage()
        painter.drawText(72, 40, "A history of vaccines")
        painter.drawText(290, 815, str(number))
        painter.drawText(72, 100, f"The company number {number} was founded in the year 19{number:02} by two people")
        painter.drawText(72, 114, "of Brno, and sold in the year after.")
        painter.drawText(72, 160, "Next, Henrik Falk came.")
        painter.drawText(72, 174, "Soren Labs followed him to Zürich.")
    painter.end()
    return bytes(file.data().data())


def article_files() -> dict[str, bytes]:
    """A good file of each kind, by the id of its format."""
    return {"html": HTML.encode(), "docx": DOCX, "pdf": pdf()}
