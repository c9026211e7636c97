"""Authors of a project, what each may do, and the project's settings."""

import json
from collections.abc import Iterable
from typing import Any

from annotator.core.change import Change, Draft, Edit, EditRefused
from annotator.core.rows import Author, Name, PersonRole, Setting

ROLES = ("annotator", "reviewer", "lead")
GOLD = "gold"

DEFAULTS: dict[str, Any] = {
    "name": "",
    "language": "en",
    "review": "optional",  # optional | required | none
    "on_submit": "accept",  # what happens with open suggestions: accept | ask | leave out
    "pipeline": "",  # name of the spaCy pipeline, empty for the best one installed
    "order": {"kind": "given", "seed": 0},  # of the queue: given | random | shortest
    "filters": {},  # of the queue, by name
}


class People:
    """Authors, roles and settings, by lasting name, in the order they joined; changed by the Session alone."""

    def __init__(self) -> None:
        self.authors: dict[Name, Author] = {}
        self.roles: dict[Name, PersonRole] = {}
        self.settings: dict[str, Setting] = {}

    def apply(self, change: Change) -> None:
        """Follow a committed Change of an author, a role or a setting."""
        tables: dict[str, dict[Any, Any]]
        tables = {"author": self.authors, "person_role": self.roles, "project": self.settings}
        table = tables[change.table]
        if change.after is None:
            del table[change.key]
        else:
            table[change.key] = change.after

    def order(self, authors: Iterable[Author]) -> None:
        """Take the authors in the order they joined, after an undo brought one back."""
        self.authors.clear()
        self.authors.update({author.id: author for author in authors})

    def setting(self, name: str) -> Any:
        """The value of a setting, or its default."""
        row = self.settings.get(name)
        return json.loads(row.value) if row else DEFAULTS[name]

    def persons(self) -> list[Author]:
        """The people of the project."""
        return [author for author in self.authors.values() if author.kind == "person"]

    def find(self, name: str, kind: str = "person") -> Author | None:
        """The author of this human name; of a model, the one that joined last."""
        found = [author for author in self.authors.values() if author.name == name and author.kind == kind]
        return found[-1] if found else None

    def named(self, name: str, kind: str = "person") -> Author:
        """The author of this human name. Raises EditRefused when there is none."""
        author = self.find(name, kind)
        if author is None:
            raise EditRefused(f'Nobody called "{name}" works in this project.')
        return author

    def name_of(self, author: Name) -> str:
        """The human name of an author."""
        found = self.authors.get(author)
        return found.name if found else author

    def gold(self) -> Author | None:
        """The author of final versions."""
        return next((author for author in self.authors.values() if author.kind == GOLD), None)

    def roles_of(self, author: Name) -> set[str]:
        """What a person may do; while nobody was given a role, everybody may do everything."""
        if not self.roles:
            return set(ROLES)
        return {role.role for role in self.roles.values() if role.author == author}

    def asking_models(self) -> list[Name]:
        """Models whose suggestions count: of each name the version that joined last."""
        newest = {author.name: author.id for author in self.authors.values() if author.kind == "model"}
        return list(newest.values())


def join(people: People, name: str, *, kind: str = "person", version: str = "", meta_hash: str = "") -> Edit:
    """An Edit that adds an author. Raises EditRefused for an empty or a taken name."""
    name = name.strip()
    if not name:
        raise EditRefused("A name is needed.")
    taken = [
        a
        for a in people.authors.values()
        if (a.kind, a.name, a.version, a.meta_hash) == (kind, name, version, meta_hash)
    ]
    if taken:
        raise EditRefused(f'"{name}" is already there.')
    draft = Draft()
    draft.add(Author("", name, kind, version, meta_hash))
    return draft.edit(f"Add {name}")


def give_role(people: People, author: Name, role: str) -> Edit:
    """An Edit that lets a person do what the role may."""
    if role not in ROLES:
        raise EditRefused(f'There is no role "{role}"; roles are {", ".join(ROLES)}.')
    if any(row.author == author and row.role == role for row in people.roles.values()):
        raise EditRefused(f"{people.name_of(author)} already is {role}.")
    draft = Draft()
    draft.add(PersonRole("", author, role))
    return draft.edit(f"{people.name_of(author)} is {role}")


def take_role(people: People, author: Name, role: str) -> Edit:
    """An Edit that takes a role from a person."""
    draft = Draft()
    for row in people.roles.values():
        if row.author == author and row.role == role:
            draft.remove(row)
    return draft.edit(f"{people.name_of(author)} is no longer {role}")


def set_setting(people: People, name: str, value: Any) -> Edit:
    """An Edit that changes one setting of the project. Raises EditRefused for a name nobody knows."""
    if name not in DEFAULTS:
        raise EditRefused(f'There is no setting "{name}".')
    draft = Draft()
    after = Setting(name, json.dumps(value, ensure_ascii=False))
    before = people.settings.get(name)
    if before is None:
        draft.add(after)
    else:
        draft.replace(before, after)
    return draft.edit(f"Setting {name}: {value}")
