"""The what-ifs of the coefficient in a browser: a slider and its field move together, and the answer follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

COUNTY = "/fi/kerroin/esimerkki/kokeile/"
TOWN = "/fi/kerroin/esimerkki/kunnat/kunta-a/kokeile/"
MMR = "#id_oma-mmr"


@pytest.fixture
def asked(page) -> list[str]:
    """The addresses that htmx has asked for."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "hx-request" in request.headers else None)
    return found


def settle(page) -> None:
    """Longer than the wait of the form before it asks."""
    page.wait_for_timeout(600)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", [COUNTY, TOWN])
@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 5000}}])
def test_axe_finds_nothing_beside_the_sliders(path, look, new_context, axe):
    """The phone is as tall as the page: axe takes what the sum at the lower edge covers for a small target."""
    page = new_context(**look).new_page()
    page.goto(path)
    assert page.locator("[type=range]:visible").count() >= 5
    assert axe(page) == []
    slider = page.locator("[type=range]").first
    slider.press("End")
    expect(page.locator("#live")).to_contain_text("Pisteluku K muuttuu")
    assert axe(page) == []


def test_the_keyboard_moves_the_field_and_the_answer_follows_once(page, asked):
    page.goto(COUNTY)
    field, slider = page.locator(MMR), page.locator(f"{MMR}_slider")
    assert field.input_value() == "97,7"
    field.focus()
    page.keyboard.press("Tab")
    expect(slider).to_be_focused()
    assert slider.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    assert field.input_value() == "97"
    page.keyboard.press("ArrowLeft")
    assert field.input_value() == "96,9"
    assert slider.get_attribute("aria-valuetext") == "96,9\u00a0%"
    expect(page.locator(".cf-changed")).to_have_text(re.compile("MPR-rokotuskattavuus: 97,7 → 96,9\\s%"))
    expect(page.locator("#live")).to_have_text(re.compile(r"^−[\d\s]+€\. Pisteluku K muuttuu"))
    expect(slider).to_be_focused()
    settle(page)
    assert len(asked) == 1
    assert "oma-mmr=96%2C9" in page.url
    assert "slider" not in page.url
    assert page.evaluate("history.length") == 2


def test_a_drag_asks_only_when_it_is_let_go(page, asked):
    page.goto(COUNTY)
    slider = page.locator(f"{MMR}_slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box["height"] >= 44
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.7, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, middle, steps=8)
    settle(page)
    assert asked == []
    moved = page.locator(MMR).input_value()
    assert moved != "97,7"
    page.mouse.up()
    expect(page.locator(".cf-changed")).to_contain_text(f"→ {moved}")


@pytest.mark.parametrize(
    ("typed", "at"), [("95,5", "95.5"), ("95.5", "95.5"), (" 95,5 ", "95.5"), ("12", "90.7"), ("", "97.7")]
)
def test_the_slider_follows_what_is_typed_and_what_is_typed_stays(typed, at, page):
    """Beyond its ends the slider stands at the end (the areas have 92,2 … 98,1, and a quarter over); an empty field
    stands for today's figure."""
    page.goto(COUNTY)
    field, slider = page.locator(MMR), page.locator(f"{MMR}_slider")
    field.fill(typed)
    field.press("Tab")
    assert (field.input_value(), slider.input_value()) == (typed, at)
    assert slider.get_attribute("aria-valuetext") == (f"{typed.strip()}\u00a0%" if typed else "nyt 97,7\u00a0%")
    settle(page)
    assert field.input_value() == typed


