"""A number as people write it: with a decimal comma or point, spaces between thousands, a true minus."""

from __future__ import annotations

import math
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hytti.core.numbers import MINUS, language_of, number

from .widgets import NumberInput

LONGEST = 40
ENGLISH_THOUSANDS = re.compile(r"[−-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


class NumberField(forms.CharField):
    """A finite number between two limits; empty is None. Spaces and no-break spaces are left out.

    A comma is decimal; on an English page, where numbers are written with commas between thousands, 4,500 is read so.
    """

    def __init__(self, *, low: float | None = None, high: float | None = None, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(**{"widget": NumberInput, **kwargs})

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        text = "".join(str(value or "").split())
        if language_of(None) == "en" and ENGLISH_THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        text = text.replace(MINUS, "-").replace(",", ".")
        if not text:
            return None
        try:
            read = float(text) if len(text) <= LONGEST and "_" not in text else math.nan
        except ValueError:
            read = math.nan
        if not math.isfinite(read):
            raise ValidationError(_("Kirjoita luku, esimerkiksi 52,5."))
        if self.low is not None and read < self.low:
            raise ValidationError(_("Pienin mahdollinen luku on %(low)s.") % {"low": number(self.low)})
        if self.high is not None and read > self.high:
            raise ValidationError(_("Suurin mahdollinen luku on %(high)s.") % {"high": number(self.high)})
        return read

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The limits have been looked at already."""

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, float) else value
