"""What can be chosen in the search: the words of the vocabularies and the region's municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from hytti.core.content_version import content_version
from hytti.core.models import Area
from hytti.core.templatetags.hytti import plain, translated

from ..models import Offer, Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

VOCABULARIES = {Vocabulary.THEME: "theme", Vocabulary.TARGET_GROUP: "group", Vocabulary.AGE_GROUP: "age"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
LANGUAGES = ("fi", "sv", "en", "se", "smn", "sms", "fse", "ru", "uk", "et", "ar", "fa", "so", "ckb", "tr", "zh", "vi",
             "th", "sq", "es", "fr", "de")  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A value of a filter: `value` as the search takes it, `word` as it stands in the address."""

    value: str
    word: str
    label: str
    lang: str = ""


@dataclass(frozen=True)
class Choices:
    """The values of every filter by the search's name for it, each in its order."""

    by_facet: dict[str, tuple[Choice, ...]]

    def named(self, facet: str, word: str) -> Choice | None:
        return next((choice for choice in self.by_facet[facet] if choice.word == word), None)

    def of_value(self, facet: str, value: str) -> Choice | None:
        return next((choice for choice in self.by_facet[facet] if choice.value == value), None)


def choices() -> Choices:
    """Labels in the language that is spoken; kept until public content may have changed."""
    key = f"tray.choices.{get_language()}.{content_version()}"
    kept: Choices | None = caches["pages"].get(key)
    if kept is None:
        kept = _read()
        caches["pages"].set(key, kept)
    return kept


def _read() -> Choices:
    found: dict[str, list[Choice]] = {name: [] for name in VOCABULARIES.values()}
    for term in Term.objects.filter(vocabulary__in=VOCABULARIES).only("vocabulary", "code", *_names()):
        label, language = translated(term, "name")
        found[VOCABULARIES[Vocabulary(term.vocabulary)]].append(Choice(term.code, term.code, label, language))
    areas = Area.objects.of_region().only("code", "slug", *_names())
    places = [Choice(area.code, area.slug, plain(area)) for area in areas]
    return Choices(
        {name: tuple(values) for name, values in found.items()}
        | {"municipality": tuple(places)}
        | {name: _same(values) for name, values in _fixed().items()}
    )


def _names() -> tuple[str, ...]:
    return tuple(f"name_{language}" for language in ("fi", "sv", "en"))


def _same(values: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value, str(label)) for value, label in values)


def _fixed() -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": [(kind.value, str(kind.label)) for kind in KINDS],
        "day": list(zip(DAYS, day_names(), strict=True)),
        "part": list(zip(PARTS, (_("Aamupäivällä"), _("Iltapäivällä"), _("Illalla")), strict=True)),
        "free": [("yes", _("Maksuton tai vapaa käyttö"))],
        "registration": [("none", _("Ilman ilmoittautumista"))],
        "step_free": [("yes", _("Esteetön sisäänkäynti"))],
        "way": [("online", _("Verkossa")), ("phone", _("Puhelimitse")), ("home", _("Kotona"))],
        "language": [(code, language_name(code)) for code in LANGUAGES],
    }


KINDS = (
    Offer.Kind.PLACE,
    Offer.Kind.GROUP,
    Offer.Kind.ACTIVITY,
    Offer.Kind.EVENT,
    Offer.Kind.SERVICE,
    Offer.Kind.VOLUNTEERING,
)


def day_names() -> tuple[str, ...]:
    """From Monday to Sunday."""
    return (
        _("Maanantai"),
        _("Tiistai"),
        _("Keskiviikko"),
        _("Torstai"),
        _("Perjantai"),
        _("Lauantai"),
        _("Sunnuntai"),
    )


def language_name(code: str) -> str:
    """The language's name in the language that is spoken; the code itself where nobody knows it."""
    own = {
        "se": _("pohjoissaame"),
        "smn": _("inarinsaame"),
        "sms": _("koltansaame"),
        "fse": _("viittomakieli"),
        "so": _("somali"),
        "sq": _("albania"),
        "ckb": _("kurdi (sorani)"),
        "zh": _("kiina"),
    }
    if code in own:
        return own[code]
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
