"""Lasting names as integer keys: (origin, sequence, index) packed into 63 bits, so that no look-up table is needed."""

from annotator.core.rows import Name

INDEX_BITS = 20  # Changes in one revision
SEQUENCE_BITS = 31  # revisions of one origin
MAX_INDEX = 1 << INDEX_BITS
_INDEX = MAX_INDEX - 1
MAX_SEQUENCE = (1 << SEQUENCE_BITS) - 1
ORIGIN_SHIFT = INDEX_BITS + SEQUENCE_BITS
SHARED = 4_096  # names kept with their keys


class Origins:
    """The origins that this file knows: each uid has a small number here, which never leaves the file."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._uid: dict[int, str] = {}
        self._shared: dict[Name, int | None] = {}

    def learn(self, number: int, uid: str) -> None:
        """Remember an origin as stored."""
        self._number[uid] = number
        self._uid[number] = uid

    def forget(self, uid: str) -> None:
        """Unlearn an origin whose first write failed."""
        self._uid.pop(self._number.pop(uid, 0), None)
        self._shared.clear()

    def knows(self, uid: str) -> bool:
        """Whether names of this origin can be packed."""
        return uid in self._number

    def number(self, uid: str) -> int:
        """The origin's number in this file."""
        return self._number[uid]

    def uid(self, number: int) -> str:
        """The origin's lasting uid."""
        return self._uid[number]

    def pack(self, name: Name) -> int | None:
        """The integer key of a lasting name; None for the empty one."""
        if not name:
            return None
        uid, seq, index = name.split(".")
        return self._number[uid] << ORIGIN_SHIFT | int(seq) << INDEX_BITS | int(index)

    def pack_shared(self, name: Name) -> int | None:
        """As `pack`, for names that many rows in turn have in common: a document, an author, a label."""
        key = self._shared.get(name)
        if key is None:
            if len(self._shared) >= SHARED:
                self._shared.clear()
            key = self._shared[name] = self.pack(name)
        return key

    def unpack(self, key: int | None) -> Name:
        """The lasting name of an integer key."""
        if key is None:
            return ""
        return f"{self._uid[key >> ORIGIN_SHIFT]}.{key >> INDEX_BITS & MAX_SEQUENCE}.{key & _INDEX}"
