"""Counting confirmed requests, and publishing one table of a month when the month is over."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hytti.core import audit
from hytti.core.models import Area
from hytti.methods import disclosure

from ..models import RequestCount, RequestTable, Term, Vocabulary

if TYPE_CHECKING:
    from ..models import ContactRequest

# The themes tell of substance use and mental health too, so the whole table has the threshold of sensitive counts.
AUDIENCE, SENSITIVITY = disclosure.Audience.PUBLIC, disclosure.Sensitivity.SENSITIVE


def count_in(request: ContactRequest) -> None:
    """Count a confirmed request once: under the theme of most of its offers, and the municipality that was told."""
    confirmed = request.confirmed_at
    if confirmed is None:
        raise ValueError("only a confirmed request is counted")
    month = timezone.localdate(confirmed).replace(day=1)
    municipality = request.municipality.code if request.municipality else ""
    row, _made = RequestCount.objects.get_or_create(month=month, theme=_theme_of(request), municipality=municipality)
    RequestCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def _theme_of(request: ContactRequest) -> str:
    """The code of the theme that most of the request's offers have; the first in the list's order of as many."""
    themes = Term.objects.filter(
        vocabulary=Vocabulary.THEME, offers__in=request.recipients.values("offers")
    ).values_list("order", "code", "offers")
    found = Counter((order, code) for order, code, _offer in set(themes))
    return min(found, key=lambda theme: (-found[theme], theme))[1] if found else ""


def publish(today: dt.date) -> int:
    """Make the table of each month that is over and has none, and let the counts behind it go; answers how many.

    A month without requests has a table as well, all of it hidden: that there were none is a small count too.
    """
    months = list(_months_without_table(today.replace(day=1)))
    for month in months:
        with transaction.atomic():
            table = _table_of(month)
            table.save()
            RequestCount.objects.filter(month=month).delete()
            audit.record(None, "requests.counted", table)
    return len(months)


def _months_without_table(this_month: dt.date) -> Any:
    newest = RequestTable.objects.order_by("-month").values_list("month", flat=True).first()
    first = RequestCount.objects.order_by("month").values_list("month", flat=True).first()
    month = _after(newest) if newest else first
    while month and month < this_month:
        yield month
        month = _after(month)


def _after(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _table_of(month: dt.date) -> RequestTable:
    themes = [
        *Term.objects.filter(vocabulary=Vocabulary.THEME).order_by("order", "code").values_list("code", flat=True)
    ]
    municipalities = [*Area.objects.of_region().values_list("code", flat=True)]
    themes.append("")
    municipalities.append("")
    counts = np.zeros((len(themes), len(municipalities)))
    for row in RequestCount.objects.filter(month=month).order_by("pk"):
        theme = row.theme if row.theme in themes else ""
        municipality = row.municipality if row.municipality in municipalities else ""
        counts[themes.index(theme), municipalities.index(municipality)] += row.count
    whole = disclosure.add_totals(counts)
    threshold = disclosure.threshold_for(AUDIENCE, SENSITIVITY)
    shown = disclosure.suppress(whole, threshold=threshold).applied_to(whole)
    cells = [[None if np.isnan(cell) else int(cell) for cell in line] for line in shown]
    return RequestTable(month=month, threshold=threshold, themes=themes, municipalities=municipalities, cells=cells)
