"""Where an indicator's figures come from: each dataset in view with its date, licence and fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from .. import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from hytti.facts import Dataset, Facts, Fault

    from .indicator import Shown


@dataclass(frozen=True)
class Origin:
    """A dataset as the page tells of it; `fault` where it could not be renewed."""

    dataset: Dataset
    title: str
    method: str
    source_url: str
    fault: Fault | None


def origins(store: Facts, shown: Shown) -> list[Origin]:
    """The datasets of the figures in view, the preferred one first."""
    faults = {fault.dataset: fault for fault in store.faults()}
    used = set(shown.datasets_in_view)
    return [
        Origin(
            dataset,
            words.dataset_title(dataset),
            words.dataset_method(dataset),
            f"{reverse('sources')}#{dataset.source_key}" if dataset.source_key else "",
            faults.get(dataset.key),
        )
        for dataset in shown.edition.every
        if dataset.key in used
    ]


def source_line(found: Sequence[Origin]) -> str:
    """The sources' names once each: "THL, Sotkanet; Tilastokeskus"."""
    return "; ".join(dict.fromkeys(one.dataset.source for one in found))


def file_foot(shown: Shown, found: Sequence[Origin], address: str, today: dt.date) -> list[str]:
    """What a picture as a file says of itself: source, date, licence, method, and where it was read."""
    interval = {
        "wilson": _("95 %:n luottamusväli Wilsonin menetelmällä."),
        "byar": _("95 %:n luottamusväli Byarin menetelmällä."),
    }.get(shown.definition.interval or "", "")
    lines = []
    for one in found:
        told = {
            "source": one.dataset.attribution or one.dataset.source,
            "title": one.title,
            "day": words.day(one.dataset.as_of),
            "licence": one.dataset.licence,
        }
        lines.append(_("Lähde: %(source)s, %(title)s. Tiedot %(day)s. Lisenssi %(licence)s.") % told)
    lines.append(
        " ".join(part for part in (str(shown.definition.how), interval if shown.has_intervals else "") if part)
    )
    lines.append(_("Luettu %(day)s: %(address)s") % {"day": words.day(today.isoformat()), "address": address})
    return lines
