"""Pages of single records: what a reader learns, and what only those who may see there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from factories import (
    make_area,
    make_body,
    make_document,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_region,
    make_source,
    make_theme,
    make_topic,
    make_user_with,
)
from hytti.core.models import AuditEvent, Organisation
from hytti.structures import actions
from hytti.structures.models import Body, BodyEvent, Link, Mandate

pytestmark = pytest.mark.django_db
Kind = Body.Kind


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


def page(address, user=None):
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def of(body, user=None):
    return page(body.get_absolute_url(), user)


def section(html, heading):
    """The section under a heading."""
    found = re.search(rf"<section>(?:(?!</section>).)*<h2>{heading}</h2>.*?</section>", html, re.S)
    return found.group() if found else ""


def words(html):
    """The text alone, with no space before or inside marks."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
    return re.sub(r" (?=[,.)])|(?<=\() ", "", text)


@pytest.fixture
def committee():
    """An associations' committee: the executive appoints it on the hyte committee's proposal."""
    source = make_source(title_fi="Hallintosääntö", key="hallintosaanto", as_of="2022-03")
    executive = make_body(kind=Kind.EXECUTIVE, name_fi="Aluehallitus", slug="aluehallitus")
    hyte = make_body(kind=Kind.COMMITTEE, name_fi="Hyte-lautakunta", slug="hyte-lautakunta")
    return make_body(
        kind=Kind.NEGOTIATING_COMMITTEE,
        name_fi="Järjestöneuvottelukunta",
        slug="jarjestoneuvottelukunta",
        proposed_by=hyte,
        appointed_by=executive,
        appointment_basis="hallintosääntö 16 §",
        source=source,
        as_of="2023",
        purpose_fi="Edistää järjestöjen työtä. Lisää kumppanuutta.",
    )


