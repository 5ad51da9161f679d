"""A plan goes out as a table and comes back as it was; what is wrong is told row by row, and then nothing is stored."""

from __future__ import annotations

import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from factories import make_area, make_body, make_organisation, make_theme, make_user_with
from hytti.core.permissions import NotAllowed, NotNow
from hytti.plans.actions import contents, plans
from hytti.plans.exchange.export import plan_csv, plan_xlsx
from hytti.plans.exchange.importing import load
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Priority, Worry

pytestmark = pytest.mark.django_db

HEAD = "Laji;Tunnus;Minkä alla;Nimi;Vastuuorganisaatio;Kumppanit;Alkaa;Päättyy;"
FIGURE = "Indikaattori;Tavoitearvo;Tavoitepäivä;Yksikkö;Suunta"
FILE = f"""{HEAD}{FIGURE}
ilo;i1;;Kyläyhdistykset ovat vilkkaita;;;;;;;;;
kärki;k1;;Hyvä ikääntyminen;;;;;;;;;
tavoite;t1;k1;Kaatumiset vähenevät;;;;;;;;;
tavoite;t2;t1;Koti on turvallinen;;;;;;;;;
toimenpide;m1;t2;Kotikäynnit 80 vuotta täyttäville;Äkäslahden kunta;Marttayhdistys; 1.1.2026;31.12.2027;;;;;
toimenpide;;t1;Tasapainoryhmät;Marttayhdistys;;;;;;;;
luku;l1;t1;Kaatumisiin liittyvät hoitojaksot;;;;;kaatumiset;95,5;31.12.2028;/10 000;pienemmäksi
"""


@pytest.fixture
def scene():
    town = make_organisation(kind="municipality", name_fi="Äkäslahden kunta")
    writer = make_user_with("coordinator", town)
    plan = plans.found(by=writer, organisation=town, values={"kind": "plan", "title_fi": "Suunnitelma", "starts": 2025})
    return SimpleNamespace(
        town=town, writer=writer, plan=plan, club=make_organisation(name_fi="Marttayhdistys"), body=make_body()
    )


def bring(scene, text: str, name="suunnitelma.csv"):
    return load(scene.plan, text if isinstance(text, bytes) else text.encode(), name, by=scene.writer)


def outline(plan):
    return (
        [(one.kind, one.name_fi) for one in plan.worries.order_by("order")],
        [one.name_fi for one in plan.priorities.order_by("order")],
        [(one.name_fi, *(up and up.name_fi for up in (one.parent, one.priority))) for one in plan.goals.order_by("pk")],
        [(one.name_fi, one.goal.name_fi, one.order) for one in Action.objects.filter(goal__plan=plan).order_by("pk")],
    )  # fmt: skip


def test_rows_become_a_plan(scene):
    done = bring(scene, FILE)
    assert (done.added, done.changed, done.problems) == (7, 0, [])
    assert outline(scene.plan) == (
        [("joy", "Kyläyhdistykset ovat vilkkaita")],
        ["Hyvä ikääntyminen"],
        [
            ("Kaatumiset vähenevät", None, "Hyvä ikääntyminen"),
            ("Koti on turvallinen", "Kaatumiset vähenevät", "Hyvä ikääntyminen"),
        ],
        [
            ("Kotikäynnit 80 vuotta täyttäville", "Koti on turvallinen", 1),
            ("Tasapainoryhmät", "Kaatumiset vähenevät", 1),
        ],
    )
    visits = Action.objects.get(name_fi__startswith="Kotikäynnit")
    assert (visits.responsible_organisation, list(visits.partners.all())) == (scene.town, [scene.club])
    assert (visits.starts_on, visits.ends_on) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    link = IndicatorLink.objects.get()
    assert (link.target, link.unit, link.target_on, link.direction) == (95.5, "/10 000", dt.date(2028, 12, 31), "down")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_back_unchanged(scene, language, form):
    bring(scene, FILE)
    contents.save(
        Action.objects.get(name_fi="Tasapainoryhmät"),
        {"description": "=Rivi 1\nRivi 2; ”lainaus”", "said_status": "late", "status_reason": "Tila puuttuu"},
        by=scene.writer,
    )
    before = {
        model: list(model.objects.order_by("pk").values()) for model in (Priority, Goal, Action, IndicatorLink, Worry)
    }
    with override(language):
        made = plan_xlsx(scene.plan) if form == "xlsx" else plan_csv(scene.plan).encode()
    done = bring(scene, made, f"takaisin.{form}")
    assert (done.added, done.changed, done.unchanged, done.problems) == (0, 0, 7, [])
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}


