"""The columns of the table and the words of its cells, in the three languages that are all understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from ..models import Action, Goal, IndicatorLink, Priority, Worry

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import _StrPromise

MARK = re.compile(r"([KTMLH])(\d+)")


@dataclass(frozen=True)
class Kind:
    """A kind of row: the word in the first column, the letter of its marks, and what it may stand under."""

    key: str
    letter: str
    model: type[Model]
    word: _StrPromise
    under: tuple[str, ...] = ()
    needs_owner: bool = False


KINDS = (
    Kind("worry", "H", Worry, pgettext_lazy("rivi", "huoli")),
    Kind("joy", "H", Worry, pgettext_lazy("rivi", "ilo")),
    Kind("priority", "K", Priority, pgettext_lazy("rivi", "kärki")),
    Kind("goal", "T", Goal, pgettext_lazy("rivi", "tavoite"), under=("priority", "goal")),
    Kind("action", "M", Action, pgettext_lazy("rivi", "toimenpide"), under=("goal",), needs_owner=True),
    Kind("figure", "L", IndicatorLink, pgettext_lazy("rivi", "luku"), ("priority", "goal", "worry", "joy"), True),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True)
class Column:
    """A column: its heading, the kinds that use it, how its cells are read and the longest text."""

    key: str
    heading: _StrPromise
    kinds: frozenset[str]
    form: str = "text"
    limit: int = 300


ALL = frozenset(kind.key for kind in KINDS)
_TEXTED = ALL - {"figure"}
_WORRIES = frozenset({"worry", "joy"})
_ACTION = frozenset({"action"})
_FIGURE = frozenset({"figure"})

COLUMNS = (
    Column("kind", gettext_lazy("Laji"), ALL, "kind"),
    Column("mark", gettext_lazy("Tunnus"), ALL, "mark", 40),
    Column("under", gettext_lazy("Minkä alla"), ALL - _WORRIES - {"priority"}, "under", 40),
    Column("name_fi", gettext_lazy("Nimi"), ALL),
    Column("name_sv", gettext_lazy("Nimi ruotsiksi"), ALL),
    Column("name_en", gettext_lazy("Nimi englanniksi"), ALL),
    Column("description", gettext_lazy("Kuvaus"), frozenset({"priority", "action"}), limit=5000),
    Column("official_wording", gettext_lazy("Hyväksytty sanamuoto"), ALL - {"worry", "joy", "figure"}, limit=5000),
    Column("responsible_organisation", gettext_lazy("Vastuuorganisaatio"), _ACTION, "organisation"),
    Column("responsible_body", gettext_lazy("Vastuutoimielin"), _ACTION, "body"),
    Column("partners", gettext_lazy("Kumppanit"), _ACTION, "organisations", 2000),
    Column("contact", gettext_lazy("Yhteystieto"), _ACTION, limit=200),
    Column("starts_on", gettext_lazy("Alkaa"), _ACTION, "day"),
    Column("ends_on", gettext_lazy("Päättyy"), _ACTION, "day"),
    Column("tasks", gettext_lazy("Työvaiheet"), _ACTION, "tasks", 5000),
    Column("work", gettext_lazy("Työ"), _ACTION),
    Column("money", gettext_lazy("Raha"), _ACTION),
    Column("rooms", gettext_lazy("Tilat"), _ACTION),
    Column("population_group", gettext_lazy("Väestöryhmä"), frozenset({"goal", "action", "worry", "joy"}), limit=200),
    Column("theme", gettext_lazy("Teema"), frozenset({"goal", "action"}), "theme"),
    Column("said_status", gettext_lazy("Ilmoitettu tila"), _ACTION, "status"),
    Column("status_reason", gettext_lazy("Tilan peruste"), _ACTION, limit=500),
    Column("serves", gettext_lazy("Toteuttaa kärkeä"), frozenset({"priority", "goal"}), "priority"),
    Column("told_by", gettext_lazy("Kuka kertoi"), _WORRIES, limit=200),
    Column("verdict", gettext_lazy("Mitä luvut sanovat"), _WORRIES, "verdict"),
    Column("verdict_reason", gettext_lazy("Peruste"), _WORRIES, limit=2000),
    Column("indicator_key", gettext_lazy("Indikaattori"), _FIGURE, "slug", 120),
    Column("area", gettext_lazy("Alue"), _FIGURE, "area"),
    Column("baseline", gettext_lazy("Lähtötaso"), _FIGURE, "number"),
    Column("baseline_year", gettext_lazy("Lähtövuosi"), _FIGURE, "year"),
    Column("target", gettext_lazy("Tavoitearvo"), _FIGURE, "number"),
    Column("target_on", gettext_lazy("Tavoitepäivä"), _FIGURE, "day"),
    Column("unit", gettext_lazy("Yksikkö"), _FIGURE, limit=60),
    Column("direction", gettext_lazy("Suunta"), _FIGURE, "direction"),
    Column("revision", gettext_lazy("Versio"), ALL, "revision"),
)  # fmt: skip

CHOICES = {"status": Action.Status, "verdict": Worry.Verdict, "direction": IndicatorLink.Direction}


def field_of(column: Column, kind: Kind) -> str:
    """The model's field that a column fills."""
    return "description_fi" if (column.key, kind.key) == ("description", "priority") else column.key


def bare(text: str) -> str:
    """A heading or a word as it is compared: without capitals, spaces at the ends and marks between words."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


@lru_cache(maxsize=1)
def headings() -> dict[str, Column]:
    """Every heading in every language, and the keys themselves."""
    found = {bare(column.key): column for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {bare(str(column.heading)): column for column in COLUMNS}
    return found


@lru_cache(maxsize=1)
def kind_words() -> dict[str, Kind]:
    """Every word of a kind in every language, and the keys themselves."""
    found = {kind.key: kind for kind in KINDS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {bare(str(kind.word)): kind for kind in KINDS}
    return found


@lru_cache(maxsize=8)
def choice_words(form: str) -> dict[str, str]:
    """Every word of a choice in every language, and the values themselves, as stored values."""
    choices = CHOICES[form]
    found = {bare(value): value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {bare(str(label)): value for value, label in choices.choices}
    return found


def kind_of(record: Model) -> Kind:
    """The kind of a stored record."""
    if isinstance(record, Worry):
        return BY_KEY[record.kind]
    return next(kind for kind in KINDS if kind.model is type(record))


def mark_of(record: Model) -> str:
    """The mark by which an exported row is known when it comes back: "T12"."""
    return f"{kind_of(record).letter}{record.pk}"