class TestBody:
    def test_it_says_what_it_is_for_how_old_that_is_and_by_what_source(self, committee):
        html = of(committee)
        assert "<title>Järjestöneuvottelukunta – Hytti</title>" in html
        assert re.findall(r"<h1>(.*?)</h1>", html) == ["Järjestöneuvottelukunta"]
        assert '<p class="lead">Edistää järjestöjen työtä.</p>' in html
        assert "Tiedot: 2023" in html
        assert '<a href="/fi/tietolahteet/#hallintosaanto">Hallintosääntö</a>' in html
        assert "Ei vielä vahvistettu" in html

    def test_it_shows_who_proposes_and_who_appoints_under_which_rule(self, committee):
        chain = words(section(of(committee), "Kuka esittää, kuka asettaa"))
        assert chain.endswith(
            "Hyte-lautakunta esittää. Aluehallitus asettaa. hallintosääntö 16 § Järjestöneuvottelukunta"
        )

    def test_the_one_that_appoints_tells_whom(self, committee):
        html = section(of(committee.appointed_by), "Kuka esittää, kuka asettaa")
        assert "Tämä asettaa" in html
        assert committee.get_absolute_url() in html

    def test_the_law_stands_in_two_columns_and_tasks_name_their_basis(self, committee):
        Mandate.objects.create(
            body=committee,
            kind="basis",
            statute="Laki järjestämisestä",
            number="612/2021",
            section="7 §",
            text_fi="Edistää järjestöjä.",
            address="https://finlex.invalid/612",
            source=committee.source,
        )
        Mandate.objects.create(body=committee, kind="task", statute="Hallintosääntö", section="16 §", text_fi="Neuvoo.")
        html = section(of(committee), "Toimivalta ja säädösperusta")
        row = re.search(r"<tbody><tr>(.*?)</tr>", html, re.S).group(1)
        assert words(row) == "Laki järjestämisestä 612/2021, 7 § Edistää järjestöjä."
        assert 'href="https://finlex.invalid/612"' in row
        assert words(re.search(r"<ol.*?</ol>", html, re.S).group()) == "Neuvoo. (Hallintosääntö 16 §)"

    def test_seats_are_shown_by_group_though_nobody_is_named(self, committee):
        make_post(body=committee, title_fi="Liikunta", group_fi="Verkostot", seats=2, order=1)
        make_post(body=committee, title_fi="Alueen edustaja", group_fi="Alue", order=2)
        html = section(of(committee), "Kokoonpano")
        assert html.count('class="seat"') == 3
        assert "Verkostot, 2" in html
        assert "Alue, 1" in html

    def test_an_ended_term_is_said_and_members_can_be_added_by_those_who_may(self, committee, today):
        committee.term_end = today - dt.timedelta(days=1)
        committee.save()
        make_post(body=committee)
        add = reverse("structures:add_member", args=[committee.slug])
        assert "Kausi päättyi" in section(of(committee), "Kokoonpano")
        assert add not in of(committee)
        assert add in section(of(committee, make_user_with("hyte_unit")), "Kokoonpano")

    def test_a_member_is_shown_with_role_deputy_and_whom_they_represent(self, committee, today):
        network = make_body(name_fi="Liikuntaverkosto")
        member = make_membership(
            body=committee, person=make_person(name="Koe Jäsen"), role="chair", start=today, represents_body=network
        )
        make_membership(body=committee, person=make_person(name="Koe Varajäsen"), deputy_for=member)
        html = section(of(committee), "Kokoonpano")
        rows = re.findall(r'<tr(?: class="deputy")?><th scope="row">.*?</tr>', html, re.S)
        assert [words(row).split(" ei tiedossa")[0] for row in rows] == [
            f"Koe Jäsen puheenjohtaja Liikuntaverkosto {today.day}.{today.month}.{today.year}–",
            "Koe Varajäsen varajäsen",
        ]

    def test_a_name_is_no_longer_shown_when_the_membership_is_over(self, committee, today):
        make_membership(body=committee, person=make_person(name="Entinen Jäsen"), end=today - dt.timedelta(days=1))
        html = of(committee)
        assert "Näytä 1 päättynyt jäsenyys" in html
        assert "Entinen Jäsen" not in html
        assert "Entinen Jäsen" in of(committee, make_user_with("hyte_unit"))

    def test_what_sources_disagree_on_is_shown_with_its_source_and_not_as_history(self, committee):
        source = make_source(title_fi="Tiedote", key="tiedote")
        BodyEvent.objects.create(body=committee, kind="disagreement", title_fi="Nimi on eri", source=source)
        BodyEvent.objects.create(body=committee, kind="event", title_fi="Ensimmäinen kokous", date="2022-11-15")
        BodyEvent.objects.create(body=committee, kind="event", title_fi="Perustaminen", date="2022")
        html = of(committee)
        assert "#tiedote" in section(html, "Lähteet eroavat")
        history = re.search(r'<ol class="timeline">.*?</ol>', html, re.S).group()
        assert words(history) == "2022 Perustaminen 15.11.2022 Ensimmäinen kokous"

    def test_a_closed_body_says_so_first_with_its_reason_and_cannot_be_changed(self, committee, today):
        committee.closed_on, committee.closed_reason = today, "Tehtävä on valmis."
        committee.save()
        html = of(committee, make_user_with("hyte_unit"))
        assert html.index("Tehtävä on valmis.") < html.index("<h2>Tarkoitus</h2>")
        assert reverse("structures:edit_body", args=[committee.slug]) not in html
        assert "Vahvista tiedot" not in html

    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            (None, set()),
            ("administrator", set()),
            ("hyte_unit", {"confirm_body", "edit_body", "add_member", "close_body"}),
        ],
    )
    def test_only_those_who_may_see_the_verbs(self, committee, role, seen):
        html = of(committee, make_user_with(role) if role else None)
        verbs = ("confirm_body", "edit_body", "add_member", "close_body")
        assert {verb for verb in verbs if f'"{reverse(f"structures:{verb}", args=[committee.slug])}"' in html} == seen

    def test_a_network_under_the_address_of_bodies_moves_to_its_own(self):
        network = make_body(slug="ruokaverkosto")
        answer = Client().get("/fi/toimielimet/ruokaverkosto/")
        assert answer.status_code == 301
        assert answer["Location"] == network.get_absolute_url() == "/fi/verkostot/ruokaverkosto/"

    def test_an_unknown_body_is_not_found(self):
        assert Client().get("/fi/toimielimet/ei-ole/").status_code == 404

    def test_the_way_to_the_diagram_is_shown_only_for_bodies_that_stand_in_it(self, committee):
        region = make_region(diagram={"full": {"lanes": [{"items": [{"box": committee.slug}]}]}})
        assert f"?valittu={committee.slug}" in of(committee)
        assert "?valittu=" not in of(committee.appointed_by)
        assert region.diagram

    def test_finnish_text_on_a_swedish_page_is_marked(self, committee):
        with translation.override("sv"):
            address = committee.get_absolute_url()
        assert '<span lang="fi">Järjestöneuvottelukunta</span>' in page(address)

    def test_the_number_of_queries_does_not_grow_with_what_belongs_to_it(self, committee):
        def add():
            source = make_source()
            make_post(body=committee, represents_organisation=make_organisation(area=make_area()), source=source)
            member = make_membership(body=committee, represents_body=make_body())
            make_membership(body=committee, deputy_for=member)
            Mandate.objects.create(body=committee, kind="task", text_fi="Tehtävä", source=source)
            BodyEvent.objects.create(body=committee, title_fi="Kokous", source=source)
            Link.objects.create(body=committee, label_fi="Sivu", address="https://esimerkki.invalid/")
            make_body(parent=committee)
            make_document(body=committee)
            committee.other_themes.add(make_theme(parent=make_theme()))

        def count(mark):
            with CaptureQueriesContext(connection) as queries:
                Client().get(f"{committee.get_absolute_url()}?{mark}")
            return len(queries)

        add()
        few = count("few")
        for _ in range(6):
            add()
        assert count("many") == few


