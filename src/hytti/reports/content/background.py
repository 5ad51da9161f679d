"""The background of a report: what it is based on, and the people of the area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.numbers import number
from hytti.core.templatetags.hytti import day
from hytti.indicators import words
from hytti.indicators.queries import areas, people_pictures, places, population
from hytti.plans.queries.status import state_of, years_of

from ..blocks import Cell, Chart, Column, KeyFigure, KeyFigures, Table
from .figures import short_source, source_line
from .material import name_of
from .pieces import Piece, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hytti.indicators.queries.population import Ages

    from ..blocks import Block, Row
    from .figures import Figures
    from .material import Material

AGES = ((0, 15), (15, 65), (65, 75), (75, 85), (85, None))
"""The first age of a group and the first one after it."""
OLD = 65


def pieces(material: Material) -> Iterator[Piece]:
    yield piece("background", _("Tausta"), 1, text=_plan_in_words(material))
    yield piece("population", _("Väestö"), 2, **population_of(material.figures))


def _plan_in_words(material: Material) -> Iterator:
    plan = material.plan
    if plan is None:
        yield para(_("Raporttia ei ole liitetty suunnitelmaan."))
        return
    title, language = name_of(plan, "title")
    yield para(title, strong=_("Suunnitelma:"), lang=language)
    _mark, state = state_of(plan, material.today)
    told = {"state": state, "years": years_of(plan) or _("ei tiedossa")}
    yield para(_("Suunnitelman tila: %(state)s. Kausi: %(years)s.") % told)
    decider = name_of(plan.decided_by_body)[0] if plan.decided_by_body else plan.decided_by
    decided = ", ".join(filter(None, (decider, day(plan.decided_on), plan.decision_section, plan.case_number)))
    yield para(decided or _("ei tiedossa"), strong=_("Päätös:"))
    about, language = name_of(plan, "about")
    if about:
        yield para(about, lang=language)


def population_of(figures: Figures) -> dict[str, tuple]:
    """Text and figures of the people: how many, how old, and what is projected."""
    if figures.area is None or figures.store is None:
        return {"text": (para(figures.lack),), "figures": ()}
    everyone = population.people(figures.store, figures.area.key)
    blocks: list[Block] = []
    if everyone.counted is not None:
        blocks.append(_age_table(figures, everyone.counted))
    blocks += _pictures(figures, everyone)
    if not blocks:
        return {"text": (para(_("Väestöstä ei ole lukuja.")),), "figures": ()}
    return {"text": (), "figures": tuple(blocks)}


def key_figures(figures: Figures) -> Iterator[KeyFigures]:
    """The residents, the share of those who are 65 or older, and the index of deprivation, as far as they are known."""
    found, used = [], []
    of_towns = figures.area is not None and figures.area.level == places.MUNICIPALITY
    index = _("huono-osaisuuden indeksi, %(median)s") % {
        "median": _("kuntien mediaani 100") if of_towns else _("alueiden mediaani 100")
    }
    for key, label in (
        (areas.RESIDENTS, _("asukasta")),
        (areas.OVER_65, _("65 vuotta täyttäneitä")),
        (areas.DEPRIVATION, index),
    ):
        line = figures.line(key)
        if line is None or line.fact.value is None or figures.is_past(line):
            continue
        figures.use(line.dataset)
        used.append(line.dataset)
        said = number(line.fact.value, 0) if key == areas.RESIDENTS else line.value
        found.append(KeyFigure(label, Cell(said, line.fact.value), line.period))
    if found:
        yield KeyFigures(tuple(found), source_line(used))


def _age_table(figures: Figures, ages: Ages) -> Table:
    figures.use(ages.dataset)
    whole = _same_year(figures, ages)
    columns = [Column(_("Ikä")), Column(_("Henkilöitä"), numeric=True, decimals=0)]
    columns.append(Column(_("Osuus"), "%", True, 1))
    if whole is not None:
        columns.append(Column(_("Koko maa"), "%", True, 1))
    rows: list[Row] = []
    for first, after in AGES:
        cells = [Cell(f"{first}+" if after is None else f"{first}–{after - 1}"), _people(ages, first, after)]
        cells.append(_share(ages, first, after))
        if whole is not None:
            cells.append(_share(whole, first, after))
        rows.append(tuple(cells))
    caption = _("Väestön ikärakenne %(day)s") % {"day": words.day(f"{ages.year}-12-31")}
    return Table(caption, tuple(columns), tuple(rows), source=short_source(ages.dataset))


def _same_year(figures: Figures, ages: Ages) -> Ages | None:
    assert figures.store is not None
    country = places.country(figures.store)
    if country is None:
        return None
    counted = population.people(figures.store, country.key).counted
    if counted is None or counted.year != ages.year:
        return None
    figures.use(counted.dataset)
    return counted


def _between(ages: Ages, first: int, after: int | None) -> float:
    return sum(people for at, people in ages.everyone.items() if first <= at and (after is None or at < after))


def _people(ages: Ages, first: int, after: int | None) -> Cell:
    found = _between(ages, first, after)
    return Cell(number(found, 0), found)


def _share(ages: Ages, first: int, after: int | None) -> Cell:
    found = 100 * _between(ages, first, after) / ages.total
    return Cell(number(found, 1), found)


def _pictures(figures: Figures, everyone: population.People) -> Iterator[Chart]:
    assert figures.area is not None
    area = words.area_name(figures.area)
    drawn = list(people_pictures.pictures(everyone, area))
    counted = everyone.counted
    if counted is not None and counted.men and counted.women:
        picture = drawn.pop(0)
        columns = [Column(name, _("henkilöä"), True, 0) for name in (_("Miehet"), _("Naiset"), _("Yhteensä"))]
        sides = (counted.men, counted.women, counted.everyone)
        yield _chart(picture, columns, sides, short_source(counted.dataset), _pyramid_in_words(counted))
    for picture in drawn:
        shown = everyone.projected[: 1 + people_pictures.MOST_AHEAD]
        figures.use(shown[0].dataset)
        columns = [Column(str(ages.year), _("henkilöä"), True, 0) for ages in shown]
        told = _("Väestö iän mukaan ennusteessa: %(parts)s.") % {"parts": "; ".join(_ahead_in_words(a) for a in shown)}
        yield _chart(picture, columns, [ages.everyone for ages in shown], short_source(shown[0].dataset), told)


def _chart(
    picture: people_pictures.Picture, columns: list[Column], sides: Sequence[Mapping[int, float]], source: str, alt: str
) -> Chart:
    rows = tuple(
        (
            Cell(population.band_name(first)),
            *(Cell(number(side.get(first), 0), side.get(first)) for side in sides),
        )
        for first in reversed(population.BANDS)
    )
    return Chart(
        picture.title, alt, str(picture.svg), (Column(_("Ikä")), *columns), rows,
        subtitle=picture.subtitle, svg_phone=str(picture.svg_phone), source=source,
    )  # fmt: skip


def _pyramid_in_words(ages: Ages) -> str:
    told = {"year": ages.year, "all": number(ages.total, 0), "share": number(100 * ages.share_from(OLD), 1)}
    return _("Väestöpyramidi %(year)s: yhteensä %(all)s asukasta, 65 vuotta täyttäneitä %(share)s %%.") % told


def _ahead_in_words(ages: Ages) -> str:
    told = {"year": ages.year, "share": number(100 * ages.share_from(OLD), 1)}
    return _("%(year)s: 65 vuotta täyttäneitä %(share)s %%") % told
