"""Fields that stand on a page by the dozen: written here, as a template for each would take half of the page's time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import words

if TYPE_CHECKING:
    from ..queries.reach import Reach

TRACK = SafeString('<rect class="cf-track" y="50%" width="100%" height="4"/>')


class NumberInput(forms.TextInput):
    """A field for a number that people write in their own way."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {"type": "text", "name": name, **self.build_attrs(self.attrs, attrs)}
        text = self.format_value(value)
        return format_html("<input{}>", flatatt(given if text is None else {**given, "value": text}))


class SliderInput(NumberInput):
    """A field for a number with a slider that stays hidden until the script moves the two together.

    The slider has no name, so the field is what is sent. It is called by the label of the field, whose id is the
    field's and `_label`. told: today's figure in words, which an empty field stands for.
    """

    def __init__(self, reach: Reach, *, unit: str, told: str, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.reach, self.unit, self.told = reach, unit, told

    def __deepcopy__(self, memo: Any) -> SliderInput:
        """What Django copies for each form; the reach is never changed, so it is shared."""
        return SliderInput(self.reach, unit=self.unit, told=self.told, attrs=dict(self.attrs))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        reach, given = self.reach, attrs or {}
        ends = {"min": f"{reach.low:f}", "max": f"{reach.high:f}", "step": f"{reach.step:f}"}
        called = {"id": f"{given.get('id', name)}_slider", "aria-labelledby": f"{given.get('id', name)}_label"}
        if "aria-describedby" in given:
            called["aria-describedby"] = given["aria-describedby"]
        about = {"told": self.told, "unit": words.with_unit("", self.unit) if self.unit else ""}
        if reach.now is not None:
            about["now"] = repr(reach.now)
        return format_html(
            '<number-slider{}>{}<span class="cf-slider" hidden><svg class="cf-marks" aria-hidden="true">{}</svg>'
            '<input type="range"{}></span></number-slider>',
            flatatt(about),
            super().render(name, value, attrs, renderer),
            self._marks(),
            flatatt({**called, **ends}),
        )

    def _marks(self) -> SafeString:
        """The track, a line at the target and a ring at today's figure."""
        reach, marks = self.reach, [TRACK]
        if reach.target is not None:
            at = f"{100 * reach.part(reach.target):.2f}%"
            marks.append(format_html('<line class="cf-goal" x1="{0}" x2="{0}" y1="25%" y2="75%"/>', at))
        if reach.now is not None:
            at = f"{100 * reach.part(reach.now):.2f}%"
            marks.append(format_html('<circle class="cf-now" cx="{}" cy="50%" r="5"/>', at))
        return SafeString("".join(marks))


class Choice(forms.Select):
    """One of some choices without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        rows = ((key, " selected" if str(key) == chosen else "", label) for key, label in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options
        )
