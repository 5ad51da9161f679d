"""Writing an offer, its steps, links and calendar: who may, what is refused, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from factories import make_user_with
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent, Organisation
from hytti.core.permissions import NotAllowed, NotNow
from hytti.tray import calendar
from hytti.tray.actions import invitations, offers
from hytti.tray.models import Invitation, Offer, ProviderContact, Term

pytestmark = pytest.mark.django_db
NAMED = {"kind": "group", "name_fi": "Tuolijumppa", "summary_fi": "Jumppaa istuen, joka torstai."}
PHONE = [{"kind": "phone", "value": "010 000 0000"}]


@pytest.fixture
def writer(club):
    return make_user_with("provider", club)


@pytest.fixture
def moderator(town_hall):
    return make_user_with("coordinator", town_hall)


def term(vocabulary, code):
    return Term.objects.get(vocabulary=vocabulary, code=code)


def test_a_provider_writes_and_a_moderator_publishes(lists, club, town, writer, moderator):
    made = offers.save(Offer(provider=club), {**NAMED, "municipalities": [town], "contacts": PHONE}, by=writer)
    assert (made.state, made.slug) == ("draft", "tuolijumppa")
    assert not Offer.objects.public(timezone.localdate()).exists()
    offers.take_step(made, "proposed", by=writer)
    with pytest.raises(NotAllowed):
        offers.take_step(made, "published", by=writer)
    shown = offers.take_step(made, "published", by=moderator)
    assert shown.review_by == timezone.localdate() + dt.timedelta(days=365)
    assert list(Offer.objects.public(timezone.localdate())) == [shown]
    assert [step.after for step in shown.steps.all()] == ["proposed", "published"]


def test_nobody_writes_for_another_organisation(club, writer, other_town):
    other = Organisation.objects.create(kind="association", slug="toinen", name_fi="Toinen ry", area=other_town)
    with pytest.raises(NotAllowed):
        offers.save(Offer(provider=other), NAMED, by=writer)
    with pytest.raises(NotAllowed):
        offers.save(Offer(provider=club), NAMED, by=None)
    assert not Offer.objects.exists()


def test_a_coordinator_moderates_what_is_in_the_own_municipality_alone(make_offer, other_town, moderator):
    elsewhere = Organisation.objects.create(kind="association", slug="muu", name_fi="Muu ry", area=other_town)
    here_alone = make_offer("Täällä", provider=elsewhere, state="proposed")
    in_both = make_offer("Molemmissa", provider=elsewhere, state="proposed")
    in_both.municipalities.add(other_town)
    assert offers.take_step(here_alone, "published", by=moderator).state == "published"
    with pytest.raises(NotAllowed):
        offers.take_step(in_both, "published", by=moderator)
    assert offers.take_step(in_both, "published", by=make_user_with("hyte_unit")).state == "published"


@pytest.mark.parametrize(
    ("before", "after"), [("draft", "published"), ("withdrawn", "published"), ("published", "draft")]
)
def test_a_step_outside_the_table_is_refused(make_offer, before, after):
    with pytest.raises(NotNow):
        offers.take_step(make_offer(state=before), after, by=make_user_with("hyte_unit"))


def test_withdrawing_asks_for_a_reason(make_offer, writer):
    offer = make_offer(state="published")
    with pytest.raises(ValidationError) as refused:
        offers.take_step(offer, "withdrawn", by=writer)
    assert set(refused.value.error_dict) == {"reason"}
    gone = offers.take_step(offer, "withdrawn", by=writer, reason="Ryhmä päättyi.")
    assert gone.state == "withdrawn"
    assert gone.steps.get().reason == "Ryhmä päättyi."


def test_what_a_resident_could_not_use_is_not_sent_on(club, writer):
    bare = offers.save(Offer(provider=club), {"kind": "group", "name_fi": "Ryhmä"}, by=writer)
    with pytest.raises(ValidationError) as refused:
        offers.take_step(bare, "proposed", by=writer)
    assert set(refused.value.error_dict) == {"summary_fi", "municipalities", "contact_phone"}


def test_themes_follow_from_the_classes_until_a_person_chooses(lists, club, writer):
    hiking = term("service_class", "P27.2")
    made = offers.save(Offer(provider=club), {**NAMED, "service_classes": [hiking], "themes": []}, by=writer)
    assert set(made.terms.filter(vocabulary="theme").values_list("code", flat=True)) == {"nature"}
    chosen = offers.save(made, {"themes": [term("theme", "mind")]}, by=writer)
    assert set(chosen.terms.filter(vocabulary="theme").values_list("code", flat=True)) == {"mind"}
    assert set(chosen.terms.filter(vocabulary="service_class").values_list("code", flat=True)) == {"P27.2"}


def test_a_too_long_summary_and_markup_and_an_identity_code(club, writer):
    with pytest.raises(ValidationError) as refused:
        offers.save(Offer(provider=club), {**NAMED, "summary_fi": "ä" * 5000}, by=writer)
    assert set(refused.value.error_dict) == {"summary_fi"}
    with pytest.raises(ValidationError):
        offers.save(Offer(provider=club), {**NAMED, "description_fi": "Soita Maijalle 131052-308T."}, by=writer)
    made = offers.save(
        Offer(provider=club),
        {**NAMED, "description_fi": "<p>Tule <b>mukaan</b></p><script>alert(1)</script>"},
        by=writer,
    )
    assert made.description_fi == "Tule mukaan"


@pytest.mark.parametrize(
    "place",
    [
        {"latitude": 51.5, "longitude": -0.1},
        {"latitude": 60.98, "longitude": None},
        {"latitude": 0.0, "longitude": 0.0},
    ],
)
def test_coordinates_outside_finland_are_refused_and_nothing_is_kept(club, writer, place):
    with pytest.raises(ValidationError):
        offers.save(Offer(provider=club), {**NAMED, "places": [{"street": "Torikatu 1", **place}]}, by=writer)
    assert not Offer.objects.exists()


def test_an_end_before_the_start_is_refused(club, writer):
    wrong = {"valid_from": dt.date(2027, 1, 2), "valid_until": dt.date(2027, 1, 1)}
    with pytest.raises(ValidationError):
        offers.save(Offer(provider=club), {**NAMED, **wrong}, by=writer)
    late = [{"starts_on": dt.date(2027, 1, 2), "ends_on": dt.date(2027, 1, 1)}]
    with pytest.raises(ValidationError):
        offers.save(Offer(provider=club), {**NAMED, "times": late}, by=writer)


def test_the_log_tells_places_before_and_after_and_the_revision_grows(club, writer):
    made = offers.save(Offer(provider=club), {**NAMED, "places": [{"street": "Torikatu 1"}]}, by=writer)
    place = made.places.get()
    changed = offers.save(
        made, {"places": [{"pk": place.pk, "street": "Torikatu 2"}]}, by=writer, revision=made.revision
    )
    event = AuditEvent.objects.filter(object_id=made.pk, verb="offers.edited").latest("pk")
    assert event.changes == {"places": [["Torikatu 1"], ["Torikatu 2"]]}
    assert changed.places.get().pk == place.pk
    with pytest.raises(EditConflict):
        offers.save(changed, {"name_fi": "Vanha lomake"}, by=writer, revision=made.revision - 1)


def test_a_draft_that_was_never_published_can_be_removed(make_offer, writer):
    offers.remove_draft(make_offer(), by=writer)
    assert not Offer.objects.exists()
    with pytest.raises(NotNow):
        offers.remove_draft(make_offer(state="published"), by=writer)


def test_a_link_writes_once_and_only_its_own(club, town, make_offer, moderator, settings):
    settings.SITE_ADDRESS = "https://hytti.esimerkki.fi"
    until = timezone.localdate() + dt.timedelta(days=10)
    invitations.invite(club, by=moderator, email="yhdistys@example.org", expires_on=until, message="Tervetuloa!")
    letter = mail.outbox[0]
    token = letter.body.split("https://hytti.esimerkki.fi")[1].split()[0].rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.values_list("token_hash", flat=True)[0])
    asked = invitations.opened(token)
    values = {**NAMED, "municipalities": [town], "contacts": PHONE}
    begun = offers.save_by_link(Offer(provider=club), values, invitation=asked, revision=None, hand_in=False)
    again = invitations.opened(token)
    assert again.offer == begun
    with pytest.raises(NotAllowed):
        offers.save_by_link(make_offer("Toinen"), NAMED, invitation=again, revision=None, hand_in=False)
    sent = offers.save_by_link(begun, values, invitation=again, revision=begun.revision, hand_in=True)
    assert sent.state == "proposed"
    with pytest.raises(NotNow, match="käytetty"):
        invitations.opened(token)


def test_a_link_that_is_old_cancelled_or_unknown_says_so(club, moderator):
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        invitations.invite(club, by=moderator, email="a@example.org", expires_on=today + dt.timedelta(days=400))
    made = invitations.invite(club, by=moderator, email="a@example.org", expires_on=today)
    token = mail.outbox[0].body.split("/kutsu/")[1].split("/")[0]
    Invitation.objects.update(expires_on=today - dt.timedelta(days=1))
    with pytest.raises(NotNow, match="päättynyt"):
        invitations.opened(token)
    Invitation.objects.update(expires_on=today)
    invitations.cancel(made, by=moderator)
    with pytest.raises(NotNow, match="peruttu"):
        invitations.opened(token)
    with pytest.raises(NotNow, match="ei löydy"):
        invitations.opened("tuntematon")


def test_a_letter_that_cannot_be_sent_leaves_no_link(club, moderator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(NotNow):
        invitations.invite(club, by=moderator, email="a@example.org", expires_on=timezone.localdate())
    assert not Invitation.objects.exists()


def test_a_provider_of_another_place_cannot_be_invited(moderator, other_town):
    far = Organisation.objects.create(kind="association", slug="kaukana", name_fi="Kaukana ry", area=other_town)
    with pytest.raises(NotAllowed):
        invitations.invite(far, by=moderator, email="a@example.org", expires_on=timezone.localdate())


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def test_the_calendar_makes_an_offer_due_and_then_expired(make_offer):
    day = dt.date(2027, 3, 1)
    offer = make_offer(state="published", review_by=day)
    from_feed = make_offer("Syötteestä", state="published")
    calendar.move_on(noon(day - dt.timedelta(days=1)))
    assert Offer.objects.get(pk=offer.pk).state == "published"
    calendar.move_on(noon(day))
    assert Offer.objects.get(pk=offer.pk).state == "due"
    calendar.move_on(noon(day + dt.timedelta(days=59)))
    assert Offer.objects.get(pk=offer.pk).state == "due"
    calendar.move_on(noon(day + dt.timedelta(days=60)))
    assert Offer.objects.get(pk=offer.pk).state == "expired"
    assert Offer.objects.get(pk=from_feed.pk).state == "published"


def test_looking_again_starts_a_new_year(make_offer, writer):
    offer = make_offer(state="due", review_by=timezone.localdate())
    fresh = offers.take_step(offer, "published", by=writer)
    assert fresh.review_by == timezone.localdate() + dt.timedelta(days=365)


def test_reminders_go_a_month_before_and_on_the_day_each_once(make_offer, club, writer):
    day = dt.date(2027, 3, 31)
    make_offer(state="published", review_by=day)
    calendar.remind(noon(day - dt.timedelta(days=31)))
    assert mail.outbox == []
    for days in (30, 29, 10, 0, 0):
        calendar.remind(noon(day - dt.timedelta(days=days)))
    assert [letter.to for letter in mail.outbox] == [[writer.email], [writer.email]]
    assert "Rauhallinen kävelyryhmä" in mail.outbox[0].body
    ProviderContact.objects.create(organisation=club, email="toimisto@example.org")
    make_offer("Toinen", state="due", review_by=day)
    calendar.remind(noon(day))
    assert mail.outbox[-1].to == ["toimisto@example.org"]