class TestHistory:
    @pytest.fixture
    def unit(self):
        return make_user_with("hyte_unit", name="Yksikön Hoitaja")

    @pytest.fixture
    def network(self, unit):
        """A network that was edited, got a member and was closed."""
        network = make_body(name_fi="Ruokaverkosto", theme=make_theme(name_fi="Ravitsemus"))
        values = {"theme": make_theme(name_fi="Liikunta"), "kind": Kind.WORKING_GROUP, "founded": "2020-05"}
        network = actions.edit_body(by=unit, body=network, values=values, revision=network.revision)
        actions.add_member(by=unit, body=network, name="Koe Jäsen", values={"role": "chair"})
        return actions.close_body(
            by=unit, body=network, on=dt.date(2026, 1, 31), reason="Yhdistettiin.", revision=network.revision
        )

    def history(self, network, user=None):
        return page(reverse("structures:body_history", args=[network.slug]), user)

    def test_changes_are_told_field_by_field_in_words(self, network):
        html = self.history(network)
        rows = [words(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.S)]
        assert "Teema Ravitsemus Liikunta" in rows
        assert "Laji Verkosto Työryhmä" in rows
        assert "Perustettu tyhjä 5/2020" in rows
        assert "Lakkautettu tyhjä 31.1.2026" in rows
        assert "Perustelu: Yhdistettiin." in html

    def test_the_newest_change_comes_first(self, network):
        html = self.history(network)
        assert html.index("Lakkautettu</h2>") < html.index("Jäsen lisätty") < html.index("Tietoja muutettu")

    def test_the_doer_is_named_only_to_those_who_may_edit(self, network, unit):
        public = self.history(network)
        assert "kirjautunut käyttäjä" in public
        assert "Yksikön Hoitaja" not in public
        assert "Yksikön Hoitaja" in self.history(network, unit)
        assert "Yksikön Hoitaja" not in self.history(network, make_user_with("administrator"))

    def test_a_members_name_is_never_told(self, network, unit):
        assert "Koe Jäsen" not in self.history(network, unit)

    def test_a_change_that_can_be_taken_back_has_a_button_for_those_who_may(self, network, unit):
        closing = AuditEvent.objects.get(verb="body.closed")
        undo = f'action="{reverse("structures:undo", args=[closing.pk])}"'
        assert undo not in self.history(network)
        assert undo not in self.history(network, make_user_with("administrator"))
        assert undo in self.history(network, unit)
        actions.undo(by=unit, event=closing)
        assert undo not in self.history(network, unit)
        assert "Muutos on kumottu." in self.history(network, unit)

    def test_adding_a_member_cannot_be_taken_back_here(self, network, unit):
        adding = AuditEvent.objects.get(verb="member.added")
        assert reverse("structures:undo", args=[adding.pk]) not in self.history(network, unit)

    def test_a_body_that_nobody_changed_says_so(self):
        assert "Tietoja ei ole muutettu" in self.history(make_body())

    def test_the_number_of_queries_does_not_grow_with_events(self, unit):
        network = make_body()
        client = Client()
        client.force_login(unit)

        def add():
            body = Body.objects.get(pk=network.pk)
            actions.edit_body(by=unit, body=body, values={"theme": make_theme()}, revision=body.revision)
            member = actions.add_member(by=unit, body=body, name="Koe", values={"role": "member"})
            actions.edit_membership(
                by=unit, membership=member, name="Koe", values={"role": "chair"}, revision=member.revision
            )

        def count():
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("structures:body_history", args=[network.slug]))
            return len(queries)

        add()
        few = count()
        for _ in range(5):
            add()
        assert count() == few


