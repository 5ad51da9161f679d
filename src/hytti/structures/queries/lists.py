"""The lists of networks and bodies: what answers the reader's wish, counted and grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hytti.core import search
from hytti.core.models import Area
from hytti.core.templatetags.hytti import translated

from ..models import Body, Theme
from .filters import CLOSED, CONFIRMATIONS, NAMES, OVER_A_YEAR, UNKNOWN, WORKING, Filters

if TYPE_CHECKING:
    import datetime as dt

    from hytti.core.models import Organisation

    from ..models.bodies import BodyQuerySet

MOST_HITS = 1000


@dataclass(frozen=True)
class Row:
    """A body in a list: its municipalities, its themes each with the one above it, and the values that facets find."""

    body: Body
    areas: tuple[Area, ...]
    themes: tuple[Theme, ...]
    values: dict[str, frozenset[str]]
    appointed_kinds = (
        Body.Kind.EXECUTIVE,
        Body.Kind.SECTION,
        Body.Kind.COMMITTEE,
        Body.Kind.NEGOTIATING_COMMITTEE,
        Body.Kind.INFLUENCE_BODY,
    )


@dataclass(frozen=True)
class Label:
    """A word of a filter, and its language where that is not the page's."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    checked: bool
    lang: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Listing:
    """What a list page shows."""

    rows: list[Row]
    total: int
    facets: list[Facet]
    chips: list[Chip]


def load(bodies: BodyQuerySet, today: dt.date) -> list[Row]:
    """Every body with what the list needs, in a number of queries that does not grow with the rows."""
    related = ("theme__parent", "convener", "parent", "appointed_by", "source")
    unread = ("", "theme__", "theme__parent__", *(f"{one}__" for one in related[1:]))
    found = bodies.select_related(*related).defer(*(f"{one}pack_values" for one in unread))
    areas = Prefetch("municipalities", Area.objects.only("slug", "name_fi", "name_sv", "name_en"))
    themes = Prefetch("other_themes", Theme.objects.select_related("parent"))
    stale = set(bodies.not_confirmed_for_a_year(today).values_list("pk", flat=True))
    return [_row(body, stale, today) for body in found.prefetch_related(areas, themes)]


def _row(body: Body, stale: set[int], today: dt.date) -> Row:
    areas, themes = tuple(body.municipalities.all()), tuple(_themes(body))
    confirmation = {CONFIRMATIONS[body.confirmation(today)]} | ({OVER_A_YEAR} if body.pk in stale else set())
    values = {
        "theme": frozenset(theme.slug for theme in themes),
        "kind": frozenset({body.kind}),
        "convener": frozenset({body.convener.slug if body.convener else UNKNOWN}),
        "municipality": frozenset(area.slug for area in areas),
        "confirmation": frozenset(confirmation),
        "activity": frozenset({WORKING if body.is_working_on(today) else CLOSED}),
    }
    return Row(body, areas, themes, values)


def _themes(body: Body) -> Iterator[Theme]:
    for theme in (body.theme, *body.other_themes.all()):
        if theme is not None:
            yield theme
            if theme.parent is not None:
                yield theme.parent


def listing(rows: Sequence[Row], filters: Filters, path: str) -> Listing:
    """Filter the rows; count each facet's options as the other facets leave them."""
    by_words = list(rows)
    if filters.words:
        found = matching(rows, filters.words)
        by_words = [row for row in rows if row.body.pk in found]
    shown = [row for row in by_words if _passes(row, filters)]
    total = sum(bool(row.values["activity"] & filters.activity) for row in rows)
    labels = _labels(rows)
    facets = [facet for name in NAMES if (facet := _facet(name, rows, by_words, filters, labels[name])) is not None]
    return Listing(shown, total, facets, _chips(filters, labels, path))


def working_count(rows: Sequence[Row]) -> int:
    return sum(WORKING in row.values["activity"] for row in rows)


def theme_count(rows: Sequence[Row]) -> int:
    """How many themes, sub-themes not counted, have a working body."""
    working = [row.body for row in rows if WORKING in row.values["activity"]]
    return len({body.theme.parent_id or body.theme_id for body in working if body.theme})


def matching(rows: Sequence[Row], words: str) -> set[int]:
    """The bodies that the search finds by its lemmas, and those whose name simply holds the words."""
    wanted = words.casefold()
    found = {row.body.pk for row in rows if wanted in _names(row.body)}
    hits = search.find(words, kinds={"body", "network"}, limit=MOST_HITS)
    return found | {hit.record.pk for hit in hits if not hit.guess}