def test_a_changed_row_changes_its_record_and_a_row_left_out_stays(scene):
    bring(scene, FILE)
    rows = list(csv.reader(io.StringIO(plan_csv(scene.plan))))
    kept = [
        rows[0],
        *[[cell.replace("Tasapainoryhmät", "Voimaryhmät") for cell in row] for row in rows if "Tasapainoryhmät" in row],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(kept)
    goal = next(row for row in rows if "Kaatumiset vähenevät" in row)
    assert goal[1] == f"T{Goal.objects.get(name_fi='Kaatumiset vähenevät').pk}"
    done = bring(scene, out.getvalue())
    assert (done.added, done.changed, done.problems) == (0, 1, [])
    assert {one.name_fi for one in Action.objects.all()} == {"Voimaryhmät", "Kotikäynnit 80 vuotta täyttäville"}


def test_the_order_of_the_rows_is_the_order_of_the_plan(scene):
    bring(scene, "Laji,Tunnus,Nimi\ntavoite,a,Alfa\ntavoite,b,Beeta\ntavoite,c,Gamma\n")
    rows = list(csv.reader(io.StringIO(plan_csv(scene.plan))))
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *reversed(rows[1:])])
    bring(scene, out.getvalue())
    assert [goal.name_fi for goal in scene.plan.goals.order_by("order")] == ["Gamma", "Beeta", "Alfa"]


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ("toimenpide;m;t9;Ryhmä;;", 2, "t9 ei ole"),
        ("toimenpide;m;T999;Ryhmä;;", 2, "T999 ei ole"),
        ("tavoite;T999;;Vieras;;", 2, "ei ole tästä suunnitelmasta"),
        ("tavoite;t;;Eka;;\ntavoite;t;;Toka;;", 3, "jo rivillä 2"),
        ("tavoite;a;b;Eka;;\ntavoite;b;a;Toka;;", 2, "palaa takaisin"),
        ("kärki;k;;Kärki;;\ntoimenpide;m;k;Ryhmä;;", 3, "vain näiden alla: tavoite"),
        ("toimenpide;m;;Ryhmä;;", 2, "Minkä alla"),
        ("tavoite;t;;;;", 2, "Nimi puuttuu"),
        ("haave;t;;Nimi;;", 2, "Laji on"),
        ("tavoite;t;;T;;\ntoimenpide;m;t;Ryhmä;Tuntematon Oy;", 3, "Tuntematon Oy"),
        ("tavoite;t;;T;;\ntoimenpide;m;t;Ryhmä;;31.2.2026", 3, "24.11.2026"),
        ("tavoite;t;;T;Äkäslahden kunta;", 2, "ei kuulu tähän lajiin"),
        (f"tavoite;t;;{'x' * 301};;", 2, "301"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_stored(scene, rows, row, words):
    head = "Laji;Tunnus;Minkä alla;Nimi;Vastuuorganisaatio;Alkaa\n"
    done = bring(scene, f"{head}{rows}\ntavoite;hyvä;;Kelvollinen;;\n")
    assert [problem.row for problem in done.problems][:1] == [row]
    assert words in done.problems[0].words
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tyhj"),
        (b"a;b\n1;2\n", "Laji ja Nimi"),
        (b"PK\x03\x04rikki", "ei avaudu"),
        (b"Laji;Nimi\ntavoite;Asiakas 131052-308T\n", "henkilötunnuksen"),
        (b"Laji;Nimi;Nimi\ntavoite;a;b\n", "kahde"),
    ],
)
def test_a_file_that_is_no_table_is_told_of(scene, data, words):
    done = bring(scene, data)
    assert words in done.problems[0].words
    assert not Goal.objects.exists()


def test_a_target_without_its_unit_is_told_of(scene):
    done = bring(
        scene, "Laji;Tunnus;Minkä alla;Nimi;Indikaattori;Tavoitearvo\ntavoite;t;;T;;\nluku;l;t;Luku;vaesto;5\n"
    )
    assert [(one.row, one.words) for one in done.problems] == [(3, "Tavoitearvo tarvitsee yksikön ja päivän.")]


def test_the_draft_of_another_is_not_told_of_by_a_link_to_its_priority(scene):
    other = make_organisation(kind="municipality")
    draft = Plan.objects.create(slug="vieras", organisation=other, kind="plan", title_fi="Vieras", state="draft")
    Priority.objects.create(plan=draft, slug="vieras-karki", order=1, name_fi="Vieras kärki")
    file = "Laji;Tunnus;Nimi;Toteuttaa kärkeä\ntavoite;t;Tavoite;vieras-karki\n"
    assert "vieras-karki ei ole" in bring(scene, file).problems[0].words
    Plan.objects.filter(pk=draft.pk).update(state="in_force")
    assert bring(scene, file).problems == []


