"""The coefficient's pages among what can be found: the county's, the municipalities', the method, each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core import search
from hytti.core.search import Findable, Kind
from hytti.methods.coefficient.rules import known_years, rules

from . import words
from .models import CoefficientPage
from .models.pages import INDICATOR
from .short_names import short_name

if TYPE_CHECKING:
    from hytti.methods.coefficient import Rules
    from hytti.methods.coefficient.rules import Level

PAGES = ("overview", "municipalities", "what_if", "method")


def register_pages() -> None:
    search.register(Findable(CoefficientPage, "coefficient", _text), Kind("coefficient", gettext_lazy("Kerroin"), 16))


def sync() -> int:
    """Give every page its record, take away those whose indicator the newest rules do not have, and bring the search
    up to date. Returns how many there are."""
    wanted = {(name, "") for name in PAGES} | {(INDICATOR, rule.key) for rule in _newest("county").indicators}
    with transaction.atomic():
        there = {(page.name, page.key): page for page in CoefficientPage.objects.all()}
        for gone in there.keys() - wanted:
            there[gone].delete()
        missing = sorted(wanted - there.keys())
        CoefficientPage.objects.bulk_create([CoefficientPage(name=name, key=key) for name, key in missing])
        search.rebuild_model(CoefficientPage)
    return len(wanted)


def _newest(level: Level) -> Rules:
    return rules(level, known_years(level)[-1])


def _text(page: CoefficientPage, language: str) -> tuple[str, str]:
    about = _("Hyvinvoinnin ja terveyden edistämisen kerroin (hyte-kerroin)")
    if page.name == INDICATOR:
        rule = next((one for one in _newest("county").indicators if one.key == page.key), None)
        return (short_name(rule), f"{words.text_of(rule.name)}\n{about}") if rule else ("", "")
    if page.name == "municipalities":
        names = "\n".join(short_name(rule) for rule in _newest("municipality").indicators)
        return _("Kuntien hyte-kertoimet"), f"{about}\n{names}"
    titles = {
        "overview": _("Hyte-kerroin"),
        "what_if": _("Kokeile, mikä muuttaisi kerrointa"),
        "method": _("Näin hyte-kerroin lasketaan"),
    }
    names = "\n".join(short_name(rule) for rule in _newest("county").indicators) if page.name == "overview" else ""
    return titles[page.name], f"{about}\n{names}".strip()
