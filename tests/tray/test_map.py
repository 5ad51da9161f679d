"""The map of places: links with names, borders underneath, tiles only where they are set."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.urls import reverse

from hytti.core import middleware
from hytti.core.models import Area, Region
from hytti.tray.drawing.places import Dot, Here, Town, mercator, place_map
from hytti.tray.models import Place
from hytti.tray.search import index

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = Town("Testilä", ((((25.0, 61.0), (26.0, 61.0), (26.0, 61.5), (25.0, 61.5)),),))
WORDS = {"key": "k", "title": "Kartta", "desc": "Pisteet", "several": "{count} kohdetta: {names}"}


def drawn(*dots: Dot, **more):
    return ElementTree.fromstring(place_map((SQUARE,), dots, **{**WORDS, **more}))


def dot(name: str, latitude: float, longitude: float) -> Dot:
    return Dot(name, f"/{name}/", f"#{name}", latitude, longitude)


def links(svg) -> dict[str, str]:
    return {link.get("aria-label"): link.get("href") for link in svg.iter(f"{SVG}a")}


def test_a_place_is_a_link_with_its_name_inside_the_borders():
    svg = drawn(dot("Laavu", 61.25, 25.5))
    assert links(svg) == {"Laavu": "/Laavu/"}
    [circle] = [one for one in svg.iter(f"{SVG}circle") if one.get("class") == "tr-map-dot"]
    wide, high = float(svg.get("width")), float(svg.get("height"))
    assert float(circle.get("cx")) == pytest.approx(wide / 2, abs=0.2)
    assert float(circle.get("cy")) == pytest.approx(high / 2, abs=1)


def test_places_that_a_finger_cannot_tell_apart_are_one_link_to_the_list():
    assert links(drawn(dot("Laavu", 61.25, 25.5), dot("Kota", 61.2501, 25.5001))) == {
        "2 kohdetta: Laavu, Kota": "#Laavu"
    }


def test_a_name_gives_way_to_a_place_that_would_cover_it():
    [name] = drawn(dot("Kaukana", 61.05, 25.05)).iter(f"{SVG}text")
    middle, height = float(name.get("x")), float(name.get("y"))
    covered = drawn(dot("Laavu", 61.25, 25.5))
    [moved] = [one for one in covered.iter(f"{SVG}text") if one.text == "Testilä"]
    [circle] = [one for one in covered.iter(f"{SVG}circle") if one.get("class") == "tr-map-dot"]
    assert abs(float(circle.get("cx")) - middle) < 6, "without moving the dot would cover the name"
    assert (float(moved.get("x")), float(moved.get("y"))) != (middle, height)
    assert abs(float(moved.get("y")) - 13 * 0.35 - float(circle.get("cy"))) >= 13 / 2 + 6 - 0.2


def test_a_place_outside_the_region_still_fits_in_the_picture():
    svg = drawn(dot("Kaukana", 65.0, 25.5))
    [circle] = [one for one in svg.iter(f"{SVG}circle") if one.get("class") == "tr-map-dot"]
    assert 0 < float(circle.get("cy")) < float(svg.get("height")) <= 420


def test_a_name_is_text_even_if_it_looks_like_markup():
    svg = drawn(dot("<b>&</b>", 61.2, 25.2), here=Here("Koti & piha", 61.3, 25.7))
    assert "<b>&</b>" in links(svg)
    assert "Koti & piha" in [title.text for title in svg.iter(f"{SVG}title")]


def test_mercator_agrees_with_the_published_corners_of_web_maps():
    """EPSG:3857 reaches 85.0511287798066 degrees north, where the world is a square."""
    assert mercator(-180, 85.0511287798066) == pytest.approx((0, 0), abs=1e-12)
    assert mercator(0, 0) == pytest.approx((0.5, 0.5), abs=1e-12)


def test_tiles_cover_the_picture():
    svg = drawn(dot("Laavu", 61.25, 25.5), tiles="https://tiles.example.org/{z}/{x}/{y}.png")
    images = list(svg.iter(f"{SVG}image"))
    assert all(re.fullmatch(r"https://tiles\.example\.org/\d+/\d+/\d+\.png", image.get("href")) for image in images)
    lefts = [float(image.get("x")) for image in images]
    rights = [float(image.get("x")) + float(image.get("width")) for image in images]
    assert min(lefts) <= 0
    assert max(rights) >= float(svg.get("width"))


def test_no_outside_server_is_named_unless_tiles_are_set(settings):
    assert "img-src 'self' data:;" in middleware.content_security_policy()
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    assert "img-src 'self' data: https://tiles.example.org;" in middleware.content_security_policy()


@pytest.mark.django_db
def test_the_search_page_draws_its_hits_over_the_region_and_tells_how_many_have_no_place(
    page_client, region, lists, make_offer, settings, town
):
    Area.objects.filter(pk=town.pk).update(parent=Region.objects.get().area)
    shown, without = make_offer("Laavu", state="published"), make_offer("Neuvonta", state="published")
    Place.objects.create(offer=shown, latitude=61.0, longitude=25.6)
    index.refresh([shown.pk, without.pk])
    settings.MAP_TILES, settings.MAP_TILES_CREDIT = "https://tiles.example.org/{z}/{x}/{y}.png", "© Karttatalo"
    html = page_client.get(reverse("tray:search"), {"kunta": "testila"}).content.decode()
    drawing = html.split('id="kartta"')[1].split("</section>")[0]
    assert f'href="{shown.get_absolute_url()}"' in drawing
    assert "Asikkala" in drawing
    assert "1 kohteen paikkaa ei ole kerrottu." in drawing
    assert "© Karttatalo" in drawing
