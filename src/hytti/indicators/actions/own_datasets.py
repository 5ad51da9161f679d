"""Keeping the datasets of own figures, and bringing a file of figures into one, up to where it is ready to publish."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import audit, changes, permissions
from hytti.core.conflicts import check_revision
from hytti.core.permissions import NotNow
from hytti.sources.identity import holds_identity_code
from hytti.sources.problems import Code, Unreadable, problem
from hytti.sources.spreadsheets import read_sheets

from .. import protection
from ..models import OwnDataset, OwnFigure, OwnIndicator, OwnVersion, State
from ..permissions import LOAD, PUBLISH
from ..problem_words import words_of
from ..protection import Unprotectable
from ..queries import own, own_reading
from ..queries.own_places import Places

if TYPE_CHECKING:
    from hytti.core.models import User

    from ..protection import Key, Row, Shown

DATASET_FIELDS = frozenset(
    {
        "indicator",
        "organisation",
        "title_fi",
        "title_sv",
        "title_en",
        "source_text",
        "licence",
        "sensitive",
        "protection",
        "needs_approval",
    }
)
FOR_PUBLISHERS = {"needs_approval"}
PROTECTING = ("sensitive", "protection")
DRAFTS_KEPT = dt.timedelta(days=14)


@transaction.atomic
def add_dataset(*, by: User, values: dict[str, Any]) -> OwnDataset:
    """Add a dataset for an organisation's figures of one indicator. Raises NotAllowed, ValidationError."""
    permissions.require(by, LOAD, values["organisation"])
    _check_dataset(by, OwnDataset(), values)
    base = slugify(values["title_fi"])[:150].strip("-_") or "aineisto"
    for number in range(1, 100):
        slug = base if number == 1 else f"{base}-{number}"
        if slug not in RESERVED and not OwnDataset.objects.filter(slug=slug).exists():
            return changes.apply(OwnDataset(slug=slug), values, by=by, verb="dataset.added")
    raise ValidationError({"title_fi": _("Samannimisiä aineistoja on jo monta. Anna toinen nimi.")})


# Words that stand beside datasets in the addresses, in any of the languages.
RESERVED = {
    *("mittarit", "versiot", "lisaa", "pohja"),
    *("indikatorer", "matare", "versioner", "lagg-till", "mall", "underlag"),
    *("indicators", "measures", "versions", "add", "template"),
}


@transaction.atomic
def edit_dataset(*, by: User, dataset: OwnDataset, values: dict[str, Any], revision: int | None) -> OwnDataset:
    """Change a dataset's facts. Whose figures they are and of what is fixed once something has been loaded.

    Raises NotAllowed, NotNow, EditConflict, ValidationError.
    """
    dataset = changes.lock(dataset)
    permissions.require(by, LOAD, dataset)
    check_revision(dataset, revision)
    _check_dataset(by, dataset, values)
    at_hand = dataset.versions.at_hand().first()
    protecting = [name for name in PROTECTING if name in values and values[name] != getattr(dataset, name)]
    if protecting and at_hand is not None and at_hand.state not in (State.DRAFT, State.CHECKED):
        raise NotNow(_("Suojausta ei voi muuttaa, kun versio odottaa julkaisemista. Palauta versio ensin."))
    dataset = changes.apply(dataset, values, by=by, verb="dataset.edited")
    if protecting and at_hand is not None and at_hand.state == State.CHECKED:
        _protect_again(by, changes.lock(at_hand))
    return dataset


def _check_dataset(by: User, dataset: OwnDataset, values: dict[str, Any]) -> None:
    unknown = values.keys() - DATASET_FIELDS
    if unknown:
        raise ValueError(f"not edited by hand: {', '.join(sorted(unknown))}")
    changed = {name for name in values if dataset.pk is None or getattr(dataset, name) != values[name]}
    faults = {}
    organisation, indicator = values.get("organisation"), values.get("indicator")
    if "organisation" in changed and organisation is not None and not permissions.allows(by, LOAD, organisation):
        faults["organisation"] = _("Lukuja voi ladata vain omalle organisaatiolle.")
    if "indicator" in changed and indicator is not None and indicator.state == OwnIndicator.State.RETIRED:
        faults["indicator"] = _("Mittari on poistettu käytöstä. Valitse toinen.")
    if not permissions.allows(by, PUBLISH, dataset if dataset.pk else organisation):
        default = OwnDataset._meta.get_field("needs_approval").get_default()
        refused = {name for name in FOR_PUBLISHERS & changed if dataset.pk or values[name] != default}
        faults |= dict.fromkeys(refused, _("Tämän voi muuttaa vain hyte-yksikkö."))
    if dataset.pk and dataset.versions.exists():
        text = _("Tätä ei voi enää muuttaa, koska aineistoon on ladattu lukuja. Lisää uusi aineisto.")
        faults |= dict.fromkeys({"organisation", "indicator"} & changed, text)
    if faults:
        raise ValidationError(faults)


