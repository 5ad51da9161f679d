"""Typst at work: a PDF of a source and its data, and a drawn picture as PNG. Only the repository's fonts are read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from hytti.core.charts.standalone import FONTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typst

PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")"""
INCH = 96.0  # pixels of a picture


class NotMade(Exception):
    """The file was not made: what typst said, an error or a warning."""


def compiled(source: bytes, data: str) -> bytes:
    """The PDF that typst makes of a source and the data it reads as the input `report`.

    Raises NotMade on an error and on any warning.
    """
    return _made(source, {"report": data}, "pdf", standards=["ua-1", "a-2a"])


def png(svg: str, *, zoom: float = 2) -> bytes:
    """The SVG, its colours inside it, on white and `zoom` times as many pixels wide; raises NotMade."""
    return _made(PICTURE, {"svg": svg}, "png", ppi=zoom * INCH)


def _made(
    source: bytes,
    inputs: dict[str, str],
    kind: Literal["pdf", "png"],
    *,
    standards: Sequence[Literal["ua-1", "a-2a"]] = (),
    ppi: float | None = None,
) -> bytes:
    import typst  # only the worker that makes a file needs it

    try:
        made, warnings = typst.compile_with_warnings(
            source, format=kind, ppi=ppi, pdf_standards=list(standards), font_paths=_fonts(), sys_inputs=inputs
        )
    except typst.TypstError as error:
        raise NotMade(str(error)) from error
    if warnings:
        raise NotMade("; ".join(warning.message for warning in warnings))
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """The same letters on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
