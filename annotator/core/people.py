"""Authors of a project, what each may do, and the project's settings."""

import json
from collections.abc import Iterable
from typing import Any

from annotator.core.change import Change, Draft, Edit, EditRefused
from annotator.core.rows import Author, Name, PersonRole, Setting, WordException, WordList

ROLES = ("annotator", "reviewer", "lead")
ORDERS = ("given", "random", "shortest")
GOLD = "gold"
LISTED = "list "  # so begins the version of a model that is a word list of the project

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
        self.lists: dict[Name, WordList] = {}
        self.exceptions: dict[Name, WordException] = {}

    def apply(self, change: Change) -> None:
        """Follow a committed Change of an author, a role or a setting."""
        tables: dict[str, dict[Any, Any]]
        tables = {"author": self.authors, "person_role": self.roles, "project": self.settings}
        tables |= {"word_list": self.lists, "word_exception": self.exceptions}
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
        """The people of the project, also those who left."""
        return [author for author in self.authors.values() if author.kind == "person"]

    def active(self) -> list[Author]:
        """The people who work in the project now."""
        return [author for author in self.persons() if not author.retired]

    def leads(self) -> list[Author]:
        """Those who may change people, assignments and the order; everybody while nobody was given a role."""
        return [author for author in self.active() if "lead" in self.roles_of(author.id)]

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
        """Models whose suggestions count: of each name the version that joined last; of word lists the present one."""
        newest: dict[tuple[str, bool], Name] = {}
        present = {(one.name, one.version) for one in self.lists.values() if one.enabled}
        for author in self.authors.values():
            listed = author.version.startswith(LISTED)
            if author.kind == "model" and (not listed or (author.name, author.meta_hash) in present):
                newest[author.name, listed] = author.id
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


def check_lead(people: People, actor: Name) -> None:
    """Raise EditRefused for somebody who does not lead."""
    if "lead" not in people.roles_of(actor):
        leads = ", ".join(author.name for author in people.leads()) or "nobody"
        raise EditRefused(f"Only a lead changes this; in this project that is {leads}.")


def rename(people: People, author: Name, name: str) -> Edit:
    """An Edit that gives a person another name. Raises EditRefused for an empty or a taken one."""
    row, name = _person(people, author), " ".join(name.split())
    if not name:
        raise EditRefused("A name is needed.")
    other = people.find(name)
    if other is not None and other.id != author:
        raise EditRefused(f'"{name}" is already there.')
    draft = Draft()
    draft.replace(row, row._replace(name=name))
    return draft.edit(f"{row.name} is called {name}")


def retire(people: People, author: Name) -> Edit:
    """An Edit after which a person works here no longer; what they made stays. Raises EditRefused for the last one."""
    row = _person(people, author)
    others = [one.id for one in people.active() if one.id != author]
    if not others:
        raise EditRefused("Somebody has to work in the project.")
    if people.roles and not any(role.role == "lead" and role.author in others for role in people.roles.values()):
        raise EditRefused(f"{row.name} is the only lead; let somebody else lead first.")
    draft = Draft()
    draft.replace(row, row._replace(retired=True))
    return draft.edit(f"{row.name} leaves the project")


def bring_back(people: People, author: Name) -> Edit:
    """An Edit after which a person who left works here again."""
    row = _person(people, author)
    draft = Draft()
    draft.replace(row, row._replace(retired=False))
    return draft.edit(f"{row.name} is back in the project")


def _person(people: People, author: Name) -> Author:
    row = people.authors.get(author)
    if row is None or row.kind != "person":
        raise EditRefused("That is nobody who works in this project.")
    return row


def set_roles(people: People, actor: Name, author: Name, roles: Iterable[str]) -> Edit:
    """An Edit after which a person has these roles and no others.

    While nobody has a role, everybody may do everything: the first role given makes the actor a lead, and all others
    annotators. Raises EditRefused for no role, an unknown one, and where nobody would lead.
    """
    row, wanted = _person(people, author), set(roles)
    for role in wanted - set(ROLES):
        raise EditRefused(f'There is no role "{role}"; roles are {", ".join(ROLES)}.')
    if not wanted:
        raise EditRefused(f"{row.name} needs a role; somebody who left is retired.")
    now = {one.id: people.roles_of(one.id) if people.roles else {"annotator"} for one in people.active()}
    if not people.roles:
        now[actor] = {"annotator", "lead"}
    now[author] = wanted
    if not any("lead" in held for held in now.values()):
        raise EditRefused("Somebody has to lead the project.")
    return _give(people, now).edit(f"{row.name} {_roles_in_words(wanted)}")


def _give(people: People, wanted: dict[Name, set[str]]) -> Draft:
    draft = Draft()
    for row in people.roles.values():
        if row.author in wanted and row.role not in wanted[row.author]:
            draft.remove(row)
    held = {(row.author, row.role) for row in people.roles.values()}
    for person, roles in wanted.items():
        for role in ROLES:
            if role in roles and (person, role) not in held:
                draft.add(PersonRole("", person, role))
    return draft


def _roles_in_words(roles: set[str]) -> str:
    return " and ".join(
        {"annotator": "annotates", "reviewer": "reviews", "lead": "leads"}[one] for one in sorted(roles)
    )


def set_order(people: People, kind: str, seed: int = 0) -> Edit:
    """An Edit that puts the queue in an order: given, random by a seed, or shortest first. Raises EditRefused."""
    if kind not in ORDERS:
        raise EditRefused(f'There is no order "{kind}"; there are {", ".join(ORDERS)}.')
    value = {"kind": kind, "seed": seed if kind == "random" else 0}
    if value == people.setting("order"):
        raise EditRefused("The queue is in this order already.")
    said = {"given": "as imported", "random": f"at random, seed {seed}", "shortest": "shortest first"}[kind]
    return set_setting(people, "order", value)._replace(title=f"Queue: {said}")