def start_load(
    *, by: User, dataset: OwnDataset, data: bytes, name: str, as_of: str, reason: str = "", only_errors: bool = False
) -> OwnVersion:
    """Read a file into a draft version; one that is not proposed yet is replaced. The file itself is not kept.

    A file that cannot be read as a table, or that holds what looks like a personal identity code anywhere, is refused
    before anything is stored. Raises NotAllowed, NotNow, ValidationError.
    """
    permissions.require(by, LOAD, dataset)
    try:
        if holds_identity_code(name):
            raise Unreadable(problem(Code.IDENTITY_CODE, name=_("Tiedoston nimi")))
        if not _is_what_its_name_says(data, name):
            raise Unreadable(problem(Code.UNREADABLE, name=name))
        sheets = read_sheets(data, name)
    except Unreadable as refusal:
        raise ValidationError({"file": [_said(one) for one in refusal.problems[:20]]}) from refusal
    if sum(len(sheet.rows) for sheet in sheets) > own_reading.MOST_ROWS:
        text = _("Tiedostossa on yli %(most)s riviä. Jaa se osiin tai poista ylimääräiset välilehdet.")
        raise ValidationError({"file": text % {"most": own_reading.MOST_ROWS}})
    return _store_draft(
        by=by,
        dataset=dataset,
        table=own_reading.table_of(sheets),
        values={
            "file_name": name[-200:],
            "sha256": hashlib.sha256(data).hexdigest(),
            "as_of": as_of,
            "reason": reason.strip(),
            "only_errors": only_errors,
        },
    )


def _is_what_its_name_says(data: bytes, name: str) -> bool:
    """A workbook is a packed file, a text is not, and anything else is no table."""
    kind = name.rpartition(".")[2].lower()
    packed = data.startswith(b"PK")
    return packed if kind in ("xlsx", "ods") else kind in ("csv", "txt") and not packed and not data.startswith(b"%PDF")


def _said(one: Any) -> str:
    said = words_of(one)
    return _("Rivi %(row)s: %(text)s") % {"row": one.row, "text": said} if one.row is not None else said


@transaction.atomic
def _store_draft(*, by: User, dataset: OwnDataset, table: dict[str, Any], values: dict[str, Any]) -> OwnVersion:
    dataset = changes.lock(dataset)
    permissions.require(by, LOAD, dataset)
    forget_old_drafts()
    version = dataset.versions.at_hand().first()
    if version is not None and version.state not in (State.DRAFT, State.CHECKED):
        raise NotNow(_("Aineistolla on jo versio, joka odottaa julkaisemista. Julkaise, palauta tai poista se ensin."))
    if dataset.versions.perhaps_seen().exists() and not values["reason"]:
        raise ValidationError({"reason": _("Kerro, miksi julkaistut luvut korvataan.")})
    last = dataset.versions.order_by("-number").first()
    if version is None:
        version = OwnVersion(dataset=dataset, number=last.number + 1 if last else 1)
    else:
        version.figures.all().delete()
    now = timezone.now()
    values |= {"state": State.DRAFT, "mapping": {}, "notes": [], "loader": by, "loaded_at": now, "approver": None}
    version = changes.apply(version, values, by=by, verb="figures.loaded", subject=dataset, reason=values["reason"])
    return _keep_table(version, table)


def _keep_table(version: OwnVersion, table: dict[str, Any]) -> OwnVersion:
    """The cells are kept beside the event, never in it: the history is for ever, a draft is not."""
    version.table = table
    version.save(update_fields=["table"])
    return version


def forget_old_drafts(now: dt.datetime | None = None) -> int:
    """Empty the tables of drafts that nobody has brought on for two weeks. Returns how many."""
    limit = (now or timezone.now()) - DRAFTS_KEPT
    old = OwnVersion.objects.filter(state=State.DRAFT, loaded_at__lt=limit).exclude(table={})
    return old.update(table={})


def tick_drafts(now: dt.datetime) -> str:
    """The forgetting as a timed job."""
    count = forget_old_drafts(now)
    return f"Emptied {count} old drafts of own figures." if count else ""


@transaction.atomic
def map_columns(*, by: User, version: OwnVersion, mapping: dict[str, Any], revision: int | None) -> OwnVersion:
    """Say which column of which sheet is what. Raises NotAllowed, NotNow, EditConflict."""
    version = lock_version(by, version, LOAD, revision)
    if version.state != State.DRAFT:
        raise NotNow(_("Sarakkeet on jo luettu. Lataa tiedosto uudelleen, jos ne pitää valita toisin."))
    return changes.apply(version, {"mapping": mapping}, by=by, verb="figures.mapped", subject=version.dataset)


