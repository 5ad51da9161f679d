"""The contrast of the colour tokens, by WCAG 2.2 (1.4.3 text 4.5:1, 1.4.11 other 3:1)."""

import re
from itertools import product
from pathlib import Path

import pytest

import hytti.core

CSS = (Path(hytti.core.__file__).parent / "static/hytti/css/hytti.css").read_text("utf-8")
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
DARK = re.search(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", CSS, re.S)
LIGHT = re.search(r":root \{(.*?)\}", CSS, re.S)

TEXT = ["ink", "quiet", "lake", "lake-deep", "ember", "moss", "berry", "plum"]
GROUNDS = ["paper", "mist"]
WASHES = {"wash-lake": ["ink", "quiet", "lake", "lake-deep"], "wash-ember": ["ink", "quiet", "lake", "ember"]}
FILLED = [("on-lake", "lake"), ("on-lake", "lake-deep")]
PAIRS = [*product(TEXT, GROUNDS), *((text, wash) for wash, texts in WASHES.items() for text in texts), *FILLED]
EDGES = [
    ("edge", "paper"),
    ("edge", "mist"),
    ("lake", "paper"),
    ("lake-deep", "paper"),
    ("ember", "paper"),
    ("others", "paper"),
]


def tokens(scheme):
    light = dict(TOKEN.findall(LIGHT.group(1)))
    return light if scheme == "light" else light | dict(TOKEN.findall(DARK.group(1)))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme, text, ground):
    colour = tokens(scheme)
    assert contrast(colour[text], colour[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_a_frame_or_a_line_that_means_something_can_be_seen(scheme, edge, ground):
    colour = tokens(scheme)
    assert contrast(colour[edge], colour[ground]) >= 3


def test_the_dark_scheme_gives_every_colour_of_the_light_one():
    assert set(dict(TOKEN.findall(DARK.group(1)))) == set(dict(TOKEN.findall(LIGHT.group(1))))
