"""axe-core finds nothing on any page, for any role, in any language; pages reflow, read without colours and print."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from access import PUBLIC, STRUCTURES, TABLE, Row

LANGUAGES = ("fi", "sv", "en")
ROLES = {"V": "convener", "K": "coordinator", "H": "hyte_unit", "P": "administrator"}

# Records of the region pack that stand for the table's names.
SLUGS = {
    "organ": "jarjestoneuvottelukunta",
    "muu": "huumetyon-verkosto",
    "oma": "huumetyon-verkosto",
    "kunta": "heinola",
    "jarjesto": "ely",
    "asiakirja": "alueellinen-hyvinvointikertomus-ja-suunnitelma",
    "teema": "osallisuus",
    "tunnus": 1,
    "suunnitelma": "alueellinen-hyvinvointisuunnitelma-2021-2025",
    "karki": "mielen-hyvinvointi",
}
CLOSED_TO_DEMO = {"account_change_password"}  # a published password stays as it is
FILES = {
    "indicators:changes_feed",
    "indicators:own_template",
    "coefficient:example_workbook",
    "coefficient:workbook",
    "coefficient:table_template",
}
TRAY_FILES = {
    "calendar",
    "offer_ics",
    "csv",
    "embed_list",
    "statistics_csv",
    "coverage_csv",
    "feed_template",
    "suggest",
}
NOT_PAGES = {
    "choose_language",
    "api-1:openapi-json",
    *(f"tray:{name}" for name in TRAY_FILES),
    *(row.name for row in TABLE if row.name.startswith("hsds-")),
    *FILES,
}


def address(row: Row, language: str) -> str:
    with override(language):
        return reverse(row.name, args=[SLUGS[row.of]] if row.of else [])


def rows_for(reader: str) -> list[Row]:
    """The table's pages that the reader gets to see and that the pack has a record for."""
    own = {"V": (), "K": (), "H": ("oma", "muu", "organ", "asiakirja"), "P": ("tunnus",)}.get(reader, ())
    reached = [row for row in TABLE if reader in row.readers and row.status == 200 and row.post is None]
    in_pack = [row for row in reached if row in PUBLIC or not row.of or row.of in own]
    return [row for row in in_pack if row.name not in NOT_PAGES and row.of in {"", *SLUGS}]


READERS = ("A", *ROLES)
PAGES = {reader: rows_for(reader) for reader in READERS}


def walks(reader: str, language: str) -> list[Row]:
    """The reader's share of the pages in the language.

    Every page is walked by every reader that sees it and in every language, but not by each in each.
    """
    mine = []
    for place, row in enumerate(TABLE):
        seeing = [one for one in READERS if row in PAGES[one]]
        steps = range(max(len(seeing), len(LANGUAGES)) if reader in seeing else 0)
        turns = [(seeing[step % len(seeing)], LANGUAGES[(place + step) % len(LANGUAGES)]) for step in steps]
        mine += [row] if (reader, language) in turns else []
    return mine


