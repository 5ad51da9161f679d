"""Pages of the tray that a letter or a keeper's work leads to, filled with made-up contents; and its keyboard."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

WIDTHS = (1280, 390)
SHEET = "Nimi suomeksi;Tarjoaja;Y-tunnus;Kunnat\n"
WHOLE = f"{SHEET}Esimerkkikuoro;Esimerkkikuoro ry;1234567-1;Lahti\n"
FAULTY = f"{SHEET}Esimerkkikuoro;;;Lahti\nKuoro;Esimerkkikuoro ry;1;Eikunta\n"


def address(name: str, *args: object) -> str:
    with override("fi"):
        return reverse(f"tray:{name}", args=args)


@pytest.fixture
def look(axe):
    """Note what axe finds on an open page and how much wider than the window it is; asserted at the end."""
    faults: list[str] = []

    def at(page, where: str) -> None:
        faults.extend(f"{where}: {fault}" for fault in axe(page))
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults.extend([f"{where}: {wider} px wider than the window"] if wider > 0 else [])

    yield at
    assert faults == []


def letters(site, to: str) -> str:
    """The texts of all letters to the address, the newest last."""
    files = sorted(site.letters.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
    read = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return "\n".join(one.get_content() for one in read if one["To"] == to)


def newest_path(text: str, word: str) -> str:
    return re.findall(rf"https?://[^/\s]+(/\S*/{word}/[\w-]+/)", text)[-1]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_request_goes_its_whole_way_by_keyboard(width, site, new_context, look):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{address('search')}?q=kävelyryhmä")
    page.locator(".tray-collect button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".tray-on")
    page.goto(address("ask"))
    look(page, "request")
    resident = f"asukas-{width}@example.org"
    page.locator("[name=providers]").first.focus()
    if not page.locator("[name=providers]").first.is_checked():
        page.keyboard.press("Space")
    page.locator("[name=email]").focus()
    page.keyboard.type(resident)
    page.locator("[name=consent]").focus()
    page.keyboard.press("Space")
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('asked')}")
    look(page, "asked")
    page.goto(newest_path(letters(site, resident), "vahvista"))
    look(page, "confirm")
    page.locator("main form button[type=submit]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page, "confirmed")
    page.goto(newest_path(letters(site, resident), "oma"))
    look(page, "own request")
    page.goto(newest_path(letters(site, "esimerkki@example.org"), "vastaa"))
    look(page, "answer")
    page.locator("main form button[type=submit]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page, "answered")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_pages_of_feeds(width, new_context, sign_in, look):
    page = sign_in(new_context(viewport={"width": width, "height": 900}).new_page(), "hyte_unit")
    for name in ("Esimerkkitaulukko", "Toinen esimerkkitaulukko"):
        feed = added_feed(page, f"{name} {width}", "sheet")
        key = feed.rstrip("/").rpartition("/")[2]
        brought(page, key, FAULTY)
        page.locator("text=Mitään ei tallennettu").first.wait_for()
        look(page, "sheet with faults")
        brought(page, key, WHOLE)
        page.wait_for_url(f"**{feed}")
        look(page, "feed with a run")
    refused = added_feed(page, f"Oma verkko {width}", "linkedevents", "https://127.0.0.1:9/v1")
    page.locator("main form button[type=submit]").first.click()
    page.locator("#problems").wait_for(timeout=20_000)
    look(page, "feed with problems")
    page.goto(address("edit_feed", refused.rstrip("/").rpartition("/")[2]))
    look(page, "feed's form")
    for name in ("feeds", "joins"):
        page.goto(address(name))
        look(page, name)
    assert page.locator("section form").count() >= 1


def added_feed(page, name: str, kind: str, url: str = "") -> str:
    """The path of a new feed's page, which is open then."""
    page.goto(address("add_feed"))
    page.fill("[name=name]", name)
    page.select_option("[name=kind]", kind)
    page.fill("[name=address]", url)
    page.select_option("[name=source]", index=1)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda now: "/uusi/" not in now)
    return page.evaluate("location.pathname")


def brought(page, key: str, table: str) -> None:
    page.goto(address("bring_sheet", key))
    page.set_input_files("[name=file]", {"name": "tarjonta.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_pages_of_theme_rules(width, new_context, sign_in, look):
    page = sign_in(new_context(viewport={"width": width, "height": 900}).new_page(), "hyte_unit")
    page.goto(address("theme_rules"))
    look(page, "rules")
    page.locator("td a[href*=korjaa]").first.click()
    look(page, "correcting a rule")
    page.goto(address("theme_rules"))
    page.locator("td a[href*=paata]").first.click()
    page.locator("[name=nayta]").focus()
    page.keyboard.press("Enter")
    page.locator(".notice").wait_for()
    look(page, "ending a rule, with its effect")
    page.goto(address("add_theme_rule"))
    page.locator("main form button[type=submit]").first.click()
    page.locator("[aria-invalid=true]").first.wait_for()
    look(page, "a rule with faults")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_an_offer_is_moderated(width, new_context, sign_in, look):
    page = sign_in(new_context(viewport={"width": width, "height": 900}).new_page(), "hyte_unit")
    page.goto(address("desk"))
    look(page, "desk")
    page.locator("main a[href*=oma-tarjonta]").last.click()
    page.wait_for_load_state()
    look(page, "an offer for its keepers")
    for name in ("mine", "invite", "state", "referrals"):
        page.goto(address(name))
        look(page, name)
    page.goto(address("mine"))
    page.locator("tbody a").first.click()
    page.locator("a[href*=muokkaa]").first.click()
    look(page, "the form of an offer")


def test_filters_are_ticked_one_after_another_by_keyboard_without_losing_the_place(page):
    page.goto(address("search"))
    page.locator("#tarjotin-q").focus()
    page.keyboard.type("liikunta")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=liikunta"))
    box = page.locator("input[name=laji]").first
    value = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("laji="))
    page.locator(".chip-on").wait_for()
    assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["laji", value]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#facets') !== null")
