"""Colour as numbers: OKLCH to sRGB, contrast, distance, and how the three common kinds of colour blindness see it.

OKLab after B. Ottosson, "A perceptual color space for image processing" (2020); colour blindness after Machado,
Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), full severity.
"""

import math
from typing import NamedTuple

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

LMS_FROM_LAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
RGB_FROM_LMS: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
LMS_FROM_RGB: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB_FROM_LMS: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
VISIONS: dict[str, Matrix] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


class Rgb(NamedTuple):
    """A colour of the screen: sRGB components from 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in self)


class Oklch(NamedTuple):
    """A colour as lightness (0–1), chroma (0 is grey) and hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def rgb(self) -> Rgb:
        """The nearest colour of the screen: chroma gives way until the colour exists."""
        chroma = self.chroma
        while chroma > 0 and not _on_screen(_linear(self.lightness, chroma, self.hue)):
            chroma -= 0.002
        return Rgb(*(_encode(part) for part in _linear(self.lightness, max(chroma, 0.0), self.hue)))


def from_hex(text: str) -> Rgb:
    """Read "#rrggbb". Raises ValueError."""
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{text!r} is not a colour of the form #rrggbb")
    return Rgb(*(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)))


def to_oklch(colour: Rgb) -> Oklch:
    lightness, a, b = _lab(_decoded(colour))
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def luminance(colour: Rgb) -> float:
    """Relative luminance as in WCAG 2."""
    red, green, blue = _decoded(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio as in WCAG 2: 1 (none) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: Rgb, other: Rgb, vision: str = "normal") -> float:
    """Euclidean distance in OKLab as an eye of the given kind (a key of VISIONS) sees both."""
    seen = [_lab(_times(VISIONS[vision], _decoded(colour))) for colour in (one, other)]
    return math.dist(*seen)


def _linear(lightness: float, chroma: float, hue: float) -> Triple:
    lab = (lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue)))
    long, medium, short = _times(LMS_FROM_LAB, lab)
    return _times(RGB_FROM_LMS, (long**3, medium**3, short**3))


def _lab(linear: Triple) -> Triple:
    clipped = tuple(min(1.0, max(0.0, part)) for part in linear)
    long, medium, short = _times(LMS_FROM_RGB, (clipped[0], clipped[1], clipped[2]))
    return _times(LAB_FROM_LMS, (_cube_root(long), _cube_root(medium), _cube_root(short)))


def _times(matrix: Matrix, vector: Triple) -> Triple:
    a, b, c = (row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2] for row in matrix)
    return a, b, c


def _on_screen(linear: Triple) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in linear)


def _encode(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(colour: Rgb) -> Triple:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour)
    return red, green, blue


def _cube_root(part: float) -> float:
    return math.cbrt(max(0.0, part))
