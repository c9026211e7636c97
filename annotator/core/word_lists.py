"""Word lists that suggest, and what they are not to suggest: the verbs, and which hits an exception holds back."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.people import LISTED, People
from annotator.core.rows import Name, WordEntry, WordException, WordList
from annotator.core.scheme import Scheme

MOST_ENTRIES = 100_000  # of one import: it is one Edit


class EntrySpec(NamedTuple):
    """An entry as files and forms give it: the label by its human name."""

    label: str
    pattern: str  # words, or a token pattern as JSON
    tokens: bool = False
    any_case: bool = False
    tag: str = ""


def version_of(entries: Iterable[WordEntry]) -> str:
    """The hash of what a list holds, whatever the order; labels count as they were written."""
    total = 0
    for one in entries:
        said = "\x1f".join((one.label_name, one.pattern, str(int(one.tokens)), str(int(one.any_case))))
        total += int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest(), "big")
    return f"{total % (1 << 256):064x}"


def model_version(one: WordList) -> str:
    """The version under which a list suggests."""
    return LISTED + one.version[:8]


def label_of(scheme: Scheme, name: str) -> Name:
    """The entity label of this name, or the one it was merged into; empty where the scheme has none."""
    found = next((one for one in scheme.labels.values() if one.kind == "span" and one.name == name), None)
    return scheme.standing(found.id) if found is not None else ""


def label_now(scheme: Scheme, entry: WordEntry) -> str:
    """The present name of an entry's label: renamed and merged labels are followed."""
    if entry.label in scheme.labels:
        return scheme.name_of(scheme.standing(entry.label))
    return entry.label_name


# ---- lists


def add_list(people: People, scheme: Scheme, name: str, specs: Sequence[EntrySpec]) -> Edit:
    """An Edit that adds a list. Raises EditRefused for an empty or a taken name, and for too many entries."""
    draft = Draft()
    one = draft.add(WordList("", _free_name(people, name)))
    kept = [draft.add(_entry(scheme, one.id, spec)) for spec in dict.fromkeys(specs)]
    _check_size(kept)
    draft.replace(one, one._replace(version=version_of(kept)))
    return draft.edit(f"Add word list {one.name}")


def _free_name(people: People, name: str, *, but: Name = "") -> str:
    name = " ".join(name.split())
    if not name:
        raise EditRefused("A word list needs a name.")
    if any(one.name == name and one.id != but for one in people.lists.values()):
        raise EditRefused(f'There is a word list "{name}" already.')
    return name


