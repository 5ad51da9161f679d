"""The what-if as ordinary fields: our own figures, another area's, the silent points, and whether to draw a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.numbers import number
from hytti.methods.coefficient import Options, options_of

from .. import words
from ..queries.columns import Figure, figures_of
from ..queries.reach import Reach, reach_of
from .numbers import NumberField
from .widgets import Choice, NumberInput, SliderInput

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from ..queries.loaded import Loaded

OWN, OTHER, OPTION = "oma-", "toinen-", "valinta-"
SEED, MOST_SEED = 1, 999_999
COUNTRY = "country"
SHOWN = "toisen-luvut"
"""Whose figures the fields of the other area hold: another area is chosen before its fields are there."""
YES, NO = "100", "0"


class WhatIfForm(forms.Form):
    """Every field may be left as it is: what differs from the table is a change."""

    toinen = forms.ChoiceField(label=gettext_lazy("Muuta myös toisen alueen lukuja"), required=False, widget=Choice)
    vaihteluvali = forms.BooleanField(
        label=gettext_lazy("Laske myös vaihteluväli"),
        required=False,
        help_text=gettext_lazy("10 000 arvontaa: omat luvut ja muiden alueiden luvut vaihtelevat."),
    )
    siemen = forms.IntegerField(
        label=gettext_lazy("Arvonnan siemen"),
        min_value=0,
        max_value=MOST_SEED,
        required=False,
        help_text=gettext_lazy("Sama siemen antaa saman vaihteluvälin."),
        widget=NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, loaded: Loaded, area: str, **kwargs: Any) -> None:
        self.loaded, self.area = loaded, area
        self.sent = None if data is None else data.copy()
        super().__init__(self.sent, **kwargs)
        others = [(code, loaded.name_of(code)) for code in loaded.table.areas if code != area]
        choices = [("", _("ei toista aluetta")), *sorted(others, key=lambda pair: pair[1])]
        self.fields["toinen"].choices = choices  # type: ignore[attr-defined]
        asked = str(self.data.get("toinen", "")) if self.is_bound else ""
        self.other = asked if asked in dict(others) else ""
        self._forget_another_area()
        self.figures = figures_of(loaded)
        self.has_draws = loaded.rules.level == "county"
        if not self.has_draws:
            del self.fields["vaihteluvali"], self.fields["siemen"]
        self._add_figures(OWN, area)
        if self.other:
            self._add_figures(OTHER, self.other)
        self._add_options()

    def _forget_another_area(self) -> None:
        """Figures that were typed for one area are not another's."""
        if self.sent is not None and self.sent.get(SHOWN, self.other) != self.other:
            for name in [name for name in self.sent if name.startswith(OTHER)]:
                del self.sent[name]

    def _add_figures(self, prefix: str, area: str) -> None:
        at = self.loaded.table.place(area)
        for figure in self.figures:
            now = float(self.loaded.table.column(figure.column)[at])
            known = None if np.isnan(now) else now
            self.fields[prefix + figure.column] = _field(figure, known, reach_of(self.loaded, figure, area))
            if self.sent is not None and known is not None:
                self.sent.setdefault(prefix + figure.column, _written(figure, known))

    def _add_options(self) -> None:
        for option in options_of(self.loaded.rules):
            choices = [
                (str(choice.value), words.text_of(choice.words))
                for choice in option.choices
                if choice.value != COUNTRY or self.loaded.table.country is not None
            ]
            self.fields[OPTION + option.key] = forms.ChoiceField(
                label=words.text_of(option.name),
                choices=choices,
                required=False,
                widget=Choice,
                initial=str(option.default),
                help_text=words.text_of(option.why),
            )

    def own_groups(self) -> list[dict[str, Any]]:
        """The own figures under their headings."""
        return self._groups(OWN, self.area)

    def other_groups(self) -> list[dict[str, Any]]:
        """The other area's figures under theirs, where one is chosen."""
        return self._groups(OTHER, self.other) if self.other else []

    def _groups(self, prefix: str, area: str) -> list[dict[str, Any]]:
        found = []
        for half, name in (("process", _("Toiminta")), ("result", _("Tulos"))):
            fields: list[BoundField] = [self[prefix + one.column] for one in self.figures if one.half == half]
            found.append({"title": f"{name}, {self.loaded.name_of(area)}", "half": half, "fields": fields})
        return [group for group in found if group["fields"]]

    def option_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(OPTION)]

    def changes(self) -> dict[str, dict[str, float]]:
        """What differs from the table: area → column → value."""
        found: dict[str, dict[str, float]] = {}
        for prefix, area in ((OWN, self.area), (OTHER, self.other)):
            cells = {one.column: value for one in self.figures if (value := self._moved(prefix, area, one)) is not None}
            if area and cells:
                found[area] = cells
        return found

    def _moved(self, prefix: str, area: str, figure: Figure) -> float | None:
        value = self.cleaned_data.get(prefix + figure.column)
        if value is None:
            return None
        now = float(self.loaded.table.column(figure.column)[self.loaded.table.place(area)])
        same = not np.isnan(now) and number(now) == number(value)
        return None if same else float(value)

    def options(self) -> Options:
        """The chosen options; what was not chosen is Hytti's own."""
        chosen: dict[str, Any] = {}
        for option in options_of(self.loaded.rules):
            text = self.cleaned_data.get(OPTION + option.key) or str(option.default)
            chosen[option.key] = next(choice.value for choice in option.choices if str(choice.value) == text)
        return Options(**chosen)

    def seed(self) -> int | None:
        """The seed of the range; None where none was asked for."""
        if not self.cleaned_data.get("vaihteluvali"):
            return None
        seed = self.cleaned_data.get("siemen")
        return SEED if seed is None else int(seed)


def _field(figure: Figure, known: float | None, reach: Reach | None) -> forms.Field:
    """A number with its slider, or yes and no for an item; what is not known stays empty."""
    now = _("nyt %(value)s") % {"value": figure.told(known)}
    told: dict[str, Any] = {
        "label": figure.name,
        "required": False,
        "help_text": f"{now}, {figure.goal}" if figure.goal else now,
    }
    if figure.is_item:
        answers = [(YES, _("kyllä")), (NO, _("ei"))]
        choices = answers if known is not None else [("", _("ei tietoa")), *answers]
        initial = "" if known is None else _written(figure, known)
        return forms.TypedChoiceField(
            choices=choices, coerce=float, empty_value=None, widget=Choice, initial=initial, **told
        )
    if reach is not None:
        told["widget"] = SliderInput(reach, unit=figure.unit, told=now)
    return NumberField(low=0, high=figure.ceiling, initial=known, **told)


def _written(figure: Figure, value: float) -> str:
    """As the field has it."""
    return (YES if value else NO) if figure.is_item else number(value)