def test_every_page_is_walked_by_every_reader_and_in_every_language():
    walked = {
        (row.name, who) for reader in READERS for language in LANGUAGES for row in walks(reader, language)
        for who in (reader, language)
    }  # fmt: skip
    names = {(row.name, reader) for reader in READERS for row in PAGES[reader]}
    assert walked == names | {(name, language) for name, _ in names for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_axe_finds_nothing(reader, language, page, sign_in, axe):
    if reader in ROLES:
        sign_in(page, ROLES[reader])
    faults = []
    for row in walks(reader, language):
        url = address(row, language)
        answer = page.goto(url)
        assert answer.status == (409 if row.name in CLOSED_TO_DEMO else 200), url
        assert page.locator("html").get_attribute("lang") == language
        faults += [f"{url}: {fault}" for fault in axe(page)]
    assert faults == []


@pytest.mark.parametrize("path", ["/fi/ei-ole/", "/sv/finns-inte/", "/en/missing/"])
def test_axe_finds_nothing_on_a_page_that_is_not_there(path, page, axe):
    assert page.goto(path).status == 404
    assert axe(page) == []


MAIN_PAGES = [row for row in PUBLIC if row.name not in NOT_PAGES and row.of in {"", *SLUGS} and row.status == 200]


def overflow(page) -> int:
    """How many pixels the page is wider than the window; a scrolling region of its own does not count."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_reflow_at_320_pixels(language, new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    wide = []
    for row in MAIN_PAGES:
        page.goto(address(row, language))
        if overflow(page) > 0:
            wide.append(row.name)
    assert wide == []


def test_pages_hold_text_of_200_percent(new_context):
    page = new_context().new_page()
    wide = []
    for row in MAIN_PAGES:
        page.goto(address(row, "fi"))
        page.evaluate("document.documentElement.classList.add('x'); document.documentElement.style.fontSize = '200%'")
        if overflow(page) > 0:
            wide.append(row.name)
    assert wide == []


def test_axe_finds_nothing_in_the_dark_scheme(new_context, axe):
    page = new_context(color_scheme="dark").new_page()
    faults = []
    for row in MAIN_PAGES:
        page.goto(address(row, "fi"))
        faults += [f"{row.name}: {fault}" for fault in axe(page)]
    assert faults == []


def test_forced_colours_keep_boxes_and_statuses_visible(new_context):
    page = new_context(forced_colors="active").new_page()
    page.goto(address(Row("structures:overview", "A"), "fi"))
    lines = page.evaluate(
        "[...document.querySelectorAll('figure svg a rect')].map(box => getComputedStyle(box).stroke)"
    )
    assert lines
    assert all(line not in ("none", "rgba(0, 0, 0, 0)") for line in lines)
    page.goto(address(Row("structures:networks", "A"), "fi"))
    assert page.locator(".status").first.is_visible()


def test_print_shows_the_content_without_the_menus(new_context):
    page = new_context().new_page()
    page.goto(address(Row("structures:body", "A", "organ"), "fi"))
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".rooms-bar").is_visible()
    assert not page.locator(".top-search").is_visible()


def test_the_keyboard_reaches_the_content_first_and_then_every_box(page):
    page.goto(address(Row("structures:overview", "A"), "fi"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Siirry sisältöön"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        href = page.evaluate(
            "document.activeElement.closest('figure svg') && document.activeElement.getAttribute('href')"
        )
        if href:
            reached.add(href)
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none' || true")
    assert reached == set(
        page.evaluate("[...document.querySelectorAll('figure svg a')].map(box => box.getAttribute('href'))")
    )


def test_every_box_of_the_picture_is_in_the_list_too(page):
    page.goto(address(Row("structures:overview", "A"), "fi"))
    drawn = {text.replace("\u00ad", "") for text in page.locator("figure svg a").all_text_contents()}
    page.goto(address(Row("structures:overview", "A"), "fi") + "?nakyma=luettelo")
    listed = " ".join(page.locator(".tree").all_text_contents())
    assert drawn
    assert len(page.locator(".tree a").all()) >= len(drawn)
    assert "Järjestöneuvottelukunta" in listed


def test_editing_rows_are_walked_too():
    """The rows above that need a record of the reader's own are walked by the editing tests."""
    assert {row.name for row in STRUCTURES if row.status == 200 and row.post is None} - {
        row.name for row in rows_for("H")
    } == {"structures:edit_membership", "structures:remove_membership"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_phone_where_a_long_path_wraps(language, new_context, sign_in, axe):
    page = sign_in(new_context(viewport={"width": 390, "height": 800}).new_page(), "hyte_unit")
    with override(language):
        address = reverse("structures:add_member", args=["lahden-kuntakokeilun-ohjausryhma"])
    page.goto(address)
    assert axe(page) == []
