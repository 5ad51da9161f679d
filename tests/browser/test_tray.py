"""The tray in a browser: axe at two widths and in forced colours, filters with and without scripts, the keyboard."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.translation import override


def address(name: str, language: str = "fi", *args: str) -> str:
    with override(language):
        return reverse(f"tray:{name}", args=args)


def offers_on(page) -> list[str]:
    """The slugs of the offers in the list."""
    links = page.locator(".tr-card h3 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [link.strip("/").rpartition("/")[2] for link in links]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("language", "width", "more"),
    [
        ("fi", 1280, {}),
        ("fi", 390, {}),
        ("sv", 768, {"color_scheme": "dark"}),
        ("en", 320, {}),
        ("fi", 1280, {"forced_colors": "active"}),
    ],
)
def test_axe_finds_nothing_in_the_tray(language, width, more, new_context, axe):
    page = new_context(viewport={"width": width, "height": 900}, **more).new_page()
    search = address("search", language)
    page.goto(search)
    slug = offers_on(page)[0]
    urls = [
        search, f"{search}?q=liikunta&maksuton=yes", f"{search}?q=hrmpfz&teema=culture",
        f"{search}?lahella=Lahti#kartta",
        address("missing", language), *(address(name, language, slug) for name in ("offer", "card", "freshness")),
    ]  # fmt: skip
    faults = []
    for url in urls:
        assert page.goto(url) is None or page.url
        faults += [f"{url}: {fault}" for fault in axe(page)]
        faults += [f"{url}: {overflow(page)} px wider than the window"] if overflow(page) > 0 else []
    assert faults == []


def test_a_filter_that_is_ticked_narrows_the_list_and_stands_in_the_address(page):
    page.goto(address("search"))
    before = page.locator("#results h2").inner_text()
    page.locator("label.facet:has(input[name=laji][value=place])").click()
    page.wait_for_url(re.compile("laji=place"))
    page.locator(".chip-on").wait_for()
    assert page.locator("#results h2").inner_text() != before
    assert page.locator("#live").inner_text() == page.locator("#results h2").inner_text()
    assert page.locator("input[name=laji][value=place]").is_checked()
    page.locator(".chip-on").click()
    page.wait_for_url(lambda url: "laji=place" not in url)
    assert page.locator("#results h2").inner_text() == before


def test_typing_offers_words(page):
    page.goto(address("search"))
    page.locator("#tarjotin-q").press_sequentially("liik")
    page.locator("#tarjotin-sanat option").first.wait_for(state="attached")
    page.wait_for_url(re.compile("q=liik"))


def test_filters_work_without_scripts(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address("search"))
    page.locator("label.facet:has(input[name=laji][value=place])").click()
    page.locator("#tarjotin-haku .tr-search button").click()
    assert "laji=place" in page.url
    assert page.locator(".chip-on").count() == 1


def test_the_map_waits_behind_its_button_on_a_phone_and_leads_back_to_the_list(new_context):
    page = new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(address("search"))
    assert not page.locator("#kartta").is_visible()
    page.locator(".tr-map-button").click()
    assert page.locator("#kartta").is_visible()
    page.locator(".tr-map-back a").click()
    assert page.url.endswith("#results")


def test_every_point_of_the_map_is_reached_by_the_keyboard_after_the_list(page):
    page.goto(address("search"))
    order = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, summary')]"
        ".map(one => one.closest('#kartta') ? 'map' : one.closest('#results') ? 'list' : '').filter(one => one)"
    )
    assert order.index("map") > len(order) - 1 - order[::-1].index("list")
    point = page.locator(".tr-map-link").first
    point.focus()
    assert point.get_attribute("aria-label")


def test_a_card_is_printed_on_one_page_with_its_code(new_context):
    page = new_context().new_page()
    page.goto(address("search"))
    page.goto(address("card", "fi", offers_on(page)[0]))
    for paper in ({"format": "A4"}, {"format": "A6", "landscape": True}):
        assert page.pdf(**paper).count(b"/Type /Page\n") == 1, paper
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator(".tr-paper .qr").is_visible()
