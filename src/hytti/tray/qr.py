"""QR codes as pictures in a page."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def svg(address: str, label: str) -> SafeString:
    """The address as an inline SVG with its name for those who do not see it. Error correction M."""
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=2)[0]
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    inner = drawn[drawn.index(">") + 1 :]  # the picture's own tag is written here, with its name
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}">{}',
        size,
        size,
        label,
        mark_safe(inner),  # noqa: S308 - drawn by the library from an address
    )
