"""The method page: the law's indicators, silent points, changes between years, published facts that wait for data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.numbers import number
from hytti.core.templatetags.hytti import day
from hytti.methods.coefficient import options_of
from hytti.methods.coefficient.rules import UnknownYear, rules

from .. import words
from ..short_names import short_name
from .indicator import target_text
from .municipal import group_name
from .years import price_history

if TYPE_CHECKING:
    from hytti.methods.coefficient import Rules
    from hytti.methods.coefficient.rules import Level


def indicators(rules_: Rules) -> list[dict[str, Any]]:
    """Both halves with the indicators' weights and targets."""
    return [
        {
            "title": title,
            "rows": [
                {
                    "number": rule.number,
                    "name": words.text_of(rule.name),
                    "short": short_name(rule),
                    "weight": number(rule.weight, 4),
                    "target": target_text(rule),
                    "note": words.text_of(rule.note) if rule.note else "",
                    "group": group_name(int(rule.number))
                    if rules_.level == "municipality" and rule.half == "process"
                    else "",
                }
                for rule in half
            ],
        }
        for title, half in ((_("Toiminta"), rules_.process), (_("Tulos"), rules_.result))
    ]


def town_rules(year: int) -> dict[str, Any] | None:
    """The municipalities' own rules of the same funding year."""
    try:
        rules_ = rules("municipality", year)
    except UnknownYear:
        return None
    return {
        "price": words.euros(rules_.base_price, 2),
        "section": rules_.section,
        "halves": indicators(rules_),
        "notes": [words.text_of(note) for note in rules_.notes],
        "sources": rules_.sources,
    }


def options(rules_: Rules) -> list[dict[str, Any]]:
    """Every silent point: what Hytti takes, why, and what else could be meant."""
    return [
        {
            "name": words.text_of(option.name),
            "taken": words.text_of(option.choices[0].words),
            "others": [words.text_of(choice.words) for choice in option.choices[1:]],
            "why": words.text_of(option.why),
        }
        for option in options_of(rules_)
    ]


def changes(level: Level) -> list[dict[str, Any]]:
    """What changed from each funding year to the next, the newest first."""
    history, rows = price_history(level), []
    for at, now in enumerate(history):
        before = history[at - 1] if at else None
        rows.append(
            {
                "year": str(now.funding_year),
                "section": now.section,
                "in_force": day(now.in_force_from),
                "lines": _changed(before, now) if before else [_("Ensimmäinen vuosi, jonka säännöt tunnetaan.")],
                "price": words.euros(now.base_price, 2),
            }
        )
    return rows[::-1]


def _changed(before: Rules, now: Rules) -> list[str]:
    lines = [
        _("Perushinta %(before)s → %(now)s asukasta kohti.")
        % {"before": words.euros(before.base_price, 2), "now": words.euros(now.base_price, 2)}
    ]
    if before.applies != now.applies:
        lines.append(
            _("Kerroin alkoi vaikuttaa rahaan.") if now.applies else _("Kerroin lakkasi vaikuttamasta rahaan.")
        )
    if before.change != now.change:
        kinds = {"relative": _("suhteellisena"), "absolute": _("erotuksena")}
        lines.append(_("Tulosten muutos lasketaan %(kind)s.") % {"kind": kinds[now.change]})
    old, new = ({rule.key: rule for rule in one.indicators} for one in (before, now))
    gone = [short_name(old[key]) for key in old if key not in new]
    come = [short_name(new[key]) for key in new if key not in old]
    if gone:
        lines.append(_("Pois: %(names)s.") % {"names": "; ".join(gone)})
    if come:
        lines.append(_("Uutena: %(names)s.") % {"names": "; ".join(come)})
    targets = [short_name(new[key]) for key in new if key in old and new[key].target != old[key].target]
    if targets:
        lines.append(_("Tavoitearvo muuttui: %(names)s.") % {"names": "; ".join(targets)})
    return lines


@dataclass(frozen=True)
class Fact:
    """A published figure that a loaded table must give; it waits until the table is here."""

    text: str
    source: str
    address: str


def published_facts() -> list[Fact]:
    """What has been published of funding year 2026, all that was found."""
    release = "https://www.sttinfo.fi/tiedote/71543615/yhteistyo-kantaa-hedelmaa-kanta-hameen-hyte-tuloksissa-vahvaa-kehitysta?lang=fi"
    article = "https://www.verkkouutiset.fi/a/usu-hyvinvointialueita-palkitaan-uudella-tavalla/"
    return [
        Fact(_("Kanta-Hämeen pisteluku K on 46 ja sija 7./22."), _("Kanta-Hämeen hyvinvointialue, tiedote"), release),
        Fact(
            _("Kanta-Häme on toinen elintapaneuvonnassa ja alkoholin mini-interventiossa."),
            _("Kanta-Hämeen hyvinvointialue, tiedote"),
            release,
        ),
        Fact(
            _("Suurin kerroin on Kainuulla ja toiseksi suurin Etelä-Savolla (ennakkotieto)."), "Verkkouutiset", article
        ),
        Fact(
            _(
                "Etelä-Savo saa noin 3,4 miljoonaa euroa enemmän kuin asukasluvultaan lähes "
                "yhtä suuri Etelä-Karjala (ennakkotieto)."
            ),
            "Verkkouutiset",
            article,
        ),
    ]


def not_found() -> list[str]:
    """What was looked for and not found."""
    return [
        _(
            "Kaikkien alueiden indikaattoriarvot ja kertoimet yhtenä taulukkona. Ne ovat THL:n "
            "hyvinvointialueiden hyte-kerroinraportissa."
        ),
        _(
            "Lain 15 §:n 3–4 momentin ja 35 §:n 8 momentin nykyinen sanamuoto (391/2025): miten "
            "siirtymätasaus vaikuttaa hyte-rahaan."
        ),
        _("Toimintaa kuvaavien indikaattorien osoittajat, nimittäjät ja tilastokoodit."),
        _("Kuntien tulosindikaattorien tavoitetila."),
        _("Vuoden 2027 perushinta ja mahdolliset sääntömuutokset."),
    ]
