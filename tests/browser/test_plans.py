"""axe finds nothing on the pages where a plan is written, followed and commented on, at two widths."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

IN_FORCE = "lahti-esimerkki-hyvinvointisuunnitelma-20262029"
DRAFT = "lahti-esimerkki-hyvinvointisuunnitelman-luonnos-20302033"
OWN = (
    ("write",), ("found",), ("outline", DRAFT), ("outline", IN_FORCE), ("edit_plan", DRAFT), ("state", DRAFT),
    ("bulk", DRAFT), ("copy", IN_FORCE), ("bring", DRAFT), ("add_priority", DRAFT), ("add_goal", DRAFT),
    ("add_worry", DRAFT), ("add_left_out", DRAFT), ("reviews",), ("ask",), ("keep_duties", "lahti"),
    ("record_duty", "lahti", "vuosiraportti-valtuustolle"), ("moderation", DRAFT), ("plan_round", DRAFT),
    ("colleagues", DRAFT), ("remove_plan", DRAFT),
)  # fmt: skip
PUBLIC = (
    ("plan", IN_FORCE),
    ("comments", DRAFT),
    ("progress",),
    ("doers",),
    ("threads",),
    ("thread", "yksinaisyys-indeksi"),
)
FOLLOWED = ("edit_priority", "edit_goal", "edit_action", "edit_figure", "edit_worry")


def address(language: str, name: str, *args: object) -> str:
    with override(language):
        return reverse(f"plans:{name}", args=args)


def first_of(page, language: str, name: str) -> str:
    """The address of the first record of a kind on the page that is open."""
    start = address(language, name, 0).partition("0")[0]
    return page.locator(f'a[href^="{start}"]').first.get_attribute("href").partition("#")[0]


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("fi", 390), ("sv", 1280), ("en", 390)])
def test_axe_finds_nothing_where_plans_are_written(language, width, new_context, sign_in, axe):
    page = sign_in(new_context(viewport={"width": width, "height": 900}).new_page(), "coordinator")
    page.goto(address(language, "outline", DRAFT))
    found = [first_of(page, language, name) for name in FOLLOWED]
    page.goto(address(language, "reviews"))
    found.append(page.locator("tbody th a").first.get_attribute("href"))
    page.goto(address(language, "plan", IN_FORCE))
    found += [first_of(page, language, name) for name in ("goal", "action")]
    faults = []
    for url in [*found, *(address(language, *one) for one in (*OWN, *PUBLIC))]:
        assert page.goto(url).status == 200, url
        faults += [f"{url}: {fault}" for fault in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{url}: {wide} px wider than the window"] if wide > 0 else []
    assert faults == []