@pytest.mark.parametrize("key", ["", "väestö", "Väkiluku 2024"])
def test_a_figure_needs_the_key_of_an_indicator(scene, key):
    done = bring(scene, f"Laji;Tunnus;Minkä alla;Nimi;Indikaattori\ntavoite;t;;T;\nluku;l;t;Luku;{key}\n")
    assert {problem.row for problem in done.problems} == {3}
    assert not IndicatorLink.objects.exists()


def test_an_approved_plan_and_the_plan_of_another_take_no_rows(scene):
    with pytest.raises(NotAllowed):
        load(scene.plan, FILE.encode(), "a.csv", by=make_user_with("hyte_unit"))
    Plan.objects.filter(pk=scene.plan.pk).update(state="in_force")
    scene.plan.refresh_from_db()
    with pytest.raises(NotNow):
        bring(scene, FILE)


def test_a_workbook_has_lists_of_choices_and_a_guide(scene):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(plan_xlsx(scene.plan)))
    assert book.sheet_names == ["Suunnitelma", "Ohje"]
    assert book.get_sheet_by_index(0).to_python()[0][:4] == ["Laji", "Tunnus", "Minkä alla", "Nimi"]


def test_a_figure_of_another_area_goes_out_and_comes_back(scene):
    area = make_area(name_fi="Äkäslahti")
    done = bring(
        scene, "Laji;Tunnus;Minkä alla;Nimi;Indikaattori;Alue\ntavoite;t;;T;;\nluku;l;t;Väkiluku;vaesto;Äkäslahti\n"
    )
    assert done.problems == []
    assert IndicatorLink.objects.get().area == area
    again = bring(scene, plan_csv(scene.plan))
    assert (again.unchanged, again.changed, again.problems) == (2, 0, [])
    wrong = bring(
        scene, "Laji;Tunnus;Minkä alla;Nimi;Indikaattori;Alue\ntavoite;t;;T;;\nluku;l;t;Väkiluku;vaesto;Ei missään\n"
    )
    assert [(one.row, one.column) for one in wrong.problems] == [(3, "Alue")]


class TestPages:
    def test_the_writer_brings_a_file(self, scene, page_client):
        page_client.force_login(scene.writer)
        address = reverse("plans:bring", args=[scene.plan.slug])
        assert page_client.get(address).status_code == 200
        file = SimpleUploadedFile("suunnitelma.csv", FILE.encode())
        assert page_client.post(address, {"file": file}).status_code == 302
        assert Goal.objects.count() == 2

    def test_faults_are_listed_on_the_page(self, scene, page_client):
        page_client.force_login(scene.writer)
        file = SimpleUploadedFile("a.csv", "Laji;Nimi\nhaave;Äkkiä\n".encode())
        answer = page_client.post(reverse("plans:bring", args=[scene.plan.slug]), {"file": file})
        assert answer.status_code == 422
        assert "Mitään ei tallennettu" in answer.content.decode()

    def test_a_draft_is_no_ones_file_but_its_writers(self, scene, page_client):
        address = reverse("plans:table", args=[scene.plan.slug, "csv"])
        assert page_client.get(address).status_code == 404
        page_client.force_login(scene.writer)
        assert page_client.get(address).status_code == 200
        assert page_client.get(reverse("plans:table", args=[scene.plan.slug, "exe"])).status_code == 404


def rewritten(scene, **words: str) -> str:
    """The plan's own table with some words of it changed."""
    text = plan_csv(scene.plan)
    for before, after in words.items():
        text = text.replace(before, after)
    return text


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten_and_both_texts_are_told(scene):
    bring(scene, FILE)
    ours = rewritten(scene, Tasapainoryhmät="Voimaryhmät")
    action = Action.objects.get(name_fi="Tasapainoryhmät")
    contents.save(action, {"name_fi": "Työkaverin nimi"}, by=scene.writer)
    done = bring(scene, ours)
    [problem] = done.problems
    assert "muutettu sen jälkeen" in problem.words
    assert "Nimi: Työkaverin nimi" in problem.words
    assert ours.splitlines()[problem.row - 1].count("Voimaryhmät") == 1
    assert Action.objects.get(pk=action.pk).name_fi == "Työkaverin nimi"
    assert bring(scene, rewritten(scene, **{"Työkaverin nimi": "Voimaryhmät"})).changed == 1


def test_a_row_that_was_not_touched_in_the_file_is_no_conflict(scene):
    bring(scene, FILE)
    ours = plan_csv(scene.plan)
    goal = scene.plan.goals.first()
    contents.save(goal, {"theme": make_theme()}, by=scene.writer)
    contents.save(Goal.objects.get(pk=goal.pk), {"theme": None}, by=scene.writer)
    assert bring(scene, ours).problems == []