def _check_size(entries: Sequence[object]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise EditRefused(f"More than {MOST_ENTRIES:,} entries at once: split the file into several lists.")


def _entry(scheme: Scheme, word_list: Name, spec: EntrySpec) -> WordEntry:
    label = label_of(scheme, spec.label)
    return WordEntry("", word_list, label, spec.label, spec.pattern, spec.tokens, spec.any_case, spec.tag)


def spec_of(scheme: Scheme, entry: WordEntry) -> EntrySpec:
    """An entry as files have it, with the present name of its label."""
    return EntrySpec(label_now(scheme, entry), entry.pattern, entry.tokens, entry.any_case, entry.tag)


def add_entries(one: WordList, scheme: Scheme, held: Sequence[WordEntry], specs: Iterable[EntrySpec]) -> Edit:
    """An Edit that adds what is not in the list yet. Raises EditRefused when nothing of it is new."""
    there = {spec_of(scheme, entry)._replace(tag="") for entry in held}
    new = [spec for spec in dict.fromkeys(specs) if spec._replace(tag="") not in there]
    if not new:
        raise EditRefused(f"All of this is in {one.name} already.")
    draft = Draft()
    added = [draft.add(_entry(scheme, one.id, spec)) for spec in new]
    _check_size(added)
    draft.replace(one, one._replace(version=version_of([*held, *added])))
    said = f'"{new[0].pattern}"' if len(new) == 1 else f"{len(new):,} entries"
    return draft.edit(f"Add {said} to {one.name}")


def change_entry(one: WordList, scheme: Scheme, held: Sequence[WordEntry], name: Name, spec: EntrySpec) -> Edit:
    """An Edit that makes an entry another. Raises EditRefused when it is gone, empty, or there already."""
    before = next((entry for entry in held if entry.id == name), None)
    if before is None:
        raise EditRefused("That entry is no longer there.")
    if not spec.pattern.strip():
        raise EditRefused("An entry needs a text.")
    if any(spec_of(scheme, entry)._replace(tag="") == spec._replace(tag="") for entry in held if entry.id != name):
        raise EditRefused(f'"{spec.pattern}" {spec.label} is in {one.name} already.')
    after = _entry(scheme, one.id, spec)._replace(id=name)
    if before.label and label_now(scheme, before) == spec.label:
        after = after._replace(label=before.label, label_name=before.label_name)
    draft = Draft()
    draft.replace(before, after)
    draft.replace(one, one._replace(version=version_of([after if entry.id == name else entry for entry in held])))
    return draft.edit(f'Change "{before.pattern}" in {one.name}')


def remove_entries(one: WordList, held: Sequence[WordEntry], names: Iterable[Name]) -> Edit:
    """An Edit that takes entries out of a list."""
    gone, draft = set(names), Draft()
    going = [entry for entry in held if entry.id in gone]
    for entry in going:
        draft.remove(entry)
    if going:
        draft.replace(one, one._replace(version=version_of([entry for entry in held if entry.id not in gone])))
    said = f'"{going[0].pattern}"' if len(going) == 1 else f"{len(going):,} entries"
    return draft.edit(f"Remove {said} from {one.name}")


def remove_list(one: WordList, held: Iterable[WordEntry]) -> Edit:
    """An Edit that removes a list with all its entries; its suggestions stop being asked."""
    draft = Draft()
    for entry in held:
        draft.remove(entry)
    draft.remove(one)
    return draft.edit(f"Remove word list {one.name}")


def switch_list(one: WordList, *, enabled: bool) -> Edit:
    """An Edit that lets a list suggest, or not."""
    draft = Draft()
    draft.replace(one, one._replace(enabled=enabled))
    return draft.edit(f"Word list {one.name} {'on' if enabled else 'off'}")


def rename_list(people: People, one: WordList, name: str) -> Edit:
    """An Edit that gives a list another name: it suggests under that from then on."""
    draft = Draft()
    draft.replace(one, one._replace(name=_free_name(people, name, but=one.id)))
    return draft.edit(f"Rename word list {one.name}")


def list_named(people: People, name: str) -> WordList:
    """The list of this name. Raises EditRefused saying which there are."""
    found = next((one for one in people.lists.values() if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in people.lists.values()) or "none"
        raise EditRefused(f'There is no word list "{name}"; there are: {names}.')
    return found


# ---- exceptions


def except_text(people: People, scheme: Scheme, new: Sequence[WordException]) -> Edit:
    """An Edit that keeps word lists from suggesting texts. Raises EditRefused when all are exceptions already."""
    draft = Draft()
    there = {_rule(one) for one in people.exceptions.values()}
    for one in dict.fromkeys(new):
        if one.text.strip() and _rule(one) not in there:
            draft.add(one._replace(id="", text=" ".join(one.text.split())))
    if not draft.changes:
        raise EditRefused("That is an exception already.")
    first = new[0]
    return draft.edit(f'No longer suggest "{first.text}" as {scheme.name_of(first.label)}')


def _rule(one: WordException) -> WordException:
    return one._replace(id="", writer="", at="", text=" ".join(one.text.split()))


def change_exception(before: WordException, after: WordException) -> Edit:
    """An Edit that makes an exception another."""
    if not after.text.strip():
        raise EditRefused("An exception needs a text.")
    draft = Draft()
    draft.replace(before, after._replace(id=before.id))
    return draft.edit(f'Change the exception "{before.text}"')


def remove_exceptions(gone: Sequence[WordException]) -> Edit:
    """An Edit after which these texts are suggested again."""
    draft = Draft()
    for one in gone:
        draft.remove(one)
    said = f'"{gone[0].text}"' if len(gone) == 1 else f"{len(gone)} texts"
    return draft.edit(f"Suggest {said} again")


def stamp_of(people: People, document: Name) -> str:
    """What tells whether a document was read with the exceptions that hold for it now; empty where none does."""
    held = [_rule(one) for one in people.exceptions.values() if one.only_in in ("", document)]
    if not held:
        return ""
    said = "\n".join(sorted("\x1f".join((o.text, o.label, o.only_in, o.before, o.after)) for o in held))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def words_around(text: str, start: int, end: int) -> tuple[str, str]:
    """The word before and the word after a stretch of text; empty at the text's ends."""
    before, after = text[max(0, start - 80) : start].split(), text[end : end + 80].split()
    return (before[-1] if before else "", after[0] if after else "")


def holds_back(people: People, scheme: Scheme, text: str, document: Name) -> Callable[[int, int, Name], bool]:
    """Whether an exception keeps lists from suggesting a label, as it stands now, at a place of this document."""
    by_text: dict[tuple[str, Name], list[WordException]] = {}
    for one in people.exceptions.values():
        if one.only_in in ("", document):
            label = scheme.standing(one.label) if one.label in scheme.labels else one.label
            by_text.setdefault((one.text, label), []).append(one)

    def held(start: int, end: int, label: Name) -> bool:
        found = by_text.get((" ".join(text[start:end].split()), label))
        if not found:
            return False
        before, after = words_around(text, start, end)
        return any(one.before in ("", before) and one.after in ("", after) for one in found)

    return held
