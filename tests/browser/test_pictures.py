"""Pictures of the main pages in three widths; `make pictures` keeps them in docs/_static for the README."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PAGES = {
    "etusivu": "/fi/",
    "rakenteet": "/fi/rakenteet/?valittu=jarjestoneuvottelukunta",
    "verkostot": "/fi/verkostot/?teema=hyvinvoinnin-ja-terveyden-edistaminen&teema=ehkaiseva-tyo",
    "toimielin": "/fi/toimielimet/jarjestoneuvottelukunta/",
}
WIDTHS = (1280, 768, 390)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_has_its_picture(name, width, new_context, tmp_path):
    folder = Path(os.environ.get("HYTTI_PICTURES", tmp_path))
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(PAGES[name])
    page.evaluate("document.fonts.ready")
    path = folder / f"{name}-{width}.png"
    page.screenshot(path=path, full_page=True)
    assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
    assert path.stat().st_size > 20_000
