"""How the lists of networks and bodies are laid out: by theme and sub-theme, or by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.templatetags.hytti import tr

from ..models import Body

if TYPE_CHECKING:
    from ..models import Theme
    from .lists import Row


@dataclass(frozen=True)
class SubGroup:
    """Rows under a sub-heading; no heading where the group has no parts."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class Group:
    heading: str
    parts: list[SubGroup]

    @property
    def count(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def by_theme(rows: Sequence[Row]) -> list[Group]:
    """Themes in their order, each parted by sub-theme; rows without a theme come last."""
    tops: dict[int, tuple[Theme, list[Row]]] = {}
    bare = []
    for row in rows:
        theme = row.body.theme
        if theme is None:
            bare.append(row)
            continue
        top = theme.parent or theme
        tops.setdefault(top.pk, (top, []))[1].append(row)
    ordered = sorted(tops.values(), key=lambda item: item[0].order)
    groups = [Group(tr(top), _parts(top, inside)) for top, inside in ordered]
    return [*groups, Group(_("Ilman teemaa"), [SubGroup("", families(bare))])] if bare else groups


def _parts(top: Theme, rows: list[Row]) -> list[SubGroup]:
    direct = [row for row in rows if row.body.theme_id == top.pk]
    under: dict[int, tuple[Theme, list[Row]]] = {}
    for row in rows:
        theme = row.body.theme
        if theme is not None and theme.pk != top.pk:
            under.setdefault(theme.pk, (theme, []))[1].append(row)
    if not under:
        return [SubGroup("", families(direct))]
    parts = [SubGroup(_("Yleiset"), families(direct))] if direct else []
    ordered = sorted(under.values(), key=lambda item: item[0].order)
    return [*parts, *(SubGroup(tr(theme), families(inside)) for theme, inside in ordered)]


def families(rows: Iterable[Row]) -> list[Row]:
    """The same rows, each sub-group right after the group it belongs to."""
    rows = list(rows)
    here = {row.body.pk for row in rows}
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        above = row.body.parent_id if row.body.parent_id in here else None
        children.setdefault(above, []).append(row)

    def walk(above: int | None) -> Iterable[Row]:
        for row in children.get(above, ()):
            yield row
            yield from walk(row.body.pk)

    return list(walk(None))


Kind = Body.Kind
KIND_GROUPS = (
    (gettext_lazy("Valtuusto, hallitus ja jaostot"), (Kind.COUNCIL, Kind.EXECUTIVE, Kind.SECTION)),
    (gettext_lazy("Lautakunnat"), (Kind.COMMITTEE,)),
    (gettext_lazy("Neuvottelukunnat"), (Kind.NEGOTIATING_COMMITTEE,)),
    (gettext_lazy("Vaikuttamistoimielimet"), (Kind.INFLUENCE_BODY,)),
    (gettext_lazy("Toimialat, yksiköt ja liikelaitokset"), (Kind.SECTOR, Kind.UNIT, Kind.ENTERPRISE)),
    (gettext_lazy("Yhteistyöelimet"), (Kind.COOPERATION_BODY,)),
    (gettext_lazy("Hyte-verkostot"), (Kind.HYTE_NETWORK,)),
)


def by_kind(rows: Sequence[Row]) -> list[Group]:
    """Elected bodies first, then committees, and so on to the networks of hyte work."""
    groups = []
    for heading, kinds in KIND_GROUPS:
        inside = [row for row in rows if row.body.kind in kinds]
        if inside:
            groups.append(Group(str(heading), [SubGroup("", families(inside))]))
    return groups
