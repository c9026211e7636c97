"""Archives (zip) that are not trusted: what they would unpack to is looked at first, and names in them lead nowhere."""

import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.formats.decoding import UnreadableFile, unreadable
from annotator.formats.xml_tree import parse_bytes

MOST_RATIO = 200  # bytes for each that is packed, over all of an archive
MOST_PARTS = 20_000


def names_of(path: Path) -> frozenset[str]:
    """Names of the parts of an archive; none for a file that is no archive."""
    try:
        with open(path, "rb") as file:
            if file.read(2) != b"PK":
                return frozenset()
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist()[:MOST_PARTS])
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset()


class Archive:
    """An archive that unpacks to no more than `most` bytes. Nothing is unpacked but into memory.

    Raises UnreadableFile: for one that would unpack to more, is broken or encrypted.
    """

    def __init__(self, path: Path, *, most: int) -> None:
        self._path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except OSError as error:
            raise unreadable(path, error) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableFile(f"{path.name} is a broken archive: {str(error).rstrip('.')}.") from error
        self._check(most)

    def _check(self, most: int) -> None:
        found = self._archive.infolist()
        size, packed = sum(one.file_size for one in found), sum(one.compress_size for one in found)
        trouble = ""
        if size > most:
            trouble = f"unpacks to {size >> 20:,} MB, more than the {most >> 20} MB that are read"
        elif size > 1 << 24 and size > packed * MOST_RATIO:
            trouble = f"packs {size >> 20:,} MB into {packed >> 10:,} KB, as files do that are made to fill a machine"
        elif len(found) > MOST_PARTS:
            trouble = f"has {len(found):,} parts, more than the {MOST_PARTS:,} that are read"
        elif any(one.flag_bits & 1 for one in found):
            trouble = "is encrypted; save it without a password"
        if trouble:
            self.close()
            raise UnreadableFile(f"{self._path.name} {trouble}.")

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableFile."""
        try:
            return self._archive.read(name)
        except Exception as error:  # each way of packing raises errors of its own
            raise UnreadableFile(f"{self._path.name} is broken inside ({name}).") from error

    def xml(self, name: str) -> Element:
        """A part that is XML. Raises UnreadableFile."""
        return parse_bytes(self.read(name), f"{self._path.name} ({name})")
