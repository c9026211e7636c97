"""Where what stands beside an export is found, by its name."""

from pathlib import Path

_ENDING = ".manifest.json"
_BESIDE = (_ENDING, ".config.xml", ".types.json", ".labels.json")
_INSIDE = ("typesystem.xml", "annotation.conf", "visual.conf")


def manifest_path(path: Path) -> Path:
    """Where the manifest of an export stands."""
    return path.with_name(path.name + _ENDING)


def is_manifest(path: Path) -> bool:
    """Whether a file is the manifest of an export, by its name."""
    return path.name.endswith(_ENDING)


def is_companion(path: Path) -> bool:
    """Whether a file holds no documents but belongs to files that do: manifests, labels, settings; by its name."""
    return path.name.endswith(_BESIDE) or path.name.lower() in _INSIDE
