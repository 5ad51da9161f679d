"""Which theme follows from which service class: dated rules, what they do to offers, and their page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from factories import make_user, make_user_with
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed
from hytti.tray.actions import themes as actions
from hytti.tray.models import Term, ThemeRule, Vocabulary
from hytti.tray.queries.themes import Effect, effect_of
from hytti.tray.search import Question, find, index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def class_of(code: str) -> Term:
    return Term.objects.get(vocabulary=Vocabulary.SERVICE_CLASS, code=code)


def theme_of(code: str) -> Term:
    return Term.objects.get(vocabulary=Vocabulary.THEME, code=code)


def themes(offer) -> set[str]:
    return set(offer.terms.filter(vocabulary=Vocabulary.THEME).values_list("code", flat=True))


@pytest.fixture
def keeper():
    return make_user_with("hyte_unit")


@pytest.fixture
def forest(make_offer):
    """An offer of a class that has no rule (P22, immigration), and whose themes nobody chose."""
    ThemeRule.objects.filter(service_class__code="P22").delete()
    offer = make_offer(state="published")
    offer.terms.add(class_of("P22"))
    return offer


def values(**more):
    return {"service_class": class_of("P22"), "theme": theme_of("nature"), "since": TODAY, "until": None, **more}


def test_a_rule_gives_its_theme_to_the_offers_of_the_class(forest, keeper, django_capture_on_commit_callbacks):
    index.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        actions.add(values(note="koe"), by=keeper)
    assert themes(forest) == {"nature"}
    assert [pk for pk, _ in find(Question(filters={"theme": ["nature"]})).hits] == [forest.pk]
    events = AuditEvent.objects.order_by("pk").values_list("verb", "actor", "object_id")
    assert ("offers.themes_followed", keeper.pk, forest.pk) in events


def test_themes_that_somebody_chose_stay(forest, keeper):
    forest.has_own_themes = True
    forest.save()
    forest.terms.add(theme_of("culture"))
    actions.add(values(), by=keeper)
    assert themes(forest) == {"culture"}


def test_a_theme_that_another_class_gives_too_stays_when_a_rule_ends(forest, keeper):
    forest.terms.add(class_of("P27.2"))  # nature by the starting rules
    rule = actions.add(values(since=TODAY - DAY), by=keeper)
    actions.end(rule, until=TODAY - DAY, by=keeper, revision=None)
    assert themes(forest) == {"nature"}


def test_an_ended_rule_stays_with_its_days_and_its_theme_leaves_the_offers(forest, keeper):
    rule = actions.add(values(since=TODAY - 9 * DAY), by=keeper)
    actions.end(rule, until=TODAY - DAY, by=keeper, revision=rule.revision)
    rule.refresh_from_db()
    assert (rule.since, rule.until) == (TODAY - 9 * DAY, TODAY - DAY)
    assert themes(forest) == set()


def test_a_rule_of_a_coming_day_works_from_that_day_on(forest, keeper):
    actions.add(values(since=TODAY + 3 * DAY, until=TODAY + 5 * DAY), by=keeper)
    noon = dt.datetime.combine(TODAY, dt.time(12), tzinfo=timezone.get_current_timezone())
    seen = []
    for days in (0, 2, 3, 5, 6):
        actions.follow_calendar(noon + days * DAY)
        seen.append(themes(forest))
    assert seen == [set(), set(), {"nature"}, {"nature"}, set()]
    assert actions.follow_calendar(noon + 6 * DAY) == ""


def test_a_class_has_a_theme_by_one_rule_at_a_time(forest, keeper):
    actions.add(values(until=TODAY + 9 * DAY), by=keeper)
    with pytest.raises(ValidationError, match="jo sääntö"):
        actions.add(values(since=TODAY + 9 * DAY), by=keeper)
    actions.add(values(since=TODAY + 10 * DAY), by=keeper)
    actions.add(values(theme=theme_of("culture")), by=keeper)
    assert themes(forest) == {"nature", "culture"}


def test_a_rule_that_has_been_in_force_keeps_its_class_and_theme(forest, keeper):
    rule = actions.add(values(since=TODAY - DAY), by=keeper)
    with pytest.raises(ValidationError, match="Päätä se ja lisää uusi"):
        actions.correct(rule, values(theme=theme_of("culture")), by=keeper, revision=None)
    actions.correct(rule, values(since=TODAY - 2 * DAY, note="Päätös"), by=keeper, revision=None)
    rule.refresh_from_db()
    assert (rule.theme.code, rule.since, rule.note) == ("nature", TODAY - 2 * DAY, "Päätös")


def test_a_slip_of_today_is_corrected_and_the_offers_follow(forest, keeper):
    rule = actions.add(values(theme=theme_of("culture")), by=keeper)
    actions.correct(rule, values(), by=keeper, revision=rule.revision)
    assert themes(forest) == {"nature"}


def test_a_rule_does_not_end_before_it_begins(keeper):
    ThemeRule.objects.filter(service_class__code="P22").delete()
    with pytest.raises(ValidationError, match="päättyy ennen kuin se alkaa"):
        actions.add(values(until=TODAY - DAY), by=keeper)


def test_nobody_else_changes_rules(forest):
    for by in (make_user(), make_user_with("administrator")):
        with pytest.raises(NotAllowed):
            actions.add(values(), by=by)
    assert not ThemeRule.objects.filter(service_class__code="P22").exists()


def test_the_effect_counts_the_offers_and_tells_the_first_day(forest, make_offer):
    other = make_offer()
    other.terms.add(class_of("P22"), class_of("P27.2"))
    assert effect_of(None, ThemeRule(**values()), TODAY) == Effect(1, TODAY)  # the other has the theme already
    coming = ThemeRule(**values(theme=theme_of("culture"), since=TODAY + DAY, until=TODAY + 2 * DAY))
    assert effect_of(None, coming, TODAY) == Effect(2, TODAY + DAY)
    held = ThemeRule.objects.create(**values())
    assert effect_of(held, ThemeRule(**values(note="muu peruste")), TODAY) == Effect(0, None)
    assert effect_of(held, ThemeRule(**values(until=TODAY)), TODAY) == Effect(1, TODAY + DAY)


def test_the_page_shows_the_effect_before_anything_is_saved(forest, keeper, client):
    client.force_login(keeper)
    url = reverse("tray:add_theme_rule")
    typed = {
        "service_class": class_of("P22").pk, "theme": theme_of("nature").pk, "since": TODAY.strftime("%d.%m.%Y")
    }  # fmt: skip
    shown = client.post(url, {**typed, "nayta": "1"}).content.decode()
    assert "1 kohteen teemat muuttuvat heti." in shown
    assert not ThemeRule.objects.filter(service_class__code="P22").exists()
    assert client.post(url, {**typed, "since": "", "nayta": "1"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert themes(forest) == {"nature"}


def test_the_list_names_what_lacks_a_theme_and_keeps_what_has_ended(forest, keeper, client):
    client.force_login(keeper)
    url = reverse("tray:theme_rules")
    page = client.get(url).content.decode()
    assert f"{reverse('tray:add_theme_rule')}?luokka=P22" in page
    assert "Päättyneet" not in page
    old = ThemeRule.objects.create(**values(since=TODAY - 9 * DAY, until=TODAY - DAY))
    page = client.get(url).content.decode()
    assert "Päättyneet" in page
    assert reverse("tray:end_theme_rule", args=[old.pk]) not in page


def test_the_forms_end_and_correct_a_rule(forest, keeper, client):
    client.force_login(keeper)
    rule = actions.add(values(since=TODAY - 9 * DAY), by=keeper)
    url = reverse("tray:end_theme_rule", args=[rule.pk])
    ends = {"until": (TODAY - DAY).strftime("%d.%m.%Y"), "revision": rule.revision}
    assert "1 kohteen teemat muuttuvat heti." in client.post(url, {**ends, "nayta": "1"}).content.decode()
    assert client.post(url, ends).status_code == 302
    rule.refresh_from_db()
    assert rule.until == TODAY - DAY
    typed = {
        "service_class": class_of("P22").pk, "theme": theme_of("nature").pk, "note": "Hyte-ryhmän päätös",
        "since": "1.11.2026", "until": (TODAY - DAY).strftime("%d.%m.%Y"), "revision": rule.revision,
    }  # fmt: skip
    assert client.post(reverse("tray:correct_theme_rule", args=[rule.pk]), typed).status_code == 302
    rule.refresh_from_db()
    assert (rule.since, rule.note) == (dt.date(2026, 11, 1), "Hyte-ryhmän päätös")