def test_what_is_no_number_moves_nothing_and_is_told_beside_the_field(page):
    page.goto(COUNTY)
    field = page.locator(MMR)
    field.fill("paljon")
    field.press("Tab")
    expect(page.locator("#vastaus .error a")).to_have_text("MPR-rokotuskattavuus: Kirjoita luku, esimerkiksi 52,5.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.locator(f"{MMR}_slider").input_value() == "97.7"
    expect(page.locator(f"{MMR}_slider")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert field.input_value() == "97,6"
    expect(page.locator(".cf-changed")).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_counts_are_written_with_their_spaces_and_today_is_found_again(page):
    """Births go by tens, today's 4 004 is still one of them."""
    page.goto(COUNTY)
    field, slider = page.locator("#id_oma-births"), page.locator("#id_oma-births_slider")
    assert field.input_value() == "4\u00a0004"
    slider.press("ArrowRight")
    assert field.input_value() == "4\u00a0010"
    slider.press("ArrowLeft")
    assert field.input_value() == "4\u00a0004"
    settle(page)
    expect(page.locator("#vastaus").get_by_text("Mitään ei ole muutettu")).to_be_visible()


def test_another_areas_sliders_come_when_it_is_chosen(page):
    page.goto(COUNTY)
    page.locator(MMR).fill("95")
    page.locator("#id_toinen").select_option(index=2)
    other = page.locator("#id_toinen-mmr_slider")
    expect(other).to_be_visible()
    assert page.locator(MMR).input_value() == "95"
    other.press("End")
    expect(page.locator(".cf-changed li")).to_have_count(2)
    page.locator("#id_toinen").select_option(index=3)
    expect(page.locator(".cf-changed li")).to_have_count(1)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sliders_are_called_by_their_labels_in_other_languages(language, page):
    page.goto(COUNTY)
    page.goto(page.locator(f"link[hreflang={language}]").get_attribute("href"))
    labels = page.locator(".cf-fields label[id^=id_oma]").all_text_contents()
    sliders = [page.get_by_role("slider", name=label, exact=True) for label in labels]
    assert len(sliders) == 13
    assert [one.count() for one in sliders] == [1] * 13
    page.locator(f"{MMR}_slider").press("ArrowLeft")
    decimal, unit = {"sv": (",", "\u00a0%"), "en": (".", "%")}[language]
    assert page.locator(MMR).input_value() == f"97{decimal}6"
    assert page.locator(f"{MMR}_slider").get_attribute("aria-valuetext") == f"97{decimal}6{unit}"
    births = page.locator("#id_oma-births_slider")
    assert births.input_value() == "4000"


@pytest.mark.parametrize("path", [COUNTY, TOWN])
def test_without_scripts_there_are_plain_fields_only(path, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(path)
    assert page.locator("[type=range]").count() >= 5
    assert page.locator(".cf-slider:visible").count() == page.locator(".cf-guide:visible").count() == 0
    field = page.locator("number-slider input[type=text]").first
    field.fill("12,5")
    page.get_by_role("button", name="Laske vaikutus").click()
    expect(page.locator(".cf-changed")).to_contain_text("→ 12,5")
    assert "slider" not in page.url


def test_paper_shows_the_answer_without_sliders(page):
    page.goto(COUNTY)
    page.emulate_media(media="print")
    assert page.locator("[type=range]:visible").count() == 0
    assert page.locator(".cf-answer .cf-number").is_visible()


def test_forced_colours_keep_track_and_marks(new_context):
    page = new_context(forced_colors="active").new_page()
    page.goto(COUNTY)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part, paint in ((".cf-track", "fill"), (".cf-goal", "stroke"), (".cf-marks .cf-now", "stroke")):
        colour = page.locator(part).first.evaluate(f"one => getComputedStyle(one).{paint}")
        assert colour not in ("none", ground)


def test_a_phone_keeps_the_sum_in_sight_and_nothing_runs_over(new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    for path in (COUNTY, TOWN):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        slider = page.locator("[type=range]").first
        slider.press("End")
        glance = page.locator(".cf-glance strong")
        expect(glance).not_to_have_text("0\u00a0€")
        expect(glance).to_be_in_viewport()
        under = slider.bounding_box()["y"] + slider.bounding_box()["height"]
        assert under <= page.locator(".cf-glance").bounding_box()["y"]
    page.locator(".cf-glance").click()
    expect(page.locator("#vastaus .cf-number")).to_be_in_viewport()
