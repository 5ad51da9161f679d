"""The documents that are made of a plan and of the figures."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import make_user_with
from hytti.core.models import Organisation
from hytti.plans.models import Action, Plan, Review
from hytti.reports import actions, content
from hytti.reports.blocks import Callout, Chart, Paragraph
from hytti.reports.frozen import freeze, thaw
from hytti.reports.models import Report
from hytti.reports.pdf import pdf
from reports.app.conftest import TODAY, values
from reports.app.telling import headings, said, table

pytestmark = pytest.mark.django_db
KINDS = [kind.value for kind in Report.Kind]


def made(report, day=TODAY):
    return content.document(report, {}, day)


def test_a_yearly_report_tells_what_was_done_what_it_changed_and_what_comes_next(report):
    told = said(made(report))
    for words in (
        "Olohuone avattiin Möysään.",
        "Kävijöitä oli 40 viikossa.",
        "Aukioloa jatketaan iltaan. (viimeistään 1.9.2026)",
    ):
        assert words in told


def test_a_review_that_is_not_handed_in_or_is_of_another_year_is_not_told(report, plan):
    Review.objects.create(action=plan.lasting, year=2025, done="Luonnos vasta.")
    Review.objects.create(action=plan.lasting, year=2024, done="Vanha asia.", handed_in_at=timezone.now())
    told = said(made(report))
    assert "Luonnos vasta." not in told
    assert "Vanha asia." not in told


def test_an_action_without_a_review_is_named_and_not_called_undone(report):
    document = made(report)
    place = document.blocks.index(next(b for b in document.blocks if getattr(b, "text", "") == "Seuranta puuttuu"))
    lead, missing = document.blocks[place + 1 : place + 3]
    assert "Se ei tarkoita, ettei tehty." in lead.runs[0].text
    assert [item[0].text for item in missing.items] == ["Koulutetaan vertaisohjaajat", "Kerätään kartta"]


def test_actions_are_counted_by_priority_and_status(report):
    counts = table(made(report), "Toimenpiteiden tila kärjittäin")["Äänen kuuleminen"]
    assert counts == {"Valmis": "1", "Lopetettu": "1", "Käynnissä": "1"}


def test_a_sub_goal_stands_under_its_goal_with_the_priority_of_it(report, plan):
    assert [text for level, text in headings(made(report)) if level == 3] == [
        "Yksinäisyys vähenee",
        "Kohtaamispaikat löytyvät läheltä",
    ]


def test_worries_stand_with_what_the_figures_say_of_them(report):
    row = table(made(report), "Huolet ja lukujen arvio")["Yksinäisyys lisääntyy"]
    assert row == {
        "Kuka kertoi": "Nuorisovaltuusto",
        "Mitä luvut sanovat": "Luvut tukevat",
        "Peruste": "Indeksi on noussut.",
    }


def test_a_figure_stands_beside_its_county_and_country_with_its_year_and_source(figures, report):
    # THL, Sotkanet 683, 2023: Lahti 11,5, the county 12,1 and the whole country 11,8 per cent; Lahti 2018 9,6.
    rows = table(made(report), "Koko väestö: luvut ja vertailu")
    row = rows["Diabeteslääkkeiden erityiskorvaukseen oikeutetut 40 vuotta täyttäneet"]
    assert (row["Lahti"], row["Hyvinvointialue"], row["Koko maa"]) == ("11,5\u00a0%", "12,1\u00a0%", "11,8\u00a0%")
    assert (row["Vuosi"], row["Aiemmin"]) == ("2023", "9,6\u00a0% (2018)")
    assert "THL, Sotkanet (2023)" in said(made(report))


def test_a_followed_figure_stands_with_where_it_began_and_what_is_aimed_at(figures, report):
    row = table(made(report), "Yksinäisyys vähenee: seurattavat luvut")["Diabeteslääkkeet, %"]
    assert (row["Lähtötaso"], row["Nyt"], row["Tavoite"]) == ("10,9 (2022)", "11,5\u00a0%", "10,5 (31.12.2029)")


def test_indices_of_different_medians_are_not_compared(figures, report):
    # Diak, Huono-osaisuus Suomessa, municipalities 2019–2021, Lahti: 165,1.
    row = table(made(report), "Koko väestö: luvut ja vertailu")["Huono-osaisuus yhteensä (indeksi)"]
    assert (row["Lahti"], row["Hyvinvointialue"], row["Koko maa"]) == ("165", "ei vertailla", "ei vertailla")
    assert row["Vuosi"] == "2019–2021 (vanha)"


def test_the_ages_of_the_people_are_told_beside_the_country(figures, report):
    # Statistics Finland 11re, 31.12.2019: Lahti 119 823 people, of whom 3 290 were 85 or older.
    rows = table(made(report), "Väestön ikärakenne 31.12.2019")
    assert rows["85+"]["Henkilöitä"] == "3\u00a0290"
    assert sum(int(row["Henkilöitä"].replace("\u00a0", "")) for row in rows.values()) == 119_823


def test_every_chart_has_its_figures_and_a_sentence(figures, report):
    charts = [block for block in made(report).blocks if isinstance(block, Chart)]
    assert len(charts) > 3
    assert all(chart.rows and chart.alt and chart.source for chart in charts)


def test_every_dataset_that_was_read_is_told_with_its_version(figures, report):
    document = made(report)
    assert "sotkanet-683" in {one.key for one in document.datasets}
    assert all(len(one.sha256) == 64 and one.as_of for one in document.datasets)
    assert document.sources[0].name == "Lahden suunnitelma"


def test_the_annex_names_what_is_left_out_and_why(figures, report):
    rows = table(made(report), "Pois jätetyt luvut ja syy")
    assert rows["Ylipaino"] == {"Miksi jätettiin pois": "Kunnan tulos ei ole julkinen."}
    past = [row["Miksi jätettiin pois"] for row in rows.values() if row["Miksi jätettiin pois"].startswith("Tuorein")]
    assert "Tuorein tieto on vuodelta 2011." in past


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_document_comes_ready_in_each_language(figures, lahti, plan, coordinator, kind, language):
    report = actions.start(by=coordinator, values=values(lahti, plan.record, kind, (2025, 2029), language))
    document = made(report)
    assert thaw(freeze(document)) == document
    assert document.language == language
    assert document.title.endswith("2025–2029")
    assert document.author == {"fi": "Lahti", "sv": "Lahtis", "en": "Lahti"}[language]


@pytest.mark.parametrize("kind", KINDS)
def test_without_figures_and_with_an_empty_plan_each_document_says_what_it_lacks(lahti, coordinator, kind):
    empty = Plan.objects.create(slug="tyhja", organisation=lahti, kind=Plan.Kind.PLAN, title_fi="Tyhjä suunnitelma")
    report = actions.start(by=coordinator, values=values(lahti, empty, kind))
    document = made(report)
    assert freeze(document)
    assert "Alueen lukuja ei ole ladattu Hyttiin." in said(document)
    assert not any(isinstance(block, Chart) for block in document.blocks)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_may_stand_without_a_plan(figures, lahti, coordinator, kind):
    report = actions.start(by=coordinator, values=values(lahti, None, kind))
    assert freeze(made(report))


def test_an_organisation_without_an_area_has_no_figures_and_says_so(figures, region):
    council = Organisation.objects.get(slug="paijat-hameen-liitto")
    report = actions.start(by=make_user_with("hyte_unit"), values=values(council))
    assert "Organisaatiolla ei ole aluetta, jonka lukuja voisi näyttää." in said(made(report))


def test_the_county_is_compared_with_the_country_alone(figures, region):
    report = actions.start(by=make_user_with("hyte_unit"), values=values(region.organisation))
    row = table(made(report), "Koko väestö: luvut ja vertailu")
    compared = row["Diabeteslääkkeiden erityiskorvaukseen oikeutetut 40 vuotta täyttäneet"]
    assert compared["Koko maa"] == "11,8\u00a0%"
    assert "Hyvinvointialue" not in compared


def test_a_made_up_plan_says_so_before_anything_else(report, plan):
    plan.record.is_made_up = True
    plan.record.save()
    report.refresh_from_db()
    first = made(report).blocks[0]
    assert isinstance(first, Callout)
    assert first.title == "Esimerkki"


def test_a_finnish_text_in_a_swedish_report_is_marked_as_finnish(lahti, plan, coordinator):
    plan.record.about_fi = "Suunnitelma kokoaa työn."
    plan.record.save()
    report = actions.start(by=coordinator, values=values(lahti, plan.record, language="sv"))
    runs = [run for block in made(report).blocks if isinstance(block, Paragraph) for run in block.runs]
    assert next(run for run in runs if run.text == "Suunnitelma kokoaa työn.").lang == "fi"


def test_marks_that_cannot_be_seen_do_not_break_a_document(report, plan):
    Action.objects.filter(pk=plan.opened.pk).update(name_fi="Avataan\x0b olo\ufffehuone", status_reason="Syy\x07")
    assert freeze(made(report))


def test_the_page_for_the_council_tells_the_next_steps(figures, lahti, plan, coordinator):
    report = actions.start(by=coordinator, values=values(lahti, plan.record, "council"))
    document = made(report)
    assert [text for _level, text in headings(document)] == [
        "Luvut lyhyesti", "Mitä on tehty", "Mitä luvut kertovat", "Mitä seuraavaksi",
    ]  # fmt: skip
    assert "Aukioloa jatketaan iltaan. (1.9.2026)" in said(document)
    assert not document.contents


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_for_the_council_is_one_page(figures, lahti, plan, coordinator, language):
    asked = {**values(lahti, plan.record, "council"), "language": language}
    report = actions.start(by=coordinator, values=asked)
    with pikepdf.open(io.BytesIO(pdf(made(report)))) as opened:
        assert len(opened.pages) == 1


def test_the_queries_do_not_grow_with_the_plan(report, plan, lahti):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            made(Report.objects.select_related("organisation__area", "plan").get(pk=report.pk))
        return len(caught)

    few = queries()
    for order in range(3, 23):
        action = Action.objects.create(
            goal=plan.goal, order=order, name_fi=f"Työ {order}", responsible_organisation=lahti
        )
        Review.objects.create(action=action, year=2025, done="Tehtiin.", handed_in_at=timezone.now())
    assert queries() == few


def test_the_same_day_gives_the_same_bytes(figures, report):
    assert freeze(made(report)) == freeze(made(report))
    assert freeze(made(report)) != freeze(made(report, TODAY + dt.timedelta(days=1)))
