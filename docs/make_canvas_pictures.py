"""Makes the pictures of docs/canvas.md: python docs/make_canvas_pictures.py [FOLDER]

Scripts are drawn with whatever fonts the system has; where it lacks one for a script, boxes are drawn.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage, QPainter

from annotator.ui import theme
from annotator.ui.canvas.render import Picture
from annotator.ui.canvas.scene import Fragments, ShownRelation, ShownSpan, State
from annotator.ui.canvas.state import Presentation
from benchmarks.canvas import scene_of
from benchmarks.documents import crowded, crowded_place
from benchmarks.memory_scene import MemoryScene

SCALE = 1.25
SHAPES = (
    "The University of Leeds Medical School opened in 1831. She turned the old machine off. Chemical and biological "
    "weapons were banned in Geneva. Washington said nothing; New York-based Halden Pharma did."
)
SCRIPTS = (
    ("Halden Pharma buys Soren Labs in Utrecht for $43 million.", ("Halden Pharma", "Soren Labs", "Utrecht")),
    ("أعلنت شركة النفط في القاهرة عن مشروع جديد مع Halden Pharma اليوم.", ("شركة النفط", "القاهرة", "Halden Pharma")),
    ("ירושלים היא עיר הבירה, אמרה Mira Voss ביום שני.", ("ירושלים", "Mira Voss", "יום שני")),
    ("東京で開かれた会議に山田太郎が出席した。", ("東京", "会議", "山田太郎")),
    ("서울에서 열린 회의에 김민수가 참석했다.", ("서울", "회의", "김민수")),
    ("นายสมชายเดินทางไปกรุงเทพมหานครเมื่อวันจันทร์", ("สมชาย", "กรุงเทพมหานคร", "วันจันทร์")),
    ("प्रधानमंत्री ने दिल्ली में बैठक की।", ("प्रधानमंत्री", "दिल्ली", "बैठक")),
    (
        "Zu\u0308rich, 👩‍👩‍👧 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢: signs of several code points stay whole.",
        ("Zu\u0308rich", "👩‍👩‍👧", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢"),
    ),
)
LABELS = ("ORG", "PERSON", "PLACE")


def place(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in a text, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def shapes() -> MemoryScene:
    """Nested, discontinuous, crossing, identical and touching entities, each state of one."""

    def span(name: str, label: str, *words: str, state: State = State.OWN, unsure: bool = False) -> ShownSpan:
        fragments: Fragments = tuple(place(SHAPES, one) for one in words)
        return ShownSpan(name, fragments, label, state, unsure)

    spans = [
        span("school", "ORG", "University of Leeds Medical School"),
        span("university", "ORG", "University of Leeds"),
        span("leeds", "PLACE", "Leeds"),
        span("year", "DATE", "1831"),
        span("off", "EVENT", "turned", "off"),
        span("machine", "THING", "old machine", state=State.SUGGESTION),
        span("chemical", "WEAPON", "Chemical", "weapons"),
        span("biological", "WEAPON", "biological weapons"),
        span("geneva", "PLACE", "Geneva", unsure=True),
        span("city", "PLACE", "Washington"),
        span("government", "ORG", "Washington"),
        span("york", "PLACE", "New York"),
        span("based", "ORG", "York-based Halden Pharma", state=State.CONFLICT),
        span("halden", "ORG", "Halden Pharma"),
    ]
    relations = [
        ShownRelation("in", "university", "leeds", "based in"),
        ShownRelation("part", "school", "university", "part of"),
        ShownRelation("self", "machine", "machine", "same as"),
        ShownRelation("ban", "biological", "geneva", "banned in"),
    ]
    return MemoryScene(SHAPES, spans, relations)


def scripts() -> MemoryScene:
    """A line in each script with three entities and a relation."""
    text = "\n".join(line for line, _ in SCRIPTS)
    spans, relations, start = [], [], 0
    for number, (line, names) in enumerate(SCRIPTS):
        for rank, words in enumerate(names):
            low, high = place(line, words)
            spans.append(ShownSpan(f"{number}.{rank}", ((start + low, start + high),), LABELS[rank]))
        relations.append(ShownRelation(f"r{number}", f"{number}.0", f"{number}.2", "related to"))
        start += len(line) + 1
    return MemoryScene(text, spans, relations)


def of(scene: MemoryScene, *, dark: bool = False, px: int = 16, width: int = 900, focus: str = "") -> QImage:
    """A whole scene."""
    look = theme.dark() if dark else theme.light()
    return Picture(scene, look, width=width, px=px, shown=Presentation(focus_span=focus, read_only=True)).image(SCALE)


def crowd(*, arcs: int, focus: bool = False) -> QImage:
    """The crowded paragraph alone, as it is read with so many arcs allowed."""
    document = crowded(300)
    start = crowded_place(document)[0]
    end = document.text.index("\n\n", start)
    scene = scene_of(document)
    shown = Presentation(focus_span=scene.span_near(start + 100).id if focus else "", read_only=True)
    picture = Picture(scene, theme.light(), width=900, arc_threshold=arcs, shown=shown)
    return picture.image(SCALE, picture.part(start, end))


def side_by_side(images: Iterable[QImage], gap: int = 24) -> QImage:
    """Pictures next to each other, their tops level."""
    images = list(images)
    width = sum(one.width() for one in images) + gap * (len(images) - 1)
    made = QImage(width, max(one.height() for one in images), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter, x = QPainter(made), 0
    for one in images:
        painter.drawImage(x, 0, one)
        x += one.width() + gap
    painter.end()
    return made


def save(image: QImage, path: Path) -> None:
    """As a PNG, packed as tightly as that goes."""
    image.save(str(path), "PNG", 1)
    print(f"{path.name} {path.stat().st_size // 1024} kB")


def main(folder: Path) -> None:
    """Make them all."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert application is not None
    save(of(shapes(), focus="university"), folder / "shapes.png")
    save(of(scripts()), folder / "scripts.png")
    save(crowd(arcs=12, focus=True), folder / "crowd-focus.png")
    save(crowd(arcs=1_000_000), folder / "crowd-all.png")
    sizes = [of(shapes(), px=13, width=600), of(shapes(), px=20, width=600, dark=True)]
    save(side_by_side(sizes), folder / "sizes.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
