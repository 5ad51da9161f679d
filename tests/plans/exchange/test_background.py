"""A large file comes in in the background: told of, stopped with nothing half-done, its faults told row by row."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import make_organisation, make_user_with
from hytti.core import jobs
from hytti.core.models import AuditEvent
from hytti.plans.actions import plans
from hytti.plans.exchange import export, importing, reading
from hytti.plans.models import Action, Goal, ImportJob

pytestmark = pytest.mark.django_db
HEAD = "Laji;Tunnus;Minkä alla;Nimi;Kuvaus\n"
ROWS = "tavoite;t1;;Äänet kuullaan;\n" + "".join(
    f"toimenpide;m{at};t1;Toimenpide {at};{'Kuvaus siitä, mitä tehdään. ' * 4}\n" for at in range(300)
)


class Later:
    """A pool that begins nothing before it is told to."""

    def __init__(self) -> None:
        self.tasks: list[jobs.Task] = []

    def submit(self, _work, task) -> None:
        self.tasks.append(task)


@pytest.fixture
def scene(monkeypatch, page_client):
    pool = Later()
    monkeypatch.setattr(jobs, "POOL", pool)
    monkeypatch.setattr(jobs, "BETWEEN_WORDS", 0)
    town = make_organisation(kind="municipality", name_fi="Äkäslahden kunta")
    writer = make_user_with("coordinator", town)
    plan = plans.found(by=writer, organisation=town, values={"kind": "plan", "title_fi": "Suunnitelma", "starts": 2025})
    page_client.force_login(writer)
    return SimpleNamespace(plan=plan, writer=writer, page=page_client, tasks=pool.tasks)


def url(scene, name: str) -> str:
    return reverse(f"plans:{name}", args=[scene.plan.slug])


def send(scene, text: str):
    return scene.page.post(url(scene, "bring"), {"file": SimpleUploadedFile("iso.csv", text.encode())})


def told(scene) -> str:
    return scene.page.get(url(scene, "bring_job")).content.decode()


def test_a_small_file_is_stored_at_once(scene):
    assert send(scene, f"{HEAD}tavoite;t;;Tavoite;\n")["Location"] == url(scene, "outline")
    assert scene.tasks == []
    assert Goal.objects.get().name_fi == "Tavoite"


def test_a_large_file_is_told_of_until_all_of_it_is_there(scene, monkeypatch):
    assert send(scene, HEAD + ROWS)["Location"] == url(scene, "bring_job")
    page = told(scene)
    assert '<meta http-equiv="refresh" content="2">' in page
    assert 'hx-trigger="every 1s"' in page
    seen = []
    tick = importing._Importing._tick

    def looked_at(self, more=0):
        tick(self, more)
        seen.append(ImportJob.objects.get().told)

    monkeypatch.setattr(importing._Importing, "_tick", looked_at)
    scene.tasks[0].run()
    assert (201, 301) in seen
    page = told(scene)
    assert "301 riviä lisätty" in page
    assert "http-equiv" not in page
    assert Action.objects.count() == 300


def test_the_rows_are_counted_while_they_are_read(scene, monkeypatch):
    send(scene, HEAD + ROWS)
    seen = []
    read_row = reading._Reading.read_row

    def looked_at(self, line, cells):
        seen.append(ImportJob.objects.get().told)
        read_row(self, line, cells)

    monkeypatch.setattr(reading._Reading, "read_row", looked_at)
    scene.tasks[0].run()
    assert (seen[0], seen[150], seen[300]) == ((0, 301), (150, 301), (300, 301))


def test_thousands_of_rows_fill_the_bar_as_far_as_they_are_read(scene):
    send(scene, HEAD + ROWS)
    ImportJob.objects.get().tell(1234, 9901)
    page = told(scene)
    assert '<progress id="progress" max="9901" value="1234">' in page
    assert "1\xa0234 / 9\xa0901</span>" in page


def test_a_file_is_stopped_while_it_is_read(scene, monkeypatch):
    send(scene, HEAD + ROWS)
    lines = []
    read_row = reading._Reading.read_row

    def stopped(self, line, cells):
        lines.append(line)
        read_row(self, line, cells)
        ImportJob.objects.get().stop()

    monkeypatch.setattr(reading._Reading, "read_row", stopped)
    scene.tasks[0].run()
    assert lines == [2]
    assert ImportJob.objects.get().state == jobs.State.CANCELLED
    assert Goal.objects.count() == 0


def test_a_file_that_is_stopped_leaves_nothing(scene, monkeypatch):
    send(scene, HEAD + ROWS)
    create = importing._Importing._add

    def stopped(self, new):
        create(self, new)
        if new and isinstance(new[0][1], Goal):
            ImportJob.objects.get().stop()  # as the button does, before it waits for its turn to write

    monkeypatch.setattr(importing._Importing, "_add", stopped)
    scene.tasks[0].run()
    assert ImportJob.objects.get().state == jobs.State.CANCELLED
    assert (Goal.objects.count(), Action.objects.count()) == (0, 0)
    assert "Suunnitelma on niin kuin se oli." in told(scene)


def test_the_button_stops_a_file_before_it_begins(scene):
    send(scene, HEAD + ROWS)
    assert scene.page.post(url(scene, "cancel_bring")).status_code == 302
    scene.tasks[0].run()
    assert ImportJob.objects.get().state == jobs.State.CANCELLED
    assert Goal.objects.count() == 0


def test_a_stop_that_the_work_notices_first_is_not_told_as_too_late(scene, monkeypatch):
    send(scene, HEAD + ROWS)
    stop = ImportJob.stop

    def noticed(job):
        stop(job)
        scene.tasks[0].run()

    monkeypatch.setattr(ImportJob, "stop", noticed)
    page = scene.page.post(url(scene, "cancel_bring"), follow=True).content.decode()
    assert "Tuonti peruttiin." in page
    assert "Tuonti oli jo päättynyt." not in page


def test_a_file_that_came_in_before_the_button_was_pressed_stays(scene):
    send(scene, HEAD + ROWS)
    scene.tasks[0].run()
    page = scene.page.post(url(scene, "cancel_bring"), follow=True).content.decode()
    assert "Tuonti oli jo päättynyt." in page
    assert Action.objects.count() == 300


def test_faults_are_told_row_by_row_and_nothing_is_stored(scene):
    send(scene, HEAD + ROWS + "toimenpide;m1;t1;Kahdesti;\nhaave;;;Äkkiä;\n")
    scene.tasks[0].run()
    page = told(scene)
    assert "Tunnus m1 on jo rivillä 4." in page
    assert '<th scope="row">304</th>' in page
    assert Goal.objects.count() == 0


def test_one_file_at_a_time(scene):
    send(scene, HEAD + ROWS)
    assert send(scene, HEAD + ROWS)["Location"] == url(scene, "bring_job")
    assert len(scene.tasks) == 1


def test_a_file_whose_process_ended_may_be_sent_again(scene):
    send(scene, HEAD + ROWS)
    caches["jobs"].clear()  # nothing has been heard of it for as long as words of it are kept
    assert "Tuonti jäi kesken" in told(scene)
    send(scene, HEAD + ROWS)
    scene.tasks[0].run()
    assert Goal.objects.count() == 0, "the first file is not the one that was asked for last"
    scene.tasks[1].run()
    assert Goal.objects.count() == 1


def test_a_plan_that_is_decided_meanwhile_takes_no_rows(scene):
    send(scene, HEAD + ROWS)
    type(scene.plan).objects.update(state="in_force")
    scene.tasks[0].run()
    assert "Hyväksytty teksti ei muutu." in told(scene)
    assert Goal.objects.count() == 0


def test_another_municipality_neither_sees_nor_stops_it(scene):
    send(scene, HEAD + ROWS)
    scene.page.force_login(make_user_with("coordinator", make_organisation(kind="municipality")))
    assert scene.page.get(url(scene, "bring_job")).status_code == 403
    assert scene.page.post(url(scene, "cancel_bring")).status_code == 403
    assert ImportJob.objects.get().state == jobs.State.RUNNING


class TestChanges:
    """What comes back changed keeps its history, row by row."""

    @pytest.fixture
    def table(self, scene):
        importing.load(scene.plan, (HEAD + ROWS).encode(), "a.csv", by=scene.writer)
        return export.plan_csv(scene.plan)

    def test_a_changed_row_leaves_its_event_and_the_others_none(self, scene, table):
        before = AuditEvent.objects.count()
        changed = table.replace("Toimenpide 7,", "Toimenpide seitsemän,")
        done = importing.load(scene.plan, changed.encode(), "a.csv", by=scene.writer)
        assert (done.added, done.changed, done.unchanged) == (0, 1, 300)
        action = Action.objects.get(name_fi="Toimenpide seitsemän")
        event = AuditEvent.objects.about(action).get()
        assert event.changes == {"name_fi": ["Toimenpide 7", "Toimenpide seitsemän"]}
        assert (event.verb, event.actor, event.subject_id) == ("plans.action_edited", scene.writer, scene.plan.pk)
        assert action.revision == 2
        assert AuditEvent.objects.count() == before + 2  # the row's and the file's

    def test_a_day_that_does_not_fit_the_stored_one_is_told_of(self, scene, table):
        action = Action.objects.get(name_fi="Toimenpide 7")
        head = "Laji;Tunnus;Minkä alla;Nimi"
        row = f"toimenpide;M{action.pk};T{action.goal_id};Toimenpide 7"
        first = importing.load(scene.plan, f"{head};Alkaa\n{row};1.1.2027\n".encode(), "a.csv", by=scene.writer)
        assert first.changed == 1
        second = importing.load(scene.plan, f"{head};Päättyy\n{row};1.1.2026\n".encode(), "a.csv", by=scene.writer)
        assert [one.words for one in second.problems] == ["Toimenpide päättyy ennen kuin se alkaa."]

    def test_a_partner_that_is_taken_away_is_gone(self, scene, table):
        action = Action.objects.get(name_fi="Toimenpide 7")
        club = make_organisation(name_fi="Marttayhdistys")
        action.partners.set([club])
        head = "Laji;Tunnus;Minkä alla;Nimi;Kumppanit"
        row = f"toimenpide;M{action.pk};T{action.goal_id};Toimenpide 7"
        same = importing.load(scene.plan, f"{head}\n{row};Marttayhdistys\n".encode(), "a.csv", by=scene.writer)
        assert same.unchanged == 1
        importing.load(scene.plan, f"{head}\n{row};\n".encode(), "a.csv", by=scene.writer)
        assert list(action.partners.all()) == []

    def test_partners_and_goals_that_change_keep_their_history(self, scene, table):
        importing.load(scene.plan, f"{HEAD}tavoite;t2;;Koti on turvallinen;\n".encode(), "a.csv", by=scene.writer)
        old, new = Goal.objects.get(name_fi="Äänet kuullaan"), Goal.objects.get(name_fi="Koti on turvallinen")
        club, choir = make_organisation(name_fi="Marttayhdistys"), make_organisation(name_fi="Kuoro")
        first, second = Action.objects.get(name_fi="Toimenpide 7"), Action.objects.get(name_fi="Toimenpide 8")
        first.partners.set([club])
        rows = (
            f"toimenpide;M{first.pk};T{new.pk};Toimenpide 7;Marttayhdistys; Kuoro",
            f"toimenpide;M{second.pk};T{old.pk};Toimenpide kahdeksan;Kuoro",
        )
        quoted = "\n".join(";".join((*row.split(";", 4)[:4], f'"{row.split(";", 4)[4]}"')) for row in rows)
        text = f"Laji;Tunnus;Minkä alla;Nimi;Kumppanit\n{quoted}\n"
        done = importing.load(scene.plan, text.encode(), "a.csv", by=scene.writer)
        assert (done.added, done.changed, done.problems) == (0, 2, [])
        first.refresh_from_db()
        assert (first.goal, first.order, set(first.partners.all())) == (new, 1, {club, choir})
        assert AuditEvent.objects.about(first).get().changes == {
            "goal": [old.pk, new.pk],
            "partners": [[club.pk], sorted([club.pk, choir.pk])],
        }
        assert AuditEvent.objects.about(second).get().changes == {
            "name_fi": ["Toimenpide 8", "Toimenpide kahdeksan"],
            "partners": [[], [choir.pk]],
        }
        assert (first.revision, Action.objects.get(pk=second.pk).revision) == (2, 2)

    def test_more_changed_rows_ask_the_database_no_more_often(self, scene, table, django_assert_max_num_queries):
        changed = table.replace("Kuvaus siitä", "Tieto siitä").replace("Toimenpide ", "Teko ")
        with django_assert_max_num_queries(60):
            done = importing.load(scene.plan, changed.encode(), "a.csv", by=scene.writer)
        assert done.changed == 300
        assert Action.objects.filter(name_fi__startswith="Teko ", description__startswith="Tieto").count() == 300
