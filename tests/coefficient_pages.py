"""Reading the pages of the coefficient."""

from __future__ import annotations

import re
from typing import Any


def text_of(response: Any) -> str:
    """The page's words, with ordinary spaces."""
    html = re.sub(r"<(script|style|title|desc).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())