class TestRowsThatMove:
    HEAD = "Laji,Tunnus,Minkä alla,Nimi\n"
    FILE = f"{HEAD}kärki,k1,,Öinen kärki\nkärki,k2,,Ääni\ntavoite,a,k1,Alfa\ntavoite,b,a,Beeta\ntavoite,c,b,Gamma\n"

    def mark(self, name: str) -> str:
        return f"T{Goal.objects.get(name_fi=name).pk}"

    def row(self, name: str, under: str) -> str:
        return f"tavoite,{self.mark(name)},{under},{name}\n"

    def test_a_goal_takes_its_parts_to_another_priority(self, scene):
        bring(scene, self.FILE)
        other = Priority.objects.get(name_fi="Ääni")
        new = f"tavoite,uusi,{self.mark('Beeta')},Uusi osa\ntavoite,,{self.mark('Gamma')},Tunnukseton osa\n"
        done = bring(scene, f"{self.HEAD}{self.row('Alfa', f'K{other.pk}')}{new}")
        assert (done.added, done.changed, done.problems) == (2, 1, [])
        assert {goal.priority for goal in Goal.objects.all()} == {other}

    def test_a_goal_does_not_come_under_its_own_part_that_the_file_does_not_hold(self, scene):
        bring(scene, self.FILE)
        done = bring(scene, f"{self.HEAD}{self.row('Alfa', self.mark('Gamma'))}")
        assert ["palaa takaisin" in one.words for one in done.problems] == [True]
        assert Goal.objects.get(name_fi="Alfa").parent is None

    def test_a_circle_through_a_new_goal_is_told(self, scene):
        bring(scene, self.FILE)
        done = bring(scene, f"{self.HEAD}tavoite,uusi,{self.mark('Gamma')},Uusi\n{self.row('Alfa', 'uusi')}")
        assert ["palaa takaisin" in one.words for one in done.problems] == [True]
        assert not Goal.objects.filter(name_fi="Uusi").exists()

    def test_two_goals_change_places_up_and_down(self, scene):
        bring(scene, self.FILE)
        other = f"K{Priority.objects.get(name_fi='Ääni').pk}"
        done = bring(scene, f"{self.HEAD}{self.row('Alfa', self.mark('Beeta'))}{self.row('Beeta', other)}")
        assert (done.changed, done.problems) == (2, [])
        assert Goal.objects.get(name_fi="Alfa").parent == Goal.objects.get(name_fi="Beeta")
        assert {goal.priority.name_fi for goal in Goal.objects.all()} == {"Ääni"}

    def test_priorities_that_would_serve_each_other_through_a_third_are_told(self, scene):
        bring(scene, self.FILE)
        mine = Priority.objects.get(name_fi="Öinen kärki")
        other = Plan.objects.create(
            slug="alueen",
            organisation=make_organisation(kind="county"),
            kind="plan",
            title_fi="Alueen",
            state="in_force",
        )
        third = Priority.objects.create(plan=other, slug="kolmas", order=1, name_fi="Kolmas", serves=mine)
        Priority.objects.create(plan=other, slug="toinen", order=2, name_fi="Toinen", serves=third)
        head = "Laji,Tunnus,Nimi,Toteuttaa kärkeä\n"
        done = bring(scene, f"{head}kärki,K{mine.pk},Öinen kärki,toinen\n")
        assert ["palaa takaisin" in one.words for one in done.problems] == [True]
        Priority.objects.filter(pk=third.pk).update(serves=None)
        assert bring(scene, f"{head}kärki,K{mine.pk},Öinen kärki,toinen\n").problems == []
        assert Priority.objects.get(pk=mine.pk).serves.slug == "toinen"

    @pytest.mark.parametrize("count", [3, 30])
    def test_goals_that_move_ask_the_database_no_more_often(self, scene, count, django_assert_max_num_queries):
        rows = "".join(f"tavoite,t{number},k1,Tavoite {number}\n" for number in range(count))
        bring(scene, f"{self.HEAD}kärki,k1,,Eka\nkärki,k2,,Toka\n{rows}")
        other = Priority.objects.get(name_fi="Toka")
        moved = "".join(self.row(goal.name_fi, f"K{other.pk}") for goal in Goal.objects.all())
        with django_assert_max_num_queries(60):
            done = bring(scene, f"{self.HEAD}{moved}")
        assert (done.changed, done.problems) == (count, [])
        assert {goal.priority for goal in Goal.objects.all()} == {other}
