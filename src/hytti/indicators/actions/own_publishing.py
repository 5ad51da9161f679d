"""Approving, publishing and withdrawing own figures.

The public store is a file of its own. It is written after the decision has been stored, and only when it has been
written is the version called public, or withdrawn. A try that fails is told, and can be made again.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core import changes, permissions
from hytti.core.permissions import NotNow
from hytti.facts import open_facts
from hytti.facts.model import Dataset

from .. import protection
from ..models import OwnDataset, OwnIndicator, OwnVersion, State
from ..permissions import PUBLISH
from ..protection import Unprotectable
from ..queries import own
from ..queries.own_places import Places
from .own_datasets import lock_version

if TYPE_CHECKING:
    import pyarrow as pa

    from hytti.core.models import User
    from hytti.facts.store import Writer

PATIENCE = 20.0

log = logging.getLogger(__name__)


@transaction.atomic
def approve(*, by: User, version: OwnVersion, revision: int | None) -> OwnVersion:
    """Say that a proposed version may be published. Where the dataset asks so, not by the one who loaded it.

    Raises NotAllowed, NotNow, EditConflict.
    """
    version = lock_version(by, version, PUBLISH, revision)
    version.require_move_to(State.APPROVED)
    if version.dataset.needs_approval and version.loader_id == by.pk:
        raise NotNow(_("Luvut hyväksyy toinen henkilö kuin se, joka ne latasi."))
    values = {"state": State.APPROVED, "approver": by}
    return changes.apply(version, values, by=by, verb="figures.approved", subject=version.dataset)


@transaction.atomic
def send_back(*, by: User, version: OwnVersion, reason: str, revision: int | None) -> OwnVersion:
    """Take a version back to the one who loaded it: not approved, or publishing it failed.

    Raises NotAllowed, NotNow, EditConflict, ValidationError without a reason.
    """
    version = lock_version(by, version, PUBLISH, revision)
    version.require_move_to(State.CHECKED)
    if version.state == State.PUBLISHING and (not version.failure or _is_out(version)):
        raise NotNow(_("Julkaiseminen on kesken. Yritä julkaista uudelleen."))
    reason = _reasoned(reason)
    values = {"state": State.CHECKED, "approver": None, "failure": ""}
    return changes.apply(version, values, by=by, verb="figures.sent_back", subject=version.dataset, reason=reason)


def publish(*, by: User, version: OwnVersion, revision: int | None) -> OwnVersion:
    """Publish a version in the place of the earlier one, after a last attack on what it shows.

    Raises NotAllowed, NotNow, EditConflict. Where the public store could not be written, the returned version is
    still being published and tells the `failure`.
    """
    return write(by=by, version=_decide_to_publish(by, version, revision))


@transaction.atomic
def _decide_to_publish(by: User, version: OwnVersion, revision: int | None) -> OwnVersion:
    version = lock_version(by, version, PUBLISH, revision)
    version.require_move_to(State.PUBLISHING)
    require_own_store()
    changes.lock(version.dataset.indicator)  # two datasets of one indicator are looked at one after the other
    if version.dataset.needs_approval and version.state != State.APPROVED:
        raise NotNow(_("Luvut pitää hyväksyä ennen julkaisemista."))
    if version.dataset.indicator.state != OwnIndicator.State.PUBLISHED:
        raise NotNow(_("Mittaria ei ole julkaistu. Julkaise se ensin."))
    if version.dataset.versions.filter(state=State.WITHDRAWING).exists():
        raise NotNow(_("Edellistä versiota poistetaan julkisuudesta. Yritä hetken päästä uudelleen."))
    if (version.protection, version.sensitive) != (version.dataset.protection, version.dataset.is_sensitive):
        raise NotNow(_("Aineiston suojaus on muuttunut. Palauta versio ja valitse suojaus uudelleen."))
    places = Places.today()
    try:
        protection.verify(own.publication_of(version, places), own.seen_before(version, places))
    except Unprotectable as reason:
        raise NotNow(_("%(reason)s Palauta versio ja valitse suojaus uudelleen.") % {"reason": reason}) from reason
    values = {"state": State.PUBLISHING, "failure": ""}
    return changes.apply(version, values, by=by, verb="figures.publishing", subject=version.dataset)


def withdraw(*, by: User, version: OwnVersion, reason: str, revision: int | None) -> OwnVersion:
    """Take the public figures of a dataset away, for a reason that stays in the history.

    Raises NotAllowed, NotNow, EditConflict, ValidationError without a reason. Where the public store could not be
    written, the returned version is still public and tells the `failure`.
    """
    return write(by=by, version=_decide_to_withdraw(by, version, reason, revision))


@transaction.atomic
def _decide_to_withdraw(by: User, version: OwnVersion, reason: str, revision: int | None) -> OwnVersion:
    version = lock_version(by, version, PUBLISH, revision)
    version.require_move_to(State.WITHDRAWING)
    require_own_store()
    if version.dataset.versions.filter(state=State.PUBLISHING).exists():
        raise NotNow(_("Uutta versiota julkaistaan juuri. Yritä hetken päästä uudelleen."))
    reason = _reasoned(reason)
    values = {"state": State.WITHDRAWING, "withdrawn_why": reason, "failure": ""}
    return changes.apply(version, values, by=by, verb="figures.withdrawing", subject=version.dataset, reason=reason)


def require_own_store() -> None:
    """Raise NotNow where the public figures stand on another server, which is not written from here."""
    if settings.FACTS_ENGINE:
        raise NotNow(
            _("Tämän palvelun julkiset luvut ovat palvelimella, johon täältä ei kirjoiteta. Kysy ylläpidolta.")
        )


def _is_out(version: OwnVersion) -> bool:
    """Does the public store hold just what the version shows? A try may have failed after the writing."""
    held = open_facts(settings.FACTS).dataset(version.dataset.store_key) if settings.FACTS.exists() else None
    return held is not None and held.sha256 == _digest(_table(version))


def _reasoned(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Kirjoita perustelu.")})
    return reason


def write(*, by: User, version: OwnVersion) -> OwnVersion:
    """Write into the public store what has been decided, and then say so; also to try again after a failure.

    Raises NotAllowed, NotNow where nothing is waiting to be written.
    """
    import duckdb

    from hytti.facts import store

    permissions.require(by, PUBLISH, version.dataset)
    version.refresh_from_db()
    if version.state not in (State.PUBLISHING, State.WITHDRAWING):
        raise NotNow(_("Mitään ei ole kesken. Lataa sivu uudelleen."))
    try:
        with store.writing(settings.FACTS, patience=PATIENCE) as writer:
            if version.state == State.PUBLISHING:
                put(writer, version)
            else:
                _take_away(writer, version)
    except (OSError, ValueError, duckdb.Error) as error:
        log.exception("Own figures %s could not be written into the public store.", version)
        return _tell_failure(by, version, error)
    return _done(by, version)


def put(writer: Writer, version: OwnVersion, *, as_news: bool = True) -> None:
    """Put what the public may see of a version into the store; suppressed figures have no numbers there.

    The store tells the digest of what is shown, not of the file: small counts could be tried out against that.
    as_news: whether the log of changes tells what is new.
    """
    places, of = Places.today(), version.dataset
    table = _table(version)
    methods = {language: _method(version, language) for language in ("fi", "sv", "en")}
    writer.put_areas(places.for_the_store())
    dataset = Dataset(
        key=of.store_key,
        title_fi=of.title_fi,
        title_sv=of.title_sv or of.title_fi,
        title_en=of.title_en or of.title_fi,
        source=of.source_text,
        source_key="",
        address="",
        fetched_at=version.loaded_at,
        as_of=version.as_of,
        licence=of.licence,
        attribution=of.source_text,
        sha256=_digest(table),
        rows=table.num_rows,
        problems=(),
        borders=timezone.localdate(version.loaded_at).year,
        calculated=False,
        method_fi=methods["fi"],
        method_sv=methods["sv"],
        method_en=methods["en"],
        published_at=timezone.now(),
    )
    writer.replace_dataset(dataset, table, watch=list(places.areas) if as_news else ())


def _table(version: OwnVersion) -> pa.Table:
    """What the public may see of a version."""
    import pyarrow as pa

    from hytti.sources.records import fact_schema

    rows = [
        {
            "indicator": version.dataset.indicator.key,
            "area": figure.area,
            "year": figure.year,
            "sex": figure.sex,
            "value": figure.shown_value,
            "count": figure.shown_count,
            "denominator": figure.shown_denominator,
            "flag": "suppressed" if figure.hidden else figure.flag or None,
        }
        for figure in version.figures.all()
    ]
    return pa.Table.from_pylist(rows, schema=fact_schema())


def _digest(table: pa.Table) -> str:
    return hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest()


def _method(version: OwnVersion, language: str) -> str:
    """How the figures have been protected, in the words of the language."""
    with override(language):
        if version.protected_at_source:
            return _("Pienet luvut on suojattu lähteessä.")
        rule = own.publication_of(version, Places.today()).rule
        if rule.rounds:
            text = _("Luvut on pyöristetty viiteen, ja alle %(limit)s henkilön luvut on peitetty.")
            return text % {"limit": rule.hidden_below}
        text = _("Alle %(limit)s henkilön luvut on peitetty, samoin muut luvut, joista ne voisi päätellä.")
        return text % {"limit": rule.threshold}


def _take_away(writer: Writer, version: OwnVersion) -> None:
    """Take the dataset out of the store, its log of changes included; it may be out already."""
    key, watch = version.dataset.store_key, list(Places.today().areas)
    with suppress(KeyError):
        writer.withdraw_dataset(key, version.withdrawn_why, watch=watch, out_of_the_log=True)


def restore() -> int:
    """Bring the public store back to what has been decided, where it was made anew or is an older copy.

    What is published is put back, what has been withdrawn is taken away again; the answer is how many datasets were.
    Nothing is decided here, so it leaves no event and no news. What is on its way is left to those who publish it.
    Raises Busy, Unreadable, OSError; the store is then as it was.
    """
    from hytti.facts import store

    if settings.FACTS_ENGINE or not _amiss():
        return 0
    with store.writing(settings.FACTS, patience=PATIENCE) as writer:
        amiss = _amiss()  # looked at again, now that nobody else writes
        for version in amiss:
            if version.state == State.PUBLISHED:
                put(writer, version, as_news=False)
            else:
                _take_away(writer, version)
    return len(amiss)


def _amiss() -> list[OwnVersion]:
    """Published versions that the public store does not show, and withdrawn ones whose dataset it does show."""
    held = {dataset.key: dataset.sha256 for dataset in open_facts(settings.FACTS).datasets()}
    found = []
    for of in OwnDataset.objects.prefetch_related("versions"):
        shown, newest_first = held.get(of.store_key), of.versions.all()
        by_state = {version.state: version for version in reversed(newest_first)}
        if shown is not None and {State.PUBLISHING, State.WITHDRAWING} & by_state.keys():
            continue
        public, withdrawn = by_state.get(State.PUBLISHED), by_state.get(State.WITHDRAWN)
        if public is not None and shown != _digest(_table(public)):
            found.append(public)
        elif public is None and withdrawn is not None and shown is not None:
            found.append(withdrawn)
    return found


@transaction.atomic
def _tell_failure(by: User, version: OwnVersion, error: Exception) -> OwnVersion:
    from hytti.facts.store import Busy

    version = changes.lock(version)
    if version.state not in (State.PUBLISHING, State.WITHDRAWING):
        return version
    said = _("Julkisia lukuja ei voitu kirjoittaa. Yritä uudelleen, ja jos se ei auta, kerro ylläpidolle.")
    if isinstance(error, Busy):
        said = _("Julkisia lukuja kirjoitettiin juuri muualta. Yritä hetken päästä uudelleen.")
    return changes.apply(version, {"failure": said}, by=by, verb="figures.failed", subject=version.dataset)


@transaction.atomic
def _done(by: User, version: OwnVersion) -> OwnVersion:
    """The store has been written: the version is what it was decided to be, unless another try said so already."""
    dataset = changes.lock(version.dataset)
    version = changes.lock(version)
    if version.state == State.WITHDRAWING:
        withdrawn = {"state": State.WITHDRAWN, "failure": ""}
        return changes.apply(version, withdrawn, by=by, verb="figures.withdrawn", subject=dataset)
    if version.state != State.PUBLISHING:
        return version
    for earlier in dataset.versions.filter(state=State.PUBLISHED):
        changes.apply(earlier, {"state": State.CORRECTED}, by=by, verb="figures.corrected", subject=dataset)
    values: dict[str, Any] = {"state": State.PUBLISHED, "published_at": timezone.now(), "failure": ""}
    return changes.apply(version, values, by=by, verb="figures.published", subject=dataset)
