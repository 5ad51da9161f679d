"""What people type, read as they mean it: names, long texts, dates, addresses, chosen records."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from ..templatetags.hytti import day, translated

# Marks that turn the direction of the text after them, and so could make a name look like another.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
EARLIEST, LATEST = 1800, 2200
TOO_LONG = ngettext_lazy(
    "Tekstissä on %(show_value)d merkkiä. Enintään %(limit_value)d merkki mahtuu.",
    "Tekstissä on %(show_value)d merkkiä. Enintään %(limit_value)d merkkiä mahtuu.",
    "limit_value",
)


def readable(text: str, *, lines: bool) -> str:
    """The text in one form of Unicode, without unseen control marks; empty where nothing can be seen in it."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = " ".join(text.split())
    text = text.translate(TURNING)
    text = "".join(mark for mark in text if mark in "\n\t\x00" or unicodedata.category(mark) not in ("Cc", "Cs"))
    seen = any(mark == "\x00" or unicodedata.category(mark) not in UNSEEN for mark in text)
    return text.strip() if seen else ""


class LineField(forms.CharField):
    """One line: a name, a title, an address of a rule."""

    many_lines = False

    def __init__(self, *, max_length: int, lang: str = "", rows: int = 5, **kwargs: Any) -> None:
        self.lang = lang
        kwargs.setdefault("widget", forms.Textarea if self.many_lines else forms.TextInput)
        super().__init__(**kwargs)
        if self.many_lines:
            self.widget.attrs["rows"] = rows
        self.limit = max_length
        self.validators = [
            MaxLengthValidator(max_length, TOO_LONG),
            ProhibitNullCharactersValidator(gettext_lazy("Tekstissä on merkki, jota ei voi tallentaa.")),
        ]
        if lang:
            self.widget.attrs["lang"] = lang

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        far_too_long = len(text) > 10 * self.limit  # refused as it is: not worth reading letter by letter
        return text if far_too_long else readable(text, lines=self.many_lines)


class LongTextField(LineField):
    """Many lines. The browser does not cut a text that is pasted in; the error tells how much is too much."""

    many_lines = True


class DayField(forms.DateField):
    """A whole date, 24.11.2026 or 2026-11-24."""

    default_error_messages = {"invalid": gettext_lazy("Päivä kirjoitetaan muodossa 24.11.2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%d.%m.%Y", "%Y-%m-%d"],
            widget=forms.DateInput(format="%-d.%-m.%Y", attrs={"autocomplete": "off"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> dt.date | None:
        read = super().to_python(value.strip() if isinstance(value, str) else value)
        if read is not None and not EARLIEST <= read.year <= LATEST:
            raise ValidationError(_("Tarkista vuosi."))
        return read


class PartialDayField(forms.CharField):
    """A date as exactly as it is known: 2023, 7/2023 or 31.7.2023; 2023-07 and 2023-07-31 are understood too."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if not text:
            return ""
        parts = _parts_of(text)
        try:
            if not EARLIEST <= parts[0] <= LATEST:
                raise ValueError(text)
            dt.date(*([*parts, 1, 1])[:3])
        except (ValueError, IndexError):
            raise ValidationError(_("Päivä kirjoitetaan muodossa 2023, 7/2023 tai 31.7.2023.")) from None
        return "-".join(f"{part:02d}" for part in parts)

    def prepare_value(self, value: Any) -> Any:
        return day(value) if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else value


def _parts_of(text: str) -> list[int]:
    """Year, month and day, as far as they are given; empty where the text is no date."""
    for pattern, order in (
        (r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", 1),
        (r"(\d{1,2})[/.](\d{4})", -1),
        (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", -1),
    ):
        match = re.fullmatch(pattern, text, re.ASCII)
        if match:
            return [int(part) for part in match.groups() if part is not None][::order]
    return []


class YearField(forms.IntegerField):
    """A year in four digits."""

    default_error_messages = {"invalid": gettext_lazy("Vuosi kirjoitetaan neljällä numerolla, esimerkiksi 2025.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> int | None:
        read = super().to_python(value)
        if read is not None and not EARLIEST <= read <= LATEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read


class WebAddressField(forms.URLField):
    """An address of a web page; nothing but http and https."""

    default_validators = [
        URLValidator(schemes=["http", "https"], message=gettext_lazy("Osoite alkaa https:// tai http://."))
    ]
    default_error_messages = {"invalid": gettext_lazy("Osoite alkaa https:// tai http://.")}

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        self.validators.append(MaxLengthValidator(max_length, TOO_LONG))
        self.widget.attrs["inputmode"] = "url"


class _Named:
    """Records are chosen by their name in the page's language."""

    def label_from_instance(self, record: Any) -> str:
        name = "title" if hasattr(record, "title_fi") else "name"
        return translated(record, name)[0]


class RecordField(_Named, forms.ModelChoiceField):
    """One record from those that the person may use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("ei valittu"))
        super().__init__(*args, **kwargs)


class RecordsField(_Named, forms.ModelMultipleChoiceField):
    """Any number of records."""

    widget = forms.CheckboxSelectMultiple
