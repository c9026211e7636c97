"""Which keys each action has: a set of the program's own, or one of the person's that differs from it in some."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QKeySequence

from annotator.preferences import Preferences
from annotator.ui.actions import ACTIONS, PRODIGY

OURS = "ours"
BUILT_IN: dict[str, dict[str, tuple[str, ...]]] = {OURS: {}, "prodigy": PRODIGY}
BASE = "based_on"  # in a set of one's own: the set it starts from
OWN = "My keys"


class Keymap(NamedTuple):
    """A set of keys: its name, the set of the program's it is based on, and what it has otherwise."""

    name: str
    base: str = OURS
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def keys(self, action: str) -> tuple[str, ...]:
        """Keys of an action, as portable texts; the first is the one that menus show."""
        return _all_keys(self.base, self.changed)[action]

    def owner(self, key: str) -> str:
        """The action that has a key, or empty."""
        wanted = portable(key)
        found = (one for one, keys in _all_keys(self.base, self.changed).items() if wanted in map(portable, keys))
        return next(found, "")

    def is_changed(self, action: str) -> bool:
        """Whether the action has other keys than in the set this one is based on."""
        return self.keys(action) != Keymap(self.base, self.base).keys(action)

    def with_keys(self, action: str, keys: Iterable[str]) -> "Keymap":
        """The set with other keys for an action; who had one of them has it no longer."""
        given = tuple(dict.fromkeys(portable(key) for key in keys))
        changed = dict(self.changed) | {action: given}
        for other, held in _all_keys(self.base, self.changed).items():
            left = tuple(key for key in held if portable(key) not in given)
            if other != action and left != held:
                changed[other] = left
        return self._replace(changed=_real(self.base, changed))

    def without(self, action: str) -> "Keymap":
        """The set with the keys that the action has in the set this one is based on."""
        return self.with_keys(action, Keymap(self.base, self.base).keys(action))


def _real(base: str, changed: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Only what differs from the base."""
    usual = _all_keys(base, ())
    kept = ((one, keys) for one, keys in changed.items() if keys != tuple(portable(key) for key in usual[one]))
    return tuple(sorted(kept))


@lru_cache(maxsize=32)
def _all_keys(base: str, changed: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    """The keys of every action; one that several claim goes to a change before a usual one, and to the first."""
    layers = [dict(changed), BUILT_IN[base], {action.id: action.keys for action in ACTIONS}]
    taken: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        for action, keys in layer.items():
            if action not in found:
                found[action] = tuple(key for key in keys if portable(key) and portable(key) not in taken)
                taken.update(map(portable, found[action]))
    return found


def portable(key: str) -> str:
    """A key sequence as every platform writes it; empty for one that is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def keymap_named(preferences: Preferences, name: str) -> Keymap:
    """The set of keys of this name; ours for a name that nobody knows."""
    if name in BUILT_IN:
        return Keymap(name, name)
    own = preferences.presets.get(name)
    if own is None:
        return Keymap(OURS, OURS)
    base = "".join(own.get(BASE, ()))
    known = {action.id for action in ACTIONS}
    changed = {action: keys for action, keys in own.items() if action in known}
    return Keymap(name, base if base in BUILT_IN else OURS, tuple(sorted(changed.items())))


def keymap_now(preferences: Preferences) -> Keymap:
    """The set of keys in force."""
    return keymap_named(preferences, str(preferences.get("keys/preset")))


def keep_keymap(preferences: Preferences, keymap: Keymap) -> Keymap:
    """Keep a set and put it in force; one of the program's own stays as it is, the changed one is the person's."""
    if keymap.name in BUILT_IN:
        if not keymap.changed:
            preferences.keep("keys/preset", keymap.name)
            return keymap
        keymap = keymap._replace(name=_free_name(preferences))
    preferences.keep_preset(keymap.name, {BASE: (keymap.base,), **dict(keymap.changed)})
    preferences.keep("keys/preset", keymap.name)
    return keymap


def _free_name(preferences: Preferences) -> str:
    number, name = 1, OWN
    while name in preferences.presets:
        number += 1
        name = f"{OWN} {number}"
    return name
