"""Every colour of text can be read on every surface it stands on, in both modes."""

import re

import pytest

from tools import vendored

TOKENS = (vendored.ROOT / "promotion/static/css/tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r"color-scheme: (?:light|dark);(.*?)\n\s*}", TOKENS, re.DOTALL)[:2]
)
SURFACES = ("ground", "surface", "sunken", "hover")
STATES = ("good", "warning", "bad", "info", "waiting")
TEXT = [
    *((ink, surface) for ink in ("ink", "ink-soft") for surface in SURFACES),
    *((ink, surface) for ink in ("accent", "accent-strong") for surface in SURFACES),
    *((state, surface) for state in STATES for surface in ("surface", "ground", f"{state}-soft")),
    *(("ink", f"{state}-soft") for state in STATES),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bar", "bar"),
    ("surface", "bad"),
]
LINES = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    ("focus", "surface"),
    ("focus", "ground"),
    ("meter", "meter-ground"),
    ("meter", "surface"),
]


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("front,back", TEXT)
def test_text_has_the_contrast_of_aa(mode, front, back):
    assert contrast(mode[front], mode[back]) >= 4.5


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("front,back", LINES)
def test_lines_of_controls_and_bars_can_be_told_apart(mode, front, back):
    assert contrast(mode[front], mode[back]) >= 3
