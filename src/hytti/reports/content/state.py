"""The state of wellbeing by population group: figures beside the county's and the country's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.indicators import words

from .charts import course, has_course
from .figures import figure_table
from .pieces import Piece, para, piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hytti.indicators.queries.areas import Line

    from .figures import Figures
    from .material import Material

CHARTS = 2
"""So many charts of a group at most: what the plan follows first, then the weakest."""
INHABITANTS = "vaesto"
"""The theme that the background tells of."""


def groups() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Key, heading and the vocabulary's population groups, in the order of the report."""
    return (
        ("children", _("Lapset, nuoret ja perheet"), ("lapset", "nuoret")),
        ("working-age", _("Työikäiset"), ("tyoikaiset",)),
        ("older", _("Ikääntyneet"), ("ikaantyneet",)),
        ("everybody", _("Koko väestö"), ("kaikki",)),
        ("municipality", _("Kunnan talous ja toiminta"), ("kunta",)),
    )


def lines_of(figures: Figures, keys: Sequence[str]) -> list[Line]:
    return [
        line
        for line in figures.current
        if line.definition.population_group in keys and line.definition.theme != INHABITANTS
    ]


def pieces(material: Material) -> Iterator[Piece]:
    figures = material.figures
    if figures.area is None:
        yield piece("state", _("Hyvinvoinnin tila väestöryhmittäin"), 1, text=(para(figures.lack),))
        return
    told = {"area": words.area_name(figures.area)}
    lead = _(
        "Luvut ovat alueelta %(area)s. Vertailuluku on samalta vuodelta. Indeksissä sata on oman tason mediaani, joten "
        "eri tasojen indeksejä ei vertailla."
    )
    yield piece("state", _("Hyvinvoinnin tila väestöryhmittäin"), 1, text=(para(lead % told),))
    for key, heading, population_groups in groups():
        found = lines_of(figures, population_groups)
        if found:
            yield piece(f"state.{key}", heading, 2, figures=_blocks(material, heading, found))
        elif key != "municipality":
            yield piece(f"state.{key}", heading, 2, text=(para(_("Tästä ryhmästä ei ole ajantasaisia lukuja.")),))


def _blocks(material: Material, heading: str, found: list[Line]) -> Iterator:
    caption = _("%(group)s: luvut ja vertailu") % {"group": heading}
    yield figure_table(material.figures, caption, found)
    followed = material.followed_keys
    drawable = [line for line in found if has_course(line)]
    drawable.sort(key=lambda line: (line.definition.key not in followed, -(line.better or 0)))
    for line in drawable[:CHARTS]:
        yield course(material.figures, line)
