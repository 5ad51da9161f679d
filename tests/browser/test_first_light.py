"""The first way through the service, as a new user walks it."""

from __future__ import annotations

import pytest


def test_a_reader_finds_a_network_by_a_part_of_its_name(page, axe):
    page.goto("/fi/verkostot/?q=huumety%C3%B6")
    page.get_by_role("link", name="Huumetyön verkosto").first.click()
    assert page.locator("h1").inner_text() == "Huumetyön verkosto"
    assert axe(page) == []


@pytest.mark.parametrize("role", ["convener", "coordinator", "hyte_unit", "administrator"])
def test_a_demo_account_comes_to_its_desk(role, page, sign_in, axe):
    sign_in(page, role).goto("/fi/tyopoyta/")
    assert page.locator("h1").count() == 1
    assert "/kirjaudu/" not in page.url
    assert axe(page) == []


def test_the_front_page_reads_without_scripts(new_context):
    page = new_context(java_script_enabled=False).new_page()
    assert page.goto("/fi/").status == 200
    assert page.get_by_role("navigation").first.is_visible()
