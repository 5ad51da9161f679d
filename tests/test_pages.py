"""The strict reader itself: what it refuses, and what it lets through."""

from __future__ import annotations

import pytest
from django.template import engines

from pages import UnknownVariable, faults_of, unmarked_fallbacks


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>{{ name }}</p>", "stray {{"),
        ("<p>{% if %}</p>", "stray {%"),
        ("<script>1</script>", "inline code"),
        ("<style>p{}</style>", "inline code"),
        ('<p style="color:red">', "inline style"),
        ('<a onclick="x()">', "inline onclick"),
        ('<a href=" JavaScript:x()">', "code as an address"),
        ('<p id="a"></p><p id="a"></p>', "empty or doubled id"),
        ('<img src="/x.png">', "picture without alt"),
        ('<html lang="fi">', "the page says its language is 'fi'"),
    ],
)
def test_a_fault_is_found(html, fault):
    assert any(found.startswith(fault) for found in faults_of(html, "sv" if "<html" in html else None))


def test_a_clean_page_has_no_fault():
    parts = (
        '<script src="/x.js"></script>',
        '<p id="a">50 % {x}</p>',
        '<img src="/x" alt="">',
        '<svg><path d=""/></svg>',
    )
    html = f'<html lang="sv">{"".join(parts)}'
    assert faults_of(html, "sv") == []


def test_an_unmarked_fallback_is_found():
    html = '<html lang="sv"><p>Huumetyön   verkosto</p><p><span lang="fi">Hyte-verkosto</span><br>Lahtis</p>'
    assert unmarked_fallbacks(html, {"Huumetyön verkosto", "Hyte-verkosto"}) == ["Huumetyön verkosto"]


def test_an_unknown_variable_in_a_template_of_ours_is_an_error(page_client, monkeypatch):
    template = engines["django"].from_string('{{ missing|default:"–" }}{% if missing %}x{% endif %}')
    monkeypatch.setattr(template.template.origin, "name", str(faults_of.__globals__["PACKAGE"]) + "/templates/x.html")
    assert template.render({}) == "–"
    template = engines["django"].from_string("{{ missing.name }}")
    assert template.render({}) == ""
    monkeypatch.setattr(template.template.origin, "name", str(faults_of.__globals__["PACKAGE"]) + "/templates/x.html")
    with pytest.raises(UnknownVariable, match=r"missing\.name in templates/x\.html"):
        template.render({})
