"""What is still wanting in an offer's texts and facts: findings that its provider sees and mends.

The rules are the national catalogue's rules of content (DVV's guidance of Suomi.fi Palvelutietovaranto), with two of
our own (place of a group, long sentences). A finding never hides an offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_SENTENCE = 20  # words; our own rule of plain language
MOST_CLASSES, MOST_ONTOLOGY_TERMS = 4, 10
CONTACT_IN_TEXT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?<![\w-])(?:\+358|0)[\d \-]{6,14}\d\b|https?://|\bwww\.", re.IGNORECASE
)
SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Texts by language (only those that are written); classes are codes such as P27.1."""

    kind: str
    names: dict[str, str]
    summaries: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)
    classes: Sequence[str] = ()
    target_groups: Sequence[str] = ()
    ontology_terms: int = 0
    themes: int = 0
    channels: int = 0  # places, contacts and web addresses together
    has_place: bool = False
    has_coordinates: bool = False
    has_times: bool = False
    is_online: bool = False


@dataclass(frozen=True)
class Finding:
    """code: stable; field: of the form where it is mended; words: what is wanting and what to do."""

    code: str
    field: str
    words: str | Promise


def findings(facts: Facts) -> list[Finding]:
    """What is wanting, the gravest first; empty where all is well."""
    return [*_texts(facts), *_sorting(facts), *_reaching(facts), *_plainness(facts)]


def _texts(facts: Facts) -> Iterator[Finding]:
    for language in facts.names:
        if not facts.summaries.get(language):
            yield Finding("no_summary", f"summary_{language}", _("Tiivistelmä puuttuu. Se näkyy hakutuloksissa."))
        elif facts.summaries[language].casefold().strip(" .") == facts.names[language].casefold().strip(" ."):
            yield Finding(
                "summary_copies_name",
                f"summary_{language}",
                _("Tiivistelmä toistaa nimen. Kerro, mitä siellä tehdään."),
            )
        if not facts.descriptions.get(language):
            yield Finding("no_description", f"description_{language}", _("Kuvaus puuttuu."))
        if not facts.instructions.get(language):
            yield Finding("no_instruction", f"instruction_{language}", _("Ohje puuttuu: kerro, miten toimitaan."))
    for name in ("summaries", "descriptions", "instructions"):
        for language, text in getattr(facts, name).items():
            if CONTACT_IN_TEXT.search(text):
                yield Finding(
                    "contact_in_text",
                    f"{_FIELDS[name]}_{language}",
                    _("Tekstissä on yhteystieto. Siirrä se yhteystietoihin, joista sitä etsitään."),
                )


_FIELDS = {"summaries": "summary", "descriptions": "description", "instructions": "instruction"}


def _sorting(facts: Facts) -> Iterator[Finding]:
    if facts.themes == 0:
        yield Finding("no_theme", "themes", _("Teema puuttuu: tarjonta ei löydy teeman mukaan."))
    if not facts.target_groups:
        yield Finding("no_target_group", "target_groups", _("Kohderyhmä puuttuu."))
    if facts.kind != "service":
        return
    if not 1 <= len(facts.classes) <= MOST_CLASSES:
        yield Finding("classes", "service_classes", _("Palvelulla on yhdestä neljään palveluluokkaa."))
    elif not any("." in code for code in facts.classes):
        yield Finding("no_subclass", "service_classes", _("Valitse ainakin yksi palvelualaluokka."))
    if not 1 <= facts.ontology_terms <= MOST_ONTOLOGY_TERMS:
        yield Finding("ontology_terms", "keywords", _("Palvelulla on yhdestä kymmeneen asiasanaa."))


def _reaching(facts: Facts) -> Iterator[Finding]:
    if facts.channels == 0:
        yield Finding("no_channel", "street", _("Paikka ja yhteystieto puuttuvat: kukaan ei löydä perille."))
    if facts.has_place and not facts.has_coordinates:
        yield Finding("no_coordinates", "latitude", _("Koordinaatit puuttuvat: paikka ei näy kartalla."))
    if facts.kind in ("group", "activity", "event"):
        if not facts.has_times:
            yield Finding("no_times", "time_1_on", _("Aika puuttuu: kerro, milloin kokoonnutaan."))
        if not facts.has_place and not facts.is_online:
            yield Finding("no_place", "street", _("Paikka puuttuu: kerro, missä kokoonnutaan."))


def _plainness(facts: Facts) -> Iterator[Finding]:
    for name in ("summaries", "descriptions", "instructions"):
        for language, text in getattr(facts, name).items():
            longest = max((len(words) for words in _sentences(text)), default=0)
            if longest > LONGEST_SENTENCE:
                yield Finding(
                    "long_sentence",
                    f"{_FIELDS[name]}_{language}",
                    _("Tekstissä on pitkä virke. Jaa se lyhyemmiksi, niin moni lukee helpommin."),
                )


def _sentences(text: str) -> Iterable[list[str]]:
    return (sentence.split() for sentence in SENTENCE.findall(text))
