"""The seeds and the scheme that travel with the program: complete, clean, and consistent with each other."""

import os
import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.core.scheme import LabelSpec, read_scheme
from annotator.ui import theme
from annotator.ui.canvas.scene import LabelLook
from annotator.ui.colour import VISIONS, Rgb, distance, from_hex, to_oklch

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
ARTICLES = sorted((SEEDS / "articles").glob("*.txt"))
PROJECT: dict[str, Any] = tomllib.loads((SEEDS / "project.toml").read_text("utf-8"))
SCHEME = read_scheme((ROOT / "resources" / "schemes" / PROJECT["scheme"]).read_text("utf-8"))
SPANS = [label for label in SCHEME if label.kind == "span"]
RELATIONS = [label for label in SCHEME if label.kind == "relation"]
ONTONOTES = {
    *("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"),
    *("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"),
}
KEYS = [*"1234567890", *(f"shift+{digit}" for digit in "1234567890")]
LONG_READ = 3_000
BOXED = ("More from", "MORE FROM", "MOST READ", "RELATED", "TRENDING")


def words(text: str) -> int:
    return len(text.split())


def rgb(colour: QColor) -> Rgb:
    return Rgb(colour.redF(), colour.greenF(), colour.blueF())


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_there_are_enough_articles_of_each_kind() -> None:
    languages = {entry["file"]: entry.get("language", PROJECT["language"]) for entry in PROJECT["article"]}
    english = [path for path in ARTICLES if languages[path.name] == "en"]
    usual = [path for path in english if 150 <= words(text_of(path)) <= 900]
    long = [path for path in english if LONG_READ * 0.9 <= words(text_of(path)) <= LONG_READ * 1.15]
    assert len(usual) >= 22
    assert len(long) == 1
    assert set(usual) | set(long) == set(english)
    french = [path for path in ARTICLES if languages[path.name] == "fr"]
    assert len(french) == 1
    assert 300 <= words(text_of(french[0])) <= 500


def test_lengths_vary() -> None:
    counts = sorted(words(text_of(path)) for path in ARTICLES)
    assert counts[2] < 280
    assert counts[-3] > 600


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_clean_text(path: Path) -> None:
    text = text_of(path)
    lines = text.split("\n")
    assert not re.search("[\r\t\x0b\x0c\ufeff\ufffd\u2028\u2029]", text)
    assert all(line == line.strip() for line in lines)
    assert lines[0]
    assert lines[1] == ""
    assert lines[2]
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert not text.endswith("\n\n")
    assert "'" not in text
    assert '"' not in text


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_names_tell_number_slug_and_language(path: Path) -> None:
    assert re.fullmatch(r"\d\d(-[a-z0-9]+)+", path.stem)
    (entry,) = [entry for entry in PROJECT["article"] if entry["file"] == path.name]
    assert path.stem.endswith("-fr") == (entry.get("language") == "fr")


def test_the_project_lists_every_article_once_in_order() -> None:
    assert [entry["file"] for entry in PROJECT["article"]] == [path.name for path in ARTICLES]
    assert PROJECT["name"]
    assert PROJECT["language"] == "en"


def test_no_two_articles_open_alike() -> None:
    openings = [" ".join(text_of(path).split("\n")[2].split()[:3]) for path in ARTICLES]
    assert len(set(openings)) == len(openings)


def test_scraped_pages_and_emoji_are_there() -> None:
    texts = [text_of(path) for path in ARTICLES]
    assert sum(any(head in text for head in BOXED) for text in texts) == 2
    rich = [text for text in texts if len(re.findall("[\U0001f300-\U0001faff]", text)) >= 10]
    assert len(rich) == 1
    assert all(sign in rich[0] for sign in "€£¥₹$\u200d\ufe0f")


def test_the_readme_has_a_row_for_every_article() -> None:
    readme = (SEEDS / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| ([\d,]+) \| .+ \|$", readme, re.MULTILINE)
    said = [(path.name, text_of(path).split("\n")[0], f"{words(text_of(path)):,}") for path in ARTICLES]
    assert rows == said


def test_labels_are_those_of_ontonotes_and_title() -> None:
    assert {label.name for label in SPANS} == ONTONOTES | {"TITLE"}
    assert len(RELATIONS) >= 12
    assert any(label.symmetric for label in RELATIONS)


@pytest.mark.parametrize("labels", [SPANS, RELATIONS], ids=["span", "relation"])
def test_keys_follow_the_order_of_the_labels(labels: list[LabelSpec]) -> None:
    assert [label.key for label in labels] == KEYS[: len(labels)]


@pytest.mark.parametrize("label", SCHEME, ids=lambda label: label.name)
def test_a_guideline_is_one_line_with_an_example(label: LabelSpec) -> None:
    assert 40 <= len(label.guideline) <= 200
    assert "\n" not in label.guideline
    assert re.search(r"\*\*.+?\*\*", label.guideline)


def test_rules_name_labels_that_exist() -> None:
    names = {label.name for label in SPANS}
    for relation in RELATIONS:
        assert relation.heads
        assert relation.tails
        assert {*relation.heads, *relation.tails} <= names
        if relation.symmetric:
            assert set(relation.heads) == set(relation.tails)
    for span in SPANS:
        assert {*span.nests_in} <= names


def test_every_label_but_mere_numbers_can_be_joined() -> None:
    joined = {name for relation in RELATIONS for name in (*relation.heads, *relation.tails)}
    assert {label.name for label in SPANS} - joined == {"ORDINAL", "LANGUAGE"}


def test_no_colour_comes_near_the_accent() -> None:
    for label in SPANS:
        hue = to_oklch(from_hex(label.colour)).hue
        assert abs((hue - theme.ACCENT_HUE + 180) % 360 - 180) >= 25, label.name
    assert len({label.colour for label in SPANS}) == len(SPANS)


@pytest.mark.parametrize("look", [theme.light(), theme.dark()], ids=["light", "dark"])
@pytest.mark.parametrize("vision", list(VISIONS))
def test_every_pair_of_labels_is_told_apart(look: theme.Theme, vision: str) -> None:
    painted = [look.label(LabelLook(label.name, place, label.colour)) for place, label in enumerate(SPANS)]
    for one, other in combinations(painted, 2):
        if one.pattern != other.pattern:
            continue
        bars, chips = (one.bar, other.bar), (one.chip, other.chip)
        for (a, b), limit in ((bars, theme.BAR_DISTANCE), (chips, theme.CHIP_DISTANCE)):
            assert distance(rgb(a), rgb(b), vision) >= limit
