"""Writing an offer, and taking it from one state to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hytti.core import audit, changes, search
from hytti.core.permissions import NotAllowed, NotNow, allows, require
from hytti.core.plain_text import cleaned
from hytti.sources.identity import holds_identity_code

from ..models import Contact, Offer, Place, StepTaken, Term, ThemeRule, Time, Vocabulary
from ..rules import states
from ..rules.states import State, Taker
from ..search import index
from . import invitations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from hytti.core.models import User

    from ..models import Invitation

PARTS = ("places", "times", "contacts")
PICKED = ("themes", "service_classes", "target_groups", "age_groups", "life_events")
Rows = list[dict[str, Any]]


@transaction.atomic
def save(
    offer: Offer,
    values: dict[str, Any],
    *,
    by: User | None,
    revision: int | None = None,
    invitation: Invitation | None = None,
) -> Offer:
    """Write a new offer (made with its provider, without a key) or change one.

    values: fields of Offer; `themes`, `service_classes`, `target_groups`, `age_groups`, `life_events` (lists of
    terms; each list replaces the terms of its vocabulary); `places`, `times`, `contacts` (lists of dicts, each
    replaces what was there; a dict with "pk" changes that row; a time's "place" is the number of its row in `places`).
    Whoever has no account writes through an open `invitation` instead of `by`.
    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    _require_writer(offer, by, invitation)
    if offer.state == State.WITHDRAWN:
        raise NotNow(_("Tarjonta on poistettu tarjottimelta. Palauta se ensin luonnokseksi."))
    fields = {name: value for name, value in values.items() if name not in (*PARTS, *PICKED)}
    fields = cleaned(Offer, fields)
    _refuse_identity_codes(values)
    is_new = offer.pk is None
    if is_new:
        offer.slug = free_slug(fields.get("name_fi", ""))
    fields |= _terms(offer, values)
    verb = "offers.written" if is_new else "offers.edited"
    saved = changes.apply(offer, fields, by=by, verb=verb, revision=revision)
    _save_parts(saved, values, by)
    refresh_after_commit([saved.pk])
    return saved


@transaction.atomic
def save_by_link(
    offer: Offer, values: dict[str, Any], *, invitation: Invitation, revision: int | None, hand_in: bool
) -> Offer:
    """Write through a letter's link; handed in, the offer waits to be read and the link ends. Raises as `save`.

    A published offer that was changed is read again before it is shown.
    """
    saved = save(offer, values, by=None, invitation=invitation, revision=revision)
    if invitation.offer_id is None:
        invitations.keep_offer(invitation, saved)
        invitation.offer = saved
    if hand_in:
        if states.step(saved.state, State.PROPOSED):
            saved = take_step(saved, State.PROPOSED, by=None, invitation=invitation)
        invitations.use_up(invitation)
    return saved


def _require_writer(offer: Offer, by: User | None, invitation: Invitation | None) -> None:
    if invitation is not None:
        invitations.require_open(invitation)
        if offer.provider_id != invitation.organisation_id or (offer.pk and offer.pk != invitation.offer_id):
            raise NotAllowed(_("Linkki koskee toista tarjontaa."))
    elif by is None:
        raise NotAllowed(_("Kirjaudu ensin."))
    elif offer.pk is None:
        require(by, "offers.write", offer.provider)
    elif not (allows(by, "offers.write", offer) or allows(by, "offers.moderate", offer)):
        require(by, "offers.write", offer)


def free_slug(name: str) -> str:
    """A slug of the name that no other offer has."""
    stem = slugify(name)[:180] or "tarjonta"
    taken = set(Offer.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _refuse_identity_codes(values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, str) and holds_identity_code(value):
            raise ValidationError({name: _("Tekstissä näyttää olevan henkilötunnus. Poista se.")})


def _terms(offer: Offer, values: dict[str, Any]) -> dict[str, Any]:
    """The offer's terms after the lists that were given have replaced those of their vocabularies.

    Where no theme was chosen, themes follow from the service classes by the rules in force.
    """
    given = {name: values[name] for name in PICKED if name in values}
    if not given:
        return {}
    kept = list(offer.terms.all()) if offer.pk else []
    vocabularies = {name: _VOCABULARY[name] for name in given}
    kept = [term for term in kept if term.vocabulary not in vocabularies.values()]
    chosen = [term for terms in given.values() for term in terms]
    own_themes = bool(given.get("themes")) if "themes" in given else offer.has_own_themes
    if not own_themes:
        classes = [term.pk for term in (*kept, *chosen) if term.vocabulary == Vocabulary.SERVICE_CLASS]
        kept = [term for term in kept if term.vocabulary != Vocabulary.THEME]
        chosen += themes_of(classes, timezone.localdate())
    return {"terms": [term.pk for term in dict.fromkeys((*kept, *chosen))], "has_own_themes": own_themes}


_VOCABULARY = {
    "themes": Vocabulary.THEME,
    "service_classes": Vocabulary.SERVICE_CLASS,
    "target_groups": Vocabulary.TARGET_GROUP,
    "age_groups": Vocabulary.AGE_GROUP,
    "life_events": Vocabulary.LIFE_EVENT,
}


def themes_of(classes: Sequence[int], day: dt.date) -> list[Term]:
    """The themes that the service classes (keys) belong to by the rules in force on the day."""
    rules = ThemeRule.objects.valid_on(day).filter(service_class__in=classes)
    return list(Term.objects.filter(pk__in=rules.values("theme")))


def _save_parts(offer: Offer, values: dict[str, Any], by: User | None) -> None:
    """Places, times and contacts; one audit event tells what they were and became, in words."""
    before = told_parts(offer)
    places = _save_rows(offer, Place, values.get("places"))
    times = values.get("times")
    if times is not None:
        known = places if places is not None else list(offer.places.all())
        times = [{**row, "place": _at(known, row.get("place"))} for row in times]
    _save_rows(offer, Time, times)
    _save_rows(offer, Contact, values.get("contacts"))
    after = told_parts(offer)
    changed = audit.difference(before, after)
    if changed:
        Offer.objects.filter(pk=offer.pk).update(revision=F("revision") + 1, changed_at=timezone.now())
        offer.refresh_from_db(fields=["revision", "changed_at"])
        audit.record(by, "offers.edited", offer, changes=changed)


def _at(places: list[Place], number: Any) -> Place | None:
    return places[number] if isinstance(number, int) and number < len(places) else None


def _save_rows(offer: Offer, model: type[Any], rows: Rows | None) -> list[Any] | None:
    """Write the rows of one kind in their order; rows that are not given any more go."""
    if rows is None:
        return None
    known = {row.pk: row for row in model.objects.filter(offer=offer)}
    saved = []
    for order, values in enumerate(rows):
        values = dict(values)
        record = known.pop(values.pop("pk", None), None) or model(offer=offer)
        many = {name: values.pop(name) for name in list(values) if model._meta.get_field(name).many_to_many}
        for name, value in cleaned(model, values).items():
            setattr(record, name, value)
        record.order = order
        record.full_clean()
        record.save()
        for name, terms in many.items():
            getattr(record, name).set(terms)
        saved.append(record)
    model.objects.filter(pk__in=known).delete()
    return saved


def told_parts(offer: Offer) -> dict[str, list[str]]:
    """Places, times and contacts as lines of text, as the log of changes keeps them."""
    places = [
        ", ".join(filter(None, (place.name_fi, place.street, f"{place.postal_code} {place.post_office}".strip())))
        for place in Place.objects.filter(offer=offer)
    ]
    times = [
        " ".join(str(part) for part in (time.starts_on, time.starts_at, time.ends_at, time.rrule, time.note_fi) if part)
        for time in Time.objects.filter(offer=offer)
    ]
    contacts = [f"{contact.get_kind_display()} {contact.value}" for contact in Contact.objects.filter(offer=offer)]
    return {"places": places, "times": times, "contacts": contacts}


@transaction.atomic
def take_step(
    offer: Offer, to: str, *, by: User | None, reason: str = "", invitation: Invitation | None = None
) -> Offer:
    """Take the offer to another state by the table of `rules.states`. Raises NotAllowed, NotNow, ValidationError."""
    offer = changes.lock(offer)
    found = states.step(offer.state, to)
    if found is None:
        raise NotNow(
            _("Tilasta %(before)s ei siirrytä tilaan %(after)s.")
            % {"before": offer.get_state_display(), "after": Offer.State(to).label}
        )
    _require_taker(offer, found, by, invitation)
    if found.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Kerro syy.")})
    if found.after in (State.PROPOSED, State.PUBLISHED):
        require_whole(offer)
    return step_taken(offer, found, by=by, reason=reason.strip())


def _require_taker(offer: Offer, found: states.Step, by: User | None, invitation: Invitation | None) -> None:
    if invitation is not None:
        _require_writer(offer, by, invitation)
        takers = {Taker.PROVIDER}
    else:
        takers = {
            taker
            for taker, right in ((Taker.PROVIDER, "offers.write"), (Taker.MODERATOR, "offers.moderate"))
            if by is not None and allows(by, right, offer)
        }
    if not takers & found.takers:
        raise NotAllowed(_("Tähän tarvitaan valtuus, jota tällä tunnuksella ei ole."))


def step_taken(offer: Offer, found: states.Step, *, by: User | None, reason: str = "") -> Offer:
    """Write a step that may be taken; the calendar takes its own steps through this."""
    today = timezone.localdate()
    values: dict[str, Any] = {"state": found.after.value}
    if found.after == State.PUBLISHED:
        values |= {"reviewed_on": today, "review_by": today + states.REVIEW_AFTER}
        if offer.published_at is None:
            values["published_at"] = timezone.now()
    StepTaken.objects.create(offer=offer, before=found.before, after=found.after, reason=reason, by=by)
    verb = "offers.reviewed" if found.before == State.DUE and by else "offers.state_changed"
    saved = changes.apply(offer, values, by=by, verb=verb)
    refresh_after_commit([saved.pk])
    return saved


def require_whole(offer: Offer) -> None:
    """Raise ValidationError, naming the field, where a resident could not use the offer as it is."""
    faults: dict[str, str] = {}
    if not offer.summary_fi:
        faults["summary_fi"] = _("Kirjoita tiivistelmä.")
    if offer.reach == Offer.Reach.MUNICIPALITIES and not offer.municipalities.exists():
        faults["municipalities"] = _("Valitse kunnat tai koko hyvinvointialue.")
    reached = offer.contacts.exists() or offer.address or offer.registration_address or offer.places.exists()
    if not reached:
        faults["contact_phone"] = _("Kerro paikka, puhelinnumero, sähköposti tai verkkosivu.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def remove_draft(offer: Offer, *, by: User) -> None:
    """Delete a draft that was never published. Raises NotAllowed and NotNow."""
    offer = changes.lock(offer)
    require(by, "offers.write", offer)
    if offer.state != State.DRAFT or offer.published_at is not None:
        raise NotNow(_("Vain luonnoksen, jota ei ole julkaistu, voi poistaa kokonaan."))
    audit.record(by, "offers.removed", offer)
    search.remove(offer)
    offer.delete()


def refresh_after_commit(keys: list[int]) -> None:
    """Bring the tray's own index up to date when the transaction has ended well."""
    transaction.on_commit(lambda: index.refresh(keys))
