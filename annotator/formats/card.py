"""The dataset card of a training set: Markdown with the head that hubs read, saying what is known and what is not."""

import json
from collections.abc import Iterator, Mapping

from annotator.formats import Format
from annotator.formats.export_file import Facts
from annotator.formats.manifest import Tally
from annotator.formats.splitting import Splitting, missing

CARD = "README.md"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LOADED = (".jsonl", ".json", ".parquet", ".csv")  # what hubs load by themselves
_THEIR_NAMES = {"dev": "validation"}
_STATES = {"final": "final version", "draft": "draft of a final version", "suggested": "suggestions of a model"}
_NOTHING = (("not looked at", "no work of anybody"), ("set aside", "of no use, its author says"))


def card(
    name: str, chosen: Format, total: Tally, parts: Mapping[str, Tally], facts: Facts, splitting: Splitting
) -> str:
    """The card's text. `total` counts all parts."""
    lines = [*_head(name, chosen, total, parts), "", f"# {name}", "", *_about(chosen, total, parts, facts)]
    lines += ["", "## Labels", "", *_labels(parts, total), "", "## Splits", "", *_splits(parts, splitting)]
    lines += ["", "## Who and how", "", *_work(total, facts), "", "## What the format could not hold", ""]
    lines += [f"- {sentence}" for sentence in total.losses.sentences()] or ["Nothing: all that was marked is there."]
    return "\n".join([*lines, "", "## Not known", "", *_unknown(name)]) + "\n"


def _head(name: str, chosen: Format, total: Tally, parts: Mapping[str, Tally]) -> Iterator[str]:
    yield "---"
    languages = sorted(language for language in total.languages if language)
    if languages:
        yield "language:"
        yield from (f"- {json.dumps(one, ensure_ascii=False)}" for one in languages)
    yield "license: unknown"
    yield f"pretty_name: {json.dumps(name, ensure_ascii=False)}"
    yield "task_categories:"
    yield "- token-classification"
    yield "size_categories:"
    yield f"- {next((size for most, size in _SIZES if total.documents < most), 'n>1M')}"
    if chosen.suffixes and chosen.suffixes[0] in _LOADED and not chosen.folder:
        yield "configs:"
        yield "- config_name: default"
        yield "  data_files:"
        for part in parts:
            yield f"  - split: {_THEIR_NAMES.get(part, part)}"
            yield f"    path: {part}{chosen.suffixes[0]}"
    yield "---"


def _about(chosen: Format, total: Tally, parts: Mapping[str, Tally], facts: Facts) -> Iterator[str]:
    yield (
        f"{total.documents:,} documents with {total.spans.total():,} spans and {total.relations.total():,} relations, "
        f"written {facts.at} from the project {facts.project} as {chosen.title} (`{chosen.id}`), in "
        f"{len(parts)} parts. Chosen was: {_in_words(facts.which)}."
    )


def _in_words(which: str) -> str:
    words = {
        "approved": "final versions of approved documents",
        "submitted": "what was submitted or better, a set for each author",
        "default": "the final version of a document, else what its only author submitted",
        "all": "everything, suggestions of models and unfinished work included",
    }
    return words.get(which, f"the work of {which.removeprefix('author:')} alone")


def _labels(parts: Mapping[str, Tally], total: Tally) -> Iterator[str]:
    kinds = (("span", "spans"), ("relation", "relations"), ("document", "labels"))
    rows = [(kind, label, field) for kind, field in kinds for label in sorted(getattr(total, field))]
    if not rows:
        yield "Nothing is marked."
        return
    yield f"| kind | label | all | {' | '.join(parts)} |"
    yield f"|---|---|{'---|' * (len(parts) + 1)}"
    for kind, label, field in rows:
        counts = [getattr(one, field)[label] for one in (total, *parts.values())]
        yield f"| {kind} | {_cell(label)} | {' | '.join(f'{count:,}' for count in counts)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _splits(parts: Mapping[str, Tally], splitting: Splitting) -> Iterator[str]:
    said = splitting.as_json()
    yield "| part | documents | share | share asked for |"
    yield "|---|---|---|---|"
    count = sum(one.documents for one in parts.values())
    for name, one in parts.items():
        yield f"| {name} | {one.documents:,} | {one.documents / count:.1%} | {said['shares'][name]:.1%} |"
    yield ""
    yield f"Method: {said['method']}, seed {said['seed']}. No document is in two parts."
    kept = [f"the same text ({_count(said, 'same text')})"]
    kept += [f"the same `{name}` in their metadata ({_count(said, f'same {name}')})" for name in said["group"]]
    if said["near"]:
        kept.append(f"nearly the same text, {said['near']:g} or more ({_count(said, 'near duplicates')})")
    yield f"Kept together, so that no part has what another has learnt from: documents with {'; '.join(kept)}."
    if said["near"]:
        yield f"Likeness is measured as {said['near_measure']}{_compared(said['near_compared'])}."
    else:
        yield "Near duplicates were not looked for."
    used = {name: one.spans + one.relations + one.labels for name, one in parts.items()}
    for part, labels in missing(splitting.split, used).items():
        yield f"{part} has no {', '.join(map(_cell, labels))}."


def _count(said: Mapping[str, Mapping[str, int]], why: str) -> str:
    count = said["documents_joined"].get(why, 0)
    return f"{count:,} documents" if count else "none found"


def _compared(share: float) -> str:
    return "" if share == 1 else f", on one of {round(1 / share)} triples"


def _work(total: Tally, facts: Facts) -> Iterator[str]:
    kinds = (("person", "1 person", "people"), ("model", "1 model", "models"))
    counts = [(len(total.authors.get(kind, ())), one, many) for kind, one, many in kinds]
    authors = [one if count == 1 else f"{count} {many}" for count, one, many in counts if count]
    authors += ["final versions that reviewers wrote"] if total.authors.get("gold") else []
    yield f"Authors of what is in it: {', '.join(authors) or 'nobody'}. Names are not on this card."
    yield ""
    states = [f"{_STATES.get(state, state)}: {count:,}" for state, count in sorted(total.states.items()) if count]
    yield f"- States of the works: {', '.join(states)}."
    yield f"- Truly empty, that is, somebody finished and marked nothing: {total.empty:,}."
    yield f"- Not looked at by anybody: {total.states['not looked at']:,}."
    if total.pipelines:
        yield f"- Pipelines whose words or suggestions are in it: {', '.join(sorted(total.pipelines))}."
    labels = sum(map(len, facts.scheme.values()))
    yield f"- The scheme has {labels:,} labels; the manifest names them all, with hashes of every file and document."


def _unknown(name: str) -> Iterator[str]:
    yield "- Agreement between annotators: not measured here."
    yield "- The licence of the texts, where they come from, who is named in them: whoever shares it has to say."
    yield "- What the texts are like (subjects, times, kinds of writing), and what they lack."
    yield f"- `annotator diff OLD.manifest.json {name}.manifest.json` says what changed since an earlier export."
