"""Fields that stand on a page by the dozen: written here, as a template for each would take half of the page's time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class NumberInput(forms.TextInput):
    """A field for a number that people write in their own way."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {"type": "text", "name": name, **self.build_attrs(self.attrs, attrs)}
        text = self.format_value(value)
        return format_html("<input{}>", flatatt(given if text is None else {**given, "value": text}))


class Choice(forms.Select):
    """One of some choices without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        rows = ((key, " selected" if str(key) == chosen else "", label) for key, label in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options
        )
