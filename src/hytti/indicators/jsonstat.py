"""Figures as JSON-stat 2.0 (json-stat.org/full): a cube with its dimensions, units and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hytti.facts import Area, Dataset, Facts

    from .definitions import Definition
    from .queries.indicator import Shown
    from .queries.indicator_points import Point

STATUS = {"suppressed": "c", "preliminary": "p", "break": "b", "estimated": "e"}
"""Flags as the statuses that Eurostat uses: confidential, provisional, break in series, estimated."""


def of_page(store: Facts, page: Shown, address: str) -> dict[str, Any]:
    """What the page at the address shows. Places of the cube without a figure are null."""
    found = [point for one in page.every for point in one.by_year.values()]
    areas = [one.area for one in page.every]
    datasets = [dataset for dataset in page.edition.every if dataset.key in page.datasets_in_view]
    return cube(page.definition, found, areas, page.years, page.sex, page.age, datasets, address)


def cube(
    definition: Definition,
    found: Iterable[Point],
    areas: Sequence[Area],
    years: Sequence[int],
    sex: str,
    age: str,
    datasets: Sequence[Dataset],
    page: str,
) -> dict[str, Any]:
    """One indicator, one sex and age; areas by years, in that order, with count and 95 % limits as measures beside.

    The measures are a dimension of their own: value, lower limit, upper limit and count. page: the address that tells
    what the figures mean and how they are made.
    """
    at = {(point.area, point.year): point for point in found}
    cells: list[float | None] = []
    status: dict[str, str] = {}
    for area in areas:
        for year in years:
            point = at.get((area.key, year))
            if point is not None and point.flag in STATUS:
                status[str(len(cells))] = STATUS[point.flag]
            cells += [None] * 4 if point is None else [point.value, point.lower, point.upper, point.count]
    return {
        "version": "2.0",
        "class": "dataset",
        "label": str(definition.name),
        "source": "; ".join(dict.fromkeys(one.attribution or one.source for one in datasets)),
        "updated": max(one.published_at for one in datasets).isoformat() if datasets else None,
        "note": [str(definition.how), *filter(None, (words.dataset_method(one) for one in datasets))],
        "id": ["indicator", "sex", "age", "area", "year", "measure"],
        "size": [1, 1, 1, len(areas), len(years), 4],
        "role": {"time": ["year"], "geo": ["area"], "metric": ["indicator", "measure"]},
        "dimension": {
            "indicator": _dimension(_("Mittari"), {definition.key: str(definition.name)}),
            "sex": _dimension(_("Sukupuoli"), {sex: words.sex(sex)}),
            "age": _dimension(_("Ikä"), {age or "all": age or _("Kaikki")}),
            "area": _dimension(_("Alue"), {area.key: words.area_name(area) for area in areas}),
            "year": _dimension(_("Vuosi"), {str(year): str(year) for year in years}),
            "measure": _measures(definition),
        },
        "value": cells,
        **({"status": status} if status else {}),
        "link": {"describedby": [{"type": "text/html", "href": page}]},
        "extension": {"datasets": [_dataset(one) for one in datasets], "interval": definition.interval},
    }


def _dimension(label: str, labels: dict[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(labels), "label": labels}}


def _measures(definition: Definition) -> dict[str, Any]:
    unit = {"label": str(definition.unit), "symbol": str(definition.short_unit), "decimals": definition.decimals}
    labels = {
        "value": _("Arvo"),
        "lower_95": _("95 %:n välin alaraja"),
        "upper_95": _("95 %:n välin yläraja"),
        "count": _("Lukumäärä"),
    }
    dimension = _dimension(_("Suure"), labels)
    units = {name: unit if name != "count" else {"label": _("lukumäärä"), "decimals": 0} for name in labels}
    return {**dimension, "category": {**dimension["category"], "unit": units}}


def _dataset(dataset: Dataset) -> dict[str, Any]:
    """Where the figures come from, in full."""
    return {
        "key": dataset.key,
        "title": words.dataset_title(dataset),
        "source": dataset.source,
        "address": dataset.address,
        "as_of": dataset.as_of,
        "fetched_at": dataset.fetched_at.isoformat(),
        "licence": dataset.licence,
        "attribution": dataset.attribution,
        "sha256": dataset.sha256,
        "borders": dataset.borders,
        "calculated": dataset.calculated,
        "method": words.dataset_method(dataset),
    }