def _names(body: Body) -> str:
    return " ".join((body.name_fi, body.name_sv, body.name_en, body.also_known_as)).casefold()


def _passes(row: Row, filters: Filters, but: str = "") -> bool:
    for name in NAMES:
        wanted = filters.activity if name == "activity" else filters.values(name)
        if name != but and wanted and not row.values[name] & wanted:
            return False
    return True


def _labels(rows: Sequence[Row]) -> dict[str, dict[str, Label]]:
    """For each facet the values in use and their words, in the order in which they are offered."""
    bodies = [row.body for row in rows]
    kinds = {body.kind for body in bodies}
    conveners = _named(body.convener for body in bodies if body.convener)
    areas = _named(area for row in rows for area in row.areas)
    return {
        "theme": _theme_labels(rows),
        "kind": {str(kind): Label(str(kind.label)) for kind in Body.Kind if kind in kinds},
        "convener": _by_label(conveners) | ({UNKNOWN: Label(_("Ei tiedossa"))} if conveners else {}),
        "municipality": _by_label(areas),
        "confirmation": {value: Label(str(state.label)) for state, value in CONFIRMATIONS.items()}
        | {OVER_A_YEAR: Label(_("Ei vahvistettu yli vuoteen"))},
        "activity": {WORKING: Label(_("Toimivat")), CLOSED: Label(_("Lakkautetut"))},
    }


def _theme_labels(rows: Sequence[Row]) -> dict[str, Label]:
    """Themes and sub-themes in use, the largest first."""
    themes = _named(theme for row in rows for theme in row.themes)
    sizes = Counter(slug for row in rows if WORKING in row.values["activity"] for slug in row.values["theme"])
    return dict(sorted(themes.items(), key=lambda item: (-sizes[item[0]], item[1].text)))


def _named(records: Iterable[Area | Organisation | Theme]) -> dict[str, Label]:
    """The label of each record by its part of the address, made once."""
    return {slug: label_of(record) for slug, record in {record.slug: record for record in records}.items()}


def label_of(record: Area | Organisation | Theme) -> Label:
    text, language = translated(record, "name")
    return Label(text, "" if language == get_language() else language)


def _by_label(labels: dict[str, Label]) -> dict[str, Label]:
    return dict(sorted(labels.items(), key=lambda item: item[1].text.casefold()))


FACETS = {
    "theme": gettext_lazy("Teema"),
    "kind": gettext_lazy("Laji"),
    "convener": gettext_lazy("Vetovastuu"),
    "municipality": gettext_lazy("Kunta"),
    "confirmation": gettext_lazy("Tieto"),
    "activity": gettext_lazy("Toiminta"),
}


def _facet(
    name: str, rows: Sequence[Row], by_words: Sequence[Row], filters: Filters, labels: dict[str, Label]
) -> Facet | None:
    """The options of a facet that would find something.

    A sub-theme is offered only when it was chosen elsewhere.
    """
    chosen = filters.activity if name == "activity" else filters.values(name)
    counts = Counter(value for row in by_words if _passes(row, filters, but=name) for value in row.values[name])
    tops = _tops(rows) if name == "theme" else labels.keys()
    always = name in ("confirmation", "activity")
    offered = [value for value in labels if value in chosen or always or (value in tops and counts[value])]
    if not offered:
        return None
    options = [
        Option(value, labels[value].text, counts[value], value in chosen, labels[value].lang) for value in offered
    ]
    return Facet(NAMES[name], str(FACETS[name]), options)


def _tops(rows: Sequence[Row]) -> set[str]:
    return {theme.slug for row in rows for theme in row.themes if theme.parent_id is None}


def _chips(filters: Filters, labels: dict[str, dict[str, Label]], path: str) -> list[Chip]:
    """What limits the list now, each with the address that the list has without it."""
    chips = [Chip(f"”{filters.words}”", _address(path, filters.without_words()))] if filters.words else []
    for name in NAMES:
        values = filters.values(name) if name != "activity" else filters.activity - {WORKING}
        for value in [value for value in labels[name] if value in values]:
            label = labels[name][value]
            chips.append(Chip(label.text, _address(path, filters.without(name, value)), label.lang))
    return chips


def _address(path: str, filters: Filters) -> str:
    query = filters.query()
    return f"{path}?{query}" if query else path
