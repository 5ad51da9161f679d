"""Feeds as their keepers see them: pages, the command, the job, what is joined."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from factories import make_source
from hytti.cli.main import main
from hytti.core.permissions import NotAllowed
from hytti.tray.actions import feeds as actions
from hytti.tray.importing import jobs, running
from hytti.tray.importing.problem_words import WORDS, words_of
from hytti.tray.models import Feed, FeedRun, JoinProposal, Offer
from sources.lying_server import LyingServer
from tray.importing.conftest import make_feed, record

pytestmark = pytest.mark.django_db
TABLE = "Nimi suomeksi;Tarjoaja;Kunnat\nKuoro;Kuoro ry;Lahti\n"


@pytest.fixture
def keeper(signed_in):
    return signed_in("hyte_unit")


@pytest.fixture
def user(keeper):
    from hytti.core.models import User

    return User.objects.get(pk=keeper.session["_auth_user_id"])


def test_a_feed_of_the_own_network_is_refused_in_words(region, settings, user):
    server = LyingServer()
    server.say("/v1/event/", json.dumps({"meta": {"next": None}, "data": []}).encode())
    feed = make_feed("tapahtumat", Feed.Kind.LINKED_EVENTS, address=f"{server.address}/v1")
    run = running.fetch(feed)
    assert [one["code"] for one in run.problems] == ["private-address"]
    assert server.asked == []
    settings.FEEDS_FROM_PRIVATE_NETWORKS = True
    assert running.fetch(feed).state == "done"
    server.close()


def test_without_a_key_the_newer_interface_says_which_setting_it_wants(region, monkeypatch):
    monkeypatch.delenv("HYTTI_PTV_KEY", raising=False)
    run = running.fetch(make_feed("ptv12", Feed.Kind.PTV12))
    assert "HYTTI_PTV_KEY" in words_of(run.problems[0])


def test_the_list_tells_the_fault_in_a_sentence(region, keeper, fetched):
    feed = make_feed("ptv", fault=[{"code": "html", "arguments": {"address": "https://ptv.example"}}])
    page = keeper.get(reverse("tray:feeds")).content.decode()
    assert "antoi verkkosivun eikä tietoja" in page
    assert feed.name in page


def test_a_feeds_page_tells_its_runs_and_what_was_refused(feed, fetched, keeper):
    fetched(feed, record("1", provider=None), record("2"))
    page = keeper.get(reverse("tray:feed", args=[feed.key])).content.decode()
    assert "Tarjoaja puuttuu" in page


def test_a_feed_is_added_and_edited(region, keeper):
    source = make_source(title_fi="Turun tapahtumat")
    typed = {
        "name": "Tapahtumat",
        "kind": "linkedevents",
        "address": "https://events.example.org/v1",
        "source": source.pk,
    }
    typed |= {"is_on": "on", "every_hours": 12, "whole_every_days": 7}
    keeper.post(reverse("tray:add_feed"), typed)
    feed = Feed.objects.get(key="tapahtumat")
    keeper.post(reverse("tray:edit_feed", args=[feed.key]), {**typed, "every_hours": 6, "is_on": "", "revision": 1})
    feed.refresh_from_db()
    assert (feed.every_hours, feed.is_on) == (6, False)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"address": ""}, "address"), ({"address": "https://a:b@x.fi/"}, "address"), ({"kind": "ical"}, "organisation")],
)
def test_a_feed_that_cannot_be_fetched_is_refused_at_its_field(region, keeper, more, field):
    typed = {"name": "Syöte", "kind": "linkedevents", "address": "https://x.fi/", "source": make_source().pk}
    response = keeper.post(reverse("tray:add_feed"), {**typed, "every_hours": 12, "whole_every_days": 7, **more})
    assert response.status_code == 422
    assert response.context["form"].errors[field]


def test_fetching_begins_in_the_background_and_its_page_asks_again(
    feed, keeper, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(actions, "in_background", lambda run, accept_gone: begun.append((run, accept_gone)))
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(reverse("tray:fetch_feed", args=[feed.key]))
    run = FeedRun.objects.get()
    assert begun == [(run.pk, False)]
    page = keeper.get(reverse("tray:feed", args=[feed.key])).content.decode()
    assert "every 2s" in page
    keeper.post(reverse("tray:stop_feed", args=[feed.key]))
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_a_table_with_mistakes_stores_nothing_and_tells_each_row(region, keeper):
    feed = make_feed("taulukko", Feed.Kind.SHEET)
    file = SimpleUploadedFile("a.csv", f"{TABLE}Toinen;;Lahtti\n".encode())
    response = keeper.post(reverse("tray:bring_sheet", args=[feed.key]), {"file": file})
    page = response.content.decode()
    assert response.status_code == 422
    assert "rivi 3" in page
    assert "Lahtti ei ole kunta" in page
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("iso.csv", b"x" * (4 * 1024 * 1024 + 1), "yli 4 megatavua"),
        ("ohjelma.xlsx", b"MZ\x90\x00" + bytes(500), "Mitään ei tallennettu"),
        ("kuva.png", b"\x89PNG\r\n\x1a\n" + bytes(500), "Mitään ei tallennettu"),
        ("tyhja.csv", b"", "Tiedosto on tyhjä"),
    ],
)
def test_a_file_that_is_no_table_or_is_too_large_is_refused_in_words(region, keeper, name, data, words):
    feed = make_feed("taulukko", Feed.Kind.SHEET)
    response = keeper.post(reverse("tray:bring_sheet", args=[feed.key]), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Offer.objects.exists()


def test_a_right_table_is_stored(region, keeper):
    feed = make_feed("taulukko", Feed.Kind.SHEET)
    file = SimpleUploadedFile("a.csv", TABLE.encode())
    response = keeper.post(reverse("tray:bring_sheet", args=[feed.key]), {"file": file}, follow=True)
    assert "Lisättiin 1 rivi" in response.content.decode()
    assert Offer.objects.get().name_fi == "Kuoro"


def test_the_template_is_a_workbook(region, keeper):
    assert keeper.get(reverse("tray:feed_template")).content.startswith(b"PK")


@pytest.fixture
def proposal(feed, fetched):
    fetched(feed, record("1", names={"fi": "Kuntosali"}))
    fetched(make_feed("muu"), record("a", names={"fi": "Kuntosali"}))
    return JoinProposal.objects.get()


def test_joining_moves_the_origins_and_leaves_a_forward_address(proposal, keeper):
    page = keeper.get(reverse("tray:joins")).content.decode()
    assert page.count("Sama: jätä tämä") == 2
    keeper.post(reverse("tray:decide_join", args=[proposal.pk]), {"jaa": proposal.offer_id})
    kept, other = Offer.objects.get(pk=proposal.offer_id), Offer.objects.get(pk=proposal.other_id)
    assert kept.origins.count() == 2
    assert (other.state, other.forwarded_to) == ("withdrawn", kept)
    assert "Ei päätettävää" in keeper.get(reverse("tray:joins")).content.decode()


def test_after_joining_the_other_feed_does_not_bring_it_back(proposal, keeper, fetched):
    keeper.post(reverse("tray:decide_join", args=[proposal.pk]), {"jaa": proposal.offer_id})
    fetched(Feed.objects.get(key="muu"), record("a", names={"fi": "Kuntosali uusi"}))
    assert Offer.objects.filter(state="published").count() == 1


def test_those_told_apart_are_not_proposed_again(proposal, keeper, fetched):
    keeper.post(reverse("tray:decide_join", args=[proposal.pk]), {"jaa": ""})
    fetched(make_feed("kolmas"), record("x", names={"fi": "Muu"}))
    assert list(JoinProposal.objects.values_list("state", flat=True)) == ["apart"]


def test_who_keeps_no_feeds_decides_nothing(proposal, signed_in):
    from hytti.core.models import User

    other = User.objects.get(pk=signed_in("convener").session["_auth_user_id"])
    with pytest.raises(NotAllowed):
        actions.join(proposal, by=other, keep=proposal.offer)


def test_the_job_fetches_what_is_due_and_one_fault_stops_no_other(region, fetched, monkeypatch):
    now = timezone.now()
    late, fresh = make_feed("myohassa"), make_feed("tuore", tried_at=now - dt.timedelta(hours=2))
    make_feed("pois", is_on=False)
    make_feed("taulukko", Feed.Kind.SHEET)
    assert [one.key for one in jobs.due(now)] == [late.key]
    fetched(fresh, record("1"))
    assert jobs.fetch_due(now).startswith("myohassa fetched:")


def test_everything_is_read_weekly_and_changes_between(feed, fetched):
    assert running.since_of(feed) is None
    fetched(feed, record("1"))
    feed.refresh_from_db()
    assert running.since_of(feed) is not None
    feed.whole_at = timezone.now() - dt.timedelta(days=8)
    assert running.since_of(feed) is None


def test_every_sentence_of_a_fault_takes_its_arguments():
    for code, text in WORDS.items():
        arguments = dict.fromkeys(code.parameters, "x")
        assert str(text) % arguments


def test_the_command_brings_files_in_and_lists(region, tmp_path, capsys):
    make_feed("taulukko", Feed.Kind.SHEET)
    file = tmp_path / "a.csv"
    file.write_text(f"{TABLE}Toinen;;Lahti\n", encoding="utf-8")
    assert main(["tray", "load", "taulukko", str(file)]) == 0
    said = capsys.readouterr().out
    assert "2 read, 1 new" in said
    assert "It has no provider" in said
    assert main(["tray", "list"]) == 0
    assert "1 offers" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["load", "ei-ole", "a.csv"], ["fetch", "ei-ole"]])
def test_the_command_tells_what_is_not_there(region, capsys, words):
    assert main(["tray", *words]) == 1
    assert "There is no feed" in capsys.readouterr().err