class TestPlaces:
    @pytest.fixture
    def lahti(self):
        area = make_area(
            name_fi="Lahti",
            slug="lahti",
            population=121337,
            population_as_of="2024-12-31",
            population_source=make_source(title_fi="Väestö kunnittain"),
        )
        kind = Organisation.Kind.MUNICIPALITY
        return make_organisation(kind=kind, name_fi="Lahti", slug="lahden-kaupunki", area=area)

    def test_a_municipality_shows_population_coordinator_bodies_networks_documents_and_links(self, lahti):
        make_post(organisation=lahti, role="coordinator", title_fi="Hyvinvointikoordinaattori")
        committee = make_body(kind=Kind.NEGOTIATING_COMMITTEE, name_fi="Yhdyspintaneuvottelukunta")
        make_post(body=committee, represents_organisation=lahti)
        make_body(name_fi="Lahden vetämä", convener=lahti)
        make_body(name_fi="Seudun verkosto", municipalities=[lahti.area])
        make_body(name_fi="Lopetettu verkosto", convener=lahti, closed_on=dt.date(2025, 1, 1), closed_reason="Valmis")
        make_document(title_fi="Lahden suunnitelma", organisation=lahti)
        Link.objects.create(organisation=lahti, label_fi="Hyvinvointi Lahdessa", address="https://lahti.invalid/hyte")
        html = page("/fi/kunnat/lahti/")
        assert "121\u00a0337" in html
        assert "Väestö kunnittain" in html
        assert "Hyvinvointikoordinaattori" in section(html, "Kuka koordinoi")
        assert "Yhdyspintaneuvottelukunta" in section(html, "Edustettuna näissä")
        assert "Lahden vetämä" in section(html, "Vetää näitä verkostoja")
        assert "Seudun verkosto" in section(html, "Verkostot ja toimielimet, joissa kunta on mukana")
        assert "Lahden suunnitelma" in section(html, "Asiakirjat")
        assert "(lahti.invalid)" in section(html, "Verkossa")
        assert "Lopetettu verkosto" not in html

    def test_a_municipality_without_a_known_coordinator_says_so(self, lahti):
        assert "Tehtävä ei ole tiedossa." in page("/fi/kunnat/lahti/")

    def test_a_municipality_as_an_organisation_moves_to_its_own_page(self, lahti):
        answer = Client().get("/fi/organisaatiot/lahden-kaupunki/")
        assert (answer.status_code, answer["Location"]) == (301, "/fi/kunnat/lahti/")

    def test_an_organisation_tells_what_it_leads_and_where_it_sits_today(self, today):
        association = make_organisation(name_fi="Koeyhdistys", slug="koeyhdistys")
        make_body(name_fi="Vedetty verkosto", convener=association)
        now, before = make_body(name_fi="Nykyinen ryhmä"), make_body(name_fi="Entinen ryhmä")
        make_membership(body=now, represents_organisation=association)
        make_membership(body=before, represents_organisation=association, end=today - dt.timedelta(days=1))
        html = page("/fi/organisaatiot/koeyhdistys/")
        assert "Vedetty verkosto" in section(html, "Vetää näitä verkostoja")
        assert "Nykyinen ryhmä" in section(html, "Edustettuna näissä")
        assert "Entinen ryhmä" not in html

    def test_an_unknown_place_is_not_found(self):
        assert Client().get("/fi/kunnat/ei-ole/").status_code == 404
        assert Client().get("/fi/organisaatiot/ei-ole/").status_code == 404


class TestSubjects:
    def test_a_document_tells_owner_period_state_and_address(self):
        document = make_document(
            title_fi="Liikkumisohjelma",
            organisation=make_organisation(name_fi="Liitto"),
            kind="programme",
            period_start=2021,
            period_end=2025,
            state="ended",
            address="https://liitto.invalid/ohjelma.pdf",
        )
        html = page(document.get_absolute_url())
        assert "Ohjelma, Liitto, 2021–2025." in words(html)
        assert "Kausi päättynyt" in html
        assert '<a href="https://liitto.invalid/ohjelma.pdf" rel="external">Avaa asiakirja</a>' in html
        assert "Vahvista tiedot" not in html
        assert "Vahvista tiedot" in page(document.get_absolute_url(), make_user_with("hyte_unit"))

    def test_a_theme_gathers_its_sub_themes_networks_documents_and_topics(self):
        theme = make_theme(name_fi="Hyte", slug="hyte")
        part = make_theme(name_fi="Ravitsemus", slug="ravitsemus", parent=theme)
        make_body(name_fi="Ruokaverkosto", theme=part)
        make_body(name_fi="Toinen verkosto", other_themes=[theme])
        make_document(title_fi="Ravitsemussuunnitelma", theme=part)
        make_topic(title_fi="Ajankohtainen asia", theme=theme, season="2023")
        html = page("/fi/teemat/hyte/")
        assert "1 verkosto" in section(html, "Alateemat")
        assert "Ruokaverkosto" in html
        assert "Toinen verkosto" in section(html, "Teema on myös näillä")
        assert "Ravitsemussuunnitelma" in section(html, "Asiakirjat")
        assert "Ajankohtainen asia" in section(html, "Ajankohtaista")
        assert "Hyte</a>" in page("/fi/teemat/ravitsemus/")

    def test_unknown_subjects_are_not_found(self):
        assert Client().get("/fi/teemat/ei-ole/").status_code == 404
        assert Client().get("/fi/asiakirjat/ei-ole/").status_code == 404
