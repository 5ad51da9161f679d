"""People change the register in a browser: the whole way, with the keyboard, without scripts, and two at a time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


def open_own_network(page) -> str:
    """The first network on the reader's own desk; answers its address."""
    page.goto("/fi/tyopoyta/")
    page.locator(".tasks a[href*='/verkostot/']").first.click()
    return page.url


def test_a_coordinator_closes_a_network_and_its_history_tells_it_and_the_hyte_unit_undoes_it(new_context, sign_in, axe):
    page = sign_in(new_context().new_page(), "coordinator")
    url = open_own_network(page)
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="Lakkauta").click()
    assert axe(page) == []
    page.get_by_role("button", name="Lakkauta").click()
    assert page.locator(".error-summary, [role=alert]").first.is_visible()
    assert axe(page) == []
    page.get_by_label(re.compile("Syy|Miksi|syy")).first.fill("Toiminta siirtyi seudulliseen ryhmään.")
    page.get_by_role("button", name="Lakkauta").click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.get_by_text("Toiminta siirtyi seudulliseen ryhmään.").first).to_be_visible()
    page.get_by_role("link", name="Muutoshistoria").first.click()
    expect(page.get_by_text("Toiminta siirtyi seudulliseen ryhmään.").first).to_be_visible()
    assert axe(page) == []

    reader = new_context().new_page()
    reader.goto("/fi/verkostot/")
    assert reader.get_by_role("link", name=name, exact=True).count() == 0

    keeper = sign_in(new_context().new_page(), "hyte_unit")
    keeper.goto(url.replace("/verkostot/", "/toimielimet/") + "historia/")
    keeper.get_by_role("button", name="Kumoa").first.click()
    expect(keeper.get_by_role("status").first).to_be_visible()
    reader.goto("/fi/verkostot/")
    expect(reader.get_by_role("link", name=name, exact=True)).to_have_count(1)


def test_a_network_is_founded_and_gets_a_member_without_scripts(new_context, sign_in):
    page = sign_in(new_context(java_script_enabled=False).new_page(), "hyte_unit")
    page.goto("/fi/verkostot/perusta/")
    page.locator("[name=name_fi]").fill("Kokeilun kyläverkosto")
    page.locator("[name=kind]").select_option("network")
    page.locator("[name=theme]").select_option(label="Osallisuus")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_have_text("Kokeilun kyläverkosto")
    page.get_by_role("link", name="Lisää jäsen").first.click()
    page.locator("[name=name]").fill("Esimerkki Ähtäri")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Esimerkki Ähtäri").first).to_be_visible()


def test_axe_finds_nothing_where_a_member_is_edited_or_removed(new_context, sign_in, axe):
    page = sign_in(new_context().new_page(), "hyte_unit")
    page.goto("/fi/toimielimet/vammaisneuvosto/")
    page.get_by_role("link", name="Lisää jäsen").first.click()
    page.locator("[name=name]").fill("Esimerkki Jäsen")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Esimerkki Jäsen").first).to_be_visible()
    for link in page.locator("a[href*='/jasenyydet/']").evaluate_all("links => links.map(link => link.href)"):
        page.goto(link)
        assert axe(page) == [], link


def test_the_second_saver_sees_both_versions_and_loses_nothing(new_context, sign_in, axe):
    first = sign_in(new_context().new_page(), "hyte_unit")
    second = sign_in(new_context().new_page(), "hyte_unit")
    address = "/fi/toimielimet/huumetyon-verkosto/muokkaa/"
    for page in (first, second):
        page.goto(address)
    first.locator("[name=purpose_fi]").fill("Ensimmäisen teksti")
    first.locator("main form button[type=submit]").last.click()
    first.wait_for_url("**/verkostot/huumetyon-verkosto/")
    second.locator("[name=purpose_fi]").fill("Toisen teksti")
    second.locator("main form button[type=submit]").last.click()
    expect(second.locator("main")).to_contain_text("Ensimmäisen teksti")
    shown = second.locator("main").inner_text() + " ".join(
        second.locator("main textarea, main input").evaluate_all("fields => fields.map(field => field.value)")
    )
    assert "Ensimmäisen teksti" in shown
    assert "Toisen teksti" in shown
    assert axe(second) == []
    second.locator("main form button[type=submit]").last.click()
    second.wait_for_url("**/verkostot/huumetyon-verkosto/")
    second.goto("/fi/verkostot/huumetyon-verkosto/")
    assert second.get_by_text("Toisen teksti").first.is_visible()


def test_a_too_long_text_comes_back_with_its_error(new_context, sign_in):
    page = sign_in(new_context().new_page(), "hyte_unit")
    page.goto("/fi/toimielimet/huumetyon-verkosto/muokkaa/")
    page.locator("[name=purpose_fi]").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'ä'.repeat(200000) }"
    )
    page.locator("main form button[type=submit]").last.click()
    assert page.locator("[name=purpose_fi]").input_value() == "ä" * 200_000
    assert page.locator("[name=purpose_fi]").get_attribute("aria-invalid") == "true"


def test_a_reader_filters_networks_and_hears_the_count(page):
    page.goto("/fi/verkostot/")
    whole = page.locator("#results [role=status], #live").first.text_content()
    page.get_by_label(re.compile("^Ehkäisevä työ")).check()
    page.wait_for_url(re.compile("teema="))
    expect(page.locator("#results")).to_contain_text(re.compile(r"6 / 8[78] verkostoa"))
    assert whole is not None
    page.go_back()
    page.wait_for_url(lambda address: "teema=" not in address)


def test_the_keyboard_alone_finds_a_network(page):
    page.goto("/fi/")
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("huumetyö")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=huumety"))
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Huumetyön verkosto":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/verkostot/huumetyon-verkosto/")
    assert page.locator("h1").inner_text() == "Huumetyön verkosto"


@pytest.mark.parametrize("path", ["/fi/toimielimet/aluehallitus/muokkaa/", "/fi/hallinta/kayttajat/"])
def test_a_refusal_is_told_in_words(path, new_context, sign_in, axe):
    page = sign_in(new_context().new_page(), "coordinator")
    assert page.goto(path).status == 403
    assert page.locator("h1").inner_text() == "Ei valtuutta"
    assert axe(page) == []
