"""What this installation's figures already tell of a table: ready in the template, and on a municipality's page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.numbers import language_of, number, signed
from hytti.core.templatetags.hytti import day
from hytti.methods.coefficient.rules import rules

from .. import words
from ..exchange.prefilling import prefill, sotkanet_of, stored_ids
from ..short_names import short_name
from ..store import facts
from .years import chosen_year

if TYPE_CHECKING:
    from hytti.facts import Facts
    from hytti.methods.coefficient.rules import Level, Rules

    from ..exchange.prefilling import Prefill


def prefilled(rules_: Rules) -> Prefill:
    """What the store has of the table of these rules."""
    store = facts()
    return _prefilled(store, store.version, rules_.level, rules_.funding_year)


@lru_cache(maxsize=8)
def _prefilled(store: Facts, version: str, level: Level, year: int) -> Prefill:
    """Asked once for each publication of the store."""
    return prefill(rules(level, year), store, stored_ids(store))


def template_contents(level: Level) -> dict[str, Any]:
    """What the template of the newest year has ready, from where; what must be fetched, and what only THL has."""
    rules_, language = rules(level, chosen_year(None, level)), language_of(None)
    found = prefilled(rules_)
    ready = [
        {
            "heading": one.column.heading(language),
            "year": str(one.year),
            "areas": _("%(count)s / %(all)s") % {"count": one.areas, "all": rules_.areas},
            "source": one.source,
            "as_of": day(one.as_of),
        }
        for one in found.origins
    ]
    numbers = sorted({sotkanet_of(column) for column in found.must_come if sotkanet_of(column)})
    return {
        "level": level,
        "year": str(rules_.funding_year),
        "ready": ready,
        "fetch": "hytti facts fetch " + " ".join(map(str, numbers)) if numbers else "",
        "fetched": [column.heading(language) for column in found.must_come if sotkanet_of(column)],
        "others": [column.heading(language) for column in found.must_come if not sotkanet_of(column)],
        "faults": [
            _("Haku epäonnistui %(day)s (%(dataset)s): %(text)s Aiemmin haetut luvut ovat ennallaan.")
            % {"day": day(fault.at.date()), "dataset": fault.dataset, "text": fault.text}
            for fault in found.faults
        ],
    }


def town_results(rules_: Rules, code: str) -> list[dict[str, str]]:
    """The result figures of a municipality as the store has them, without points; nothing of what it does not have."""
    found, rows = prefilled(rules_), []
    by_column = {one.column.key: one for one in found.origins}
    for rule in rules_.result:
        latest = found.values.get((code, rule.key))
        origin = by_column.get(rule.key)
        if latest is None or origin is None:
            continue
        before, earlier = found.values.get((code, f"{rule.key}:before")), by_column.get(f"{rule.key}:before")
        change = None if before is None else round(latest - before, rule.decimals)
        rows.append(
            {
                "name": short_name(rule),
                "unit": words.text_of(rule.unit),
                "before": f"{number(before, rule.decimals)} ({earlier.year})" if earlier and before is not None else "",
                "latest": f"{number(latest, rule.decimals)} ({origin.year})",
                "change": "" if change is None else signed(change, rule.decimals),
                "source": f"{origin.source}, {day(origin.as_of)}",
            }
        )
    return rows
