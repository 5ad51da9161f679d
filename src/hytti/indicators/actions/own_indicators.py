"""Defining the region's own indicators and taking them into and out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import changes, permissions, search
from hytti.core.conflicts import check_revision
from hytti.core.history import label_of_field
from hytti.core.permissions import NotNow

from .. import definitions
from ..models import SEEN_NOW, Indicator, OwnIndicator, OwnVersion
from ..permissions import EDIT_INDICATORS

if TYPE_CHECKING:
    from hytti.core.models import User

LANGUAGES = ("fi", "sv", "en")
TEXTS = ("name", "short", "why", "how", "not_said", "unit", "short_unit", "breaks")
INDICATOR_FIELDS = frozenset(f"{name}_{language}" for name in TEXTS for language in LANGUAGES) | {
    "kind",
    "per",
    "years",
    "decimals",
    "lower_is_better",
    "theme",
    "population_group",
    "coefficient",
    "interval",
    "index_median",
    "sensitive",
    "authored_by",
    "checked_by",
    "next_review",
}
FIXED_WITH_FIGURES = ("kind", "per")
# Words that stand beside indicators in the addresses of the figures, in any of the languages.
RESERVED = {
    *("omat", "alueet", "vertailu", "hajonta", "erot", "muutokset", "lisaa"),
    *("egna", "omraden", "jamforelse", "spridning", "skillnader", "andringar", "lagg-till"),
    *("own", "areas", "compare", "scatter", "inequality", "differences", "changes", "add"),
}


@transaction.atomic
def add_indicator(*, by: User, values: dict[str, Any]) -> OwnIndicator:
    """Add an indicator as a draft. Raises NotAllowed, ValidationError."""
    permissions.require(by, EDIT_INDICATORS)
    _require_known(values)
    for _attempt in range(8):
        try:
            return changes.apply(OwnIndicator(key=_free_key(values["name_fi"])), values, by=by, verb="indicator.added")
        except ValidationError as error:
            if set(getattr(error, "error_dict", ())) != {"key"}:
                raise
    raise NotNow(_("Moni tallentaa samaan aikaan. Tallenna hetken päästä uudelleen."))


@transaction.atomic
def edit_indicator(*, by: User, indicator: OwnIndicator, values: dict[str, Any], revision: int | None) -> OwnIndicator:
    """Change an indicator. Its address stays. How values come from counts is fixed once figures have been public.

    Raises NotAllowed, NotNow, EditConflict, ValidationError.
    """
    indicator = changes.lock(indicator)
    permissions.require(by, EDIT_INDICATORS)
    _require_known(values)
    check_revision(indicator, revision)
    fixed = [name for name in FIXED_WITH_FIGURES if name in values and values[name] != getattr(indicator, name)]
    if fixed and OwnVersion.objects.perhaps_seen().filter(dataset__indicator=indicator).exists():
        text = _("Tätä ei voi enää muuttaa, koska mittarin lukuja on julkaistu. Lisää uusi mittari.")
        raise ValidationError(dict.fromkeys(fixed, text))
    if indicator.state == OwnIndicator.State.PUBLISHED:
        _require_whole(indicator, values)
    transaction.on_commit(lambda: _index(indicator.key))
    return changes.apply(indicator, values, by=by, verb="indicator.edited")


@transaction.atomic
def publish_indicator(*, by: User, indicator: OwnIndicator, revision: int | None) -> OwnIndicator:
    """Put the indicator into the catalogue. Raises NotAllowed, NotNow where fields are missing, EditConflict."""
    indicator = changes.lock(indicator)
    permissions.require(by, EDIT_INDICATORS)
    _require_move(indicator, OwnIndicator.State.PUBLISHED)
    check_revision(indicator, revision)
    missing = [label_of_field(indicator._meta.get_field(name), name).lower() for name in indicator.missing()]
    if missing:
        raise NotNow(_("Täydennä ennen julkaisemista: %(fields)s.") % {"fields": ", ".join(missing)})
    transaction.on_commit(lambda: _index(indicator.key))
    return changes.apply(indicator, {"state": OwnIndicator.State.PUBLISHED}, by=by, verb="indicator.published")


@transaction.atomic
def retire_indicator(*, by: User, indicator: OwnIndicator, revision: int | None) -> OwnIndicator:
    """Take the indicator out of the catalogue. Raises NotAllowed, NotNow while its figures are public, EditConflict."""
    indicator = changes.lock(indicator)
    permissions.require(by, EDIT_INDICATORS)
    _require_move(indicator, OwnIndicator.State.RETIRED)
    check_revision(indicator, revision)
    if OwnVersion.objects.filter(dataset__indicator=indicator, state__in=SEEN_NOW).exists():
        raise NotNow(_("Mittarilla on julkaistuja lukuja. Poista ne ensin julkisuudesta."))
    transaction.on_commit(lambda: _index(indicator.key))
    return changes.apply(indicator, {"state": OwnIndicator.State.RETIRED}, by=by, verb="indicator.retired")


def _index(key: str) -> None:
    """Let the indicator be found, or no more; one that has never been published has no row to be found by."""
    if OwnIndicator.objects.published().filter(key=key).exists():
        Indicator.objects.get_or_create(key=key)
    for row in Indicator.objects.filter(key=key):
        search.reindex(row)


def _require_known(values: dict[str, Any]) -> None:
    unknown = values.keys() - INDICATOR_FIELDS
    if unknown:
        raise ValueError(f"not edited by hand: {', '.join(sorted(unknown))}")


def _require_move(indicator: OwnIndicator, state: OwnIndicator.State) -> None:
    if state not in OwnIndicator.MOVES[OwnIndicator.State(indicator.state)]:
        raise NotNow(_("Mittari on jo tilassa “%(state)s”.") % {"state": indicator.get_state_display()})


def _require_whole(indicator: OwnIndicator, values: dict[str, Any]) -> None:
    """A published indicator stays whole."""
    after = OwnIndicator(**{name: values.get(name, getattr(indicator, name)) for name in INDICATOR_FIELDS})
    missing = after.missing()
    if missing:
        raise ValidationError(dict.fromkeys(missing, _("Julkaistulla mittarilla tämä on pakollinen.")))


def _free_key(name: str) -> str:
    """A key of the name that no other indicator has, national ones included."""
    base = slugify(name)[:90].replace("_", "-").strip("-") or "mittari"
    key, number = base, 1
    while key in RESERVED or key in definitions.load() or OwnIndicator.objects.filter(key=key).exists():
        number += 1
        key = f"{base}-{number}"
    return key
