"""Pictures as PNG: their size in pixels, and what stops them. PDF files are tried in `test_pdf`."""

from __future__ import annotations

import struct

import pytest

from hytti.core.charts.standalone import with_style
from hytti.reports.typesetting import NotMade, png
from reports.samples import chart


def header(made):
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">LLBB", made[16:26])


def test_a_picture_has_as_many_pixels_as_asked():
    svg = with_style(chart().svg)
    one, two = header(png(svg, zoom=1)), header(png(svg))
    assert one[0] == 760
    assert two[:2] == (1520, one[1] * 2)


def test_the_same_picture_gives_the_same_bytes():
    svg = with_style(chart().svg)
    assert png(svg) == png(svg)


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(NotMade, match="SVG"):
        png("<svg")