@transaction.atomic
def check(
    *, by: User, version: OwnVersion, revision: int | None, accept_warnings: bool = False, protected: bool = False
) -> OwnVersion:
    """Store the rows of a draft without errors, with what the public may see of each, and let its table go.

    accept_warnings: the person has looked at what is only strange. protected: figures without counts have been
    protected at their source. Raises NotAllowed, NotNow, EditConflict.
    """
    version = lock_version(by, version, LOAD, revision)
    version.require_move_to(State.CHECKED)
    if version.state != State.DRAFT:
        raise NotNow(_("Luvut on jo tarkistettu."))
    places = Places.today()
    reading = own_reading.read(version, own.seen_before(version, places), places)
    if reading.errors or reading.shown is None:
        raise NotNow(_("Tiedostossa on virheitä. Mitään ei tallennettu."))
    if reading.warnings and not accept_warnings:
        raise NotNow(_("Katso huomautukset ja vahvista, että luvut ovat silti oikein."))
    if reading.without_counts and not protected:
        raise NotNow(_("Luvuissa ei ole lukumääriä. Vahvista, että pienet luvut on jo suojattu lähteessä."))
    values = {
        "state": State.CHECKED,
        "notes": [fault.text for fault in reading.warnings],
        "protected_at_source": reading.without_counts,
        **_rule_values(version.dataset),
    }
    version = changes.apply(version, values, by=by, verb="figures.checked", subject=version.dataset)
    flags = reading.flags or {}
    OwnFigure.objects.bulk_create(
        _figure(version, row, reading.shown[row.key], flags.get(row.key, "")) for row in reading.rows
    )
    return _keep_table(version, {})


def _figure(version: OwnVersion, row: Row, shown: Shown, flag: str) -> OwnFigure:
    return OwnFigure(
        version=version,
        area=row.area,
        year=row.year,
        sex=row.sex,
        value=row.value,
        count=row.count,
        denominator=row.denominator,
        flag=flag,
        **_shown_values(shown),
    )


def _shown_values(shown: Shown) -> dict[str, Any]:
    return {
        "hidden": shown.hidden,
        "shown_value": shown.value,
        "shown_count": shown.count,
        "shown_denominator": shown.denominator,
    }


def _rule_values(dataset: OwnDataset) -> dict[str, Any]:
    return {"protection": dataset.protection, "sensitive": dataset.is_sensitive}


@transaction.atomic
def protect_again(*, by: User, version: OwnVersion, revision: int | None) -> OwnVersion:
    """Choose anew what of a checked version is hidden, as the indicator or what is public has changed.

    Raises NotAllowed, NotNow where nothing safe is left, EditConflict.
    """
    version = lock_version(by, version, LOAD, revision)
    if version.state != State.CHECKED:
        raise NotNow(_("Suojauksen voi valita uudelleen vain tarkistetulle versiolle. Palauta versio ensin."))
    return _protect_again(by, version)


def _protect_again(by: User, version: OwnVersion) -> OwnVersion:
    places = Places.today()
    figures = list(version.figures.all())
    rule = own_reading.rule_of(version.dataset, places)
    try:
        shown: dict[Key, Shown] = protection.choose(
            [own.row_of(figure) for figure in figures], rule, own.seen_before(version, places)
        )
    except Unprotectable as reason:
        raise NotNow(str(reason)) from reason
    for figure in figures:
        for name, value in _shown_values(shown[figure.key]).items():
            setattr(figure, name, value)
    OwnFigure.objects.bulk_update(figures, ["hidden", "shown_value", "shown_count", "shown_denominator"])
    values = _rule_values(version.dataset) | {"failure": ""}
    changed = changes.apply(version, values, by=by, verb="figures.protected", subject=version.dataset)
    if changed.revision == version.revision:  # the rule stayed, the choice may not have
        audit.record(by, "figures.protected", version, subject=version.dataset)
    return changed


@transaction.atomic
def propose(*, by: User, version: OwnVersion, revision: int | None) -> OwnVersion:
    """Ask for the figures to be published. Raises NotAllowed, NotNow, EditConflict."""
    version = lock_version(by, version, LOAD, revision)
    version.require_move_to(State.PROPOSED)
    return changes.apply(version, {"state": State.PROPOSED}, by=by, verb="figures.proposed", subject=version.dataset)


@transaction.atomic
def discard(*, by: User, version: OwnVersion, revision: int | None) -> None:
    """Delete a version that has never been public, with its rows. Raises NotAllowed, NotNow, EditConflict."""
    version = lock_version(by, version, LOAD, revision)
    if version.state not in (State.DRAFT, State.CHECKED, State.PROPOSED, State.APPROVED):
        raise NotNow(_("Versio on jo julkaistu tai sitä julkaistaan, joten sitä ei voi poistaa jäljettömiin."))
    audit.record(by, "figures.discarded", version, subject=version.dataset)
    version.delete()


def lock_version(by: User, version: OwnVersion, right: str, revision: int | None) -> OwnVersion:
    """The version as it is now, with its dataset, kept from others. Raises NotAllowed, NotNow, EditConflict."""
    dataset = changes.lock(version.dataset)
    version = changes.lock(version)
    version.dataset = dataset
    permissions.require(by, right, dataset)
    check_revision(version, revision)
    return version
