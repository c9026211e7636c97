"""The table of formats: ours, and those that installed packages bring by the entry point `annotator.formats`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.format import Format

GROUP = "annotator.formats"
"""An entry point of this group names a Format, or several in a tuple or list."""


class Table(Mapping[str, Format]):
    """Formats by their ids, in the order in which the content of a file is compared with them.

    Packages are looked for when the table is first gone through. `troubles` then has a sentence for each that cannot
    be used; the rest is there.
    """

    def __init__(self, strong: Iterable[Format], weak: Iterable[Format]) -> None:
        """`weak`: formats that nearly any text looks like; those of packages are compared before them."""
        self._strong, self._weak = list(strong), list(weak)
        self._ours = {one.id: one for one in (*self._strong, *self._weak)}
        self._all: dict[str, Format] = {}
        self._troubles: list[str] = []

    def __getitem__(self, name: str) -> Format:
        return self._ours.get(name) or self._whole()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    @property
    def ours(self) -> Mapping[str, Format]:
        """Those that come with the program."""
        return self._ours

    @property
    def troubles(self) -> list[str]:
        """What is wrong with formats of packages, a sentence each."""
        self._whole()
        return self._troubles

    def _whole(self) -> dict[str, Format]:
        if not self._all:
            joined = [one for one in self._joining() if one.id not in self._ours]
            self._all = {one.id: one for one in (*self._strong, *joined, *self._weak)}
        return self._all

    def _joining(self) -> Iterator[Format]:
        from importlib.metadata import entry_points  # 40 ms that a window does not need to start

        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
            where = f"The format {point.name} of {point.dist.name if point.dist else 'a package'}"
            try:
                found = point.load()
            except Exception as error:  # whatever a package does when it is imported
                self._troubles.append(f"{where} cannot be loaded: {type(error).__name__}: {error}.")
                continue
            yield from self._usable(found, where)

    def _usable(self, found: Any, where: str) -> Iterator[Format]:
        for one in [found] if isinstance(found, Format) else found if isinstance(found, tuple | list) else [found]:
            if not isinstance(one, Format):
                self._troubles.append(f"{where} is {type(one).__name__}, not annotator.formats.Format.")
            elif one.id in self._ours:
                self._troubles.append(f'{where} has the id "{one.id}", which is taken; it is left out.')
            else:
                yield one
