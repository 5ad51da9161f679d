"""A page as a strict reader sees it: what may never stand on one."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.test import Client

import hytti

PACKAGE = str(Path(hytti.__file__).parent)
RAW = ("{{", "}}", "{%", "%}", "{#")
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"}


class UnknownVariable(Exception):
    """A template asked for a variable that its view did not give."""


class StrictVariables(str):
    """As `string_if_invalid`: an unknown variable in a template of ours is an error, unless a default stands in."""

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression, context = frame.f_locals.get("self"), frame.f_locals.get("context")
        if frame.f_code.co_name == "resolve" and hasattr(expression, "filters"):
            template = context.render_context.template or context.template
            lenient = any(function.__name__ in ("default", "default_if_none") for function, _ in expression.filters)
            if not lenient and str(template.origin.name).startswith(PACKAGE):
                raise UnknownVariable(f"{expression.var} in {Path(template.origin.name).relative_to(PACKAGE)}")
        return False


class PageReader(HTMLParser):
    """Gathers what a page may not have: inline code and styles, doubled ids, pictures and fields without a name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.language = ""
        self.languages: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._judge(tag, attributes)
        language = attributes.get("lang") or (self.languages[-1][1] if self.languages else "")
        if tag == "html":
            self.language = language
        if tag not in EMPTY:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._judge(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.languages) - 1, -1, -1):
            if self.languages[index][0] == tag:
                del self.languages[index:]
                return

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.languages}
        if data.strip() and not inside & {"script", "style", "title"}:
            self.texts.append((" ".join(data.split()), self.languages[-1][1] if self.languages else ""))

    def _judge(self, tag: str, attributes: dict[str, str]) -> None:
        where = f"<{tag} {' '.join(f'{name}={value!r}' for name, value in attributes.items())[:100]}>"
        is_data = attributes.get("type") == "application/ld+json"  # a data block: no browser runs it
        if tag == "style" or (tag == "script" and not attributes.get("src") and not is_data):
            self.faults.append(f"inline code: {where}")
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"inline {name}: {where}")
            if value.strip().lower().startswith("javascript:"):
                self.faults.append(f"code as an address: {where}")
        if (name := attributes.get("id")) is not None:
            if not name or name in self.ids:
                self.faults.append(f"empty or doubled id: {where}")
            self.ids.add(name)
        if tag == "img" and "alt" not in attributes:
            self.faults.append(f"picture without alt: {where}")


def read_page(html: str) -> PageReader:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader


def faults_of(html: str, language: str | None = None) -> list[str]:
    """What is wrong with the page; `language` is what its html element must say."""
    reader = read_page(html)
    shown = " ".join(text for text, _ in reader.texts)
    faults = [f"stray {mark}" for mark in RAW if mark in shown]
    if language and reader.language != language:
        faults.append(f"the page says its language is {reader.language!r}, its address {language!r}")
    return faults + reader.faults


def unmarked_fallbacks(html: str, finnish: set[str]) -> list[str]:
    """Finnish texts without a translation that stand on the page of another language without their language mark."""
    return [text for text, language in read_page(html).texts if text in finnish and language != "fi"]


def untranslated(language: str) -> set[str]:
    """Every Finnish text in the database whose translation into the language is missing."""
    from django.apps import apps

    texts: set[str] = set()
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            other = f"{name.removesuffix('_fi')}_{language}"
            if name.endswith("_fi") and other in names:
                texts |= {
                    " ".join(text.split()) for text in model.objects.filter(**{other: ""}).values_list(name, flat=True)
                }
    return texts - {""}


class PageClient(Client):
    """A client that reads each page as a strict reader does and fails on the first fault."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming and response.content:
            path = request.get("PATH_INFO", "/")
            whole = b"<html" in response.content
            language = path.split("/")[1] if whole and path.split("/")[1] in ("fi", "sv", "en") else None
            faults = faults_of(response.content.decode(), language)
            assert not faults, f"{path}: {'; '.join(faults)}"
        return response
