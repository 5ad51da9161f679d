"""A resident collects, hands on and asks by keyboard, with a script and without one, wide and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override


def address(name: str, *args: object, language: str = "fi") -> str:
    with override(language):
        return reverse(f"tray:{name}", args=args)


def too_wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (True, 390), (False, 390)])
def test_a_tray_is_filled_and_handed_on_by_keyboard(script, width, new_context, axe):
    context = new_context(java_script_enabled=script, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address("search"))
    first = page.locator(".tray-collect button").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".tray-on")
    assert page.locator("#tray-box .tray-count").inner_text().split()[0] == "1"
    if script:
        assert page.evaluate("document.activeElement.closest('.tray-collect') !== null")
        assert page.locator("#live").inner_text() == "Lisätty tarjottimelle"
        assert axe(page) == []
    page.locator("#tray-box h2 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('basket')}")
    assert page.locator(".tray-rows > li").count() == 1
    page.goto(address("give"))
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".tray-code")
    code = page.locator(".tray-code-letters").inner_text()
    other = new_context(java_script_enabled=script, viewport={"width": width, "height": 900}).new_page()
    other.goto(address("by_code"))
    other.fill("[name=code]", code.lower())
    other.press("[name=code]", "Enter")
    other.wait_for_selector(".tray-paper")
    assert other.locator(".tray-paper > li").count() == 1
    assert too_wide(other) <= 0


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390), ("en", 1280)])
def test_axe_finds_nothing_on_the_pages_of_the_own_tray(language, width, new_context, axe):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(address("search", language=language))
    page.locator(".tray-collect button").first.click()
    page.wait_for_selector(".tray-on")
    faults = []
    for name in ("basket", "print_list", "give", "mail_basket", "by_code", "ask", "asked", "statistics"):
        assert page.goto(address(name, language=language)).status == 200
        faults += [f"{name}: {fault}" for fault in axe(page)]
        faults += [f"{name}: wider than the window"] if too_wide(page) > 0 else []
    assert faults == []


def test_the_box_takes_an_offer_off_and_keeps_the_focus(page):
    page.goto(address("search"))
    page.locator(".tray-collect button").first.click()
    page.wait_for_selector("#tray-box .tray-off")
    page.locator("#tray-box .tray-off").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#tray-box.tray-empty")
    assert page.locator(".tray-on").count() == 0
    assert page.evaluate("document.activeElement.closest('#tray-box') !== null")
