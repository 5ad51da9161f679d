"""What has changed in the figures: the page, the feed and the letters."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from factories import make_user
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotNow
from hytti.facts import Dataset, store
from hytti.indicators import digest
from hytti.indicators.actions.following import follow, stop_following
from hytti.indicators.models import Following

ATOM = "{http://www.w3.org/2005/Atom}"
LAHTI, HARTOLA = "kunta-398", "kunta-081"
KEY = "diabeteslaakkeiden-erityiskorvaus"


def dataset(**changes):
    plain = {
        "key": "koe", "title_fi": "Diabeteslääkkeet", "title_sv": "Diabetesmediciner",
        "title_en": "Diabetes medication",
        "source": "THL, Sotkanet", "source_key": "", "address": "", "fetched_at": timezone.now(), "as_of": "2023",
        "licence": "CC BY 4.0", "attribution": "THL, Sotkanet", "sha256": "0" * 64, "rows": 0, "problems": (),
        "borders": None, "calculated": False, "method_fi": "", "method_sv": "", "method_en": "",
        "published_at": timezone.now(),
    }  # fmt: skip
    return Dataset(**{**plain, **changes})


def table(*rows):
    names = ("indicator", "area", "year", "value")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


@pytest.fixture
def published(settings, figures, tmp_path):
    """A store of this test's own with the sample's areas; publishes rows of (area, year, value)."""
    areas = figures.facts.areas()
    settings.FACTS = tmp_path / "facts.duckdb"
    with store.writing(settings.FACTS) as writer:
        writer.put_areas(areas)

    def publish(*rows, **changes):
        with store.writing(settings.FACTS) as writer:
            writer.replace_dataset(
                dataset(**changes), table(*((KEY, *row) for row in rows)), watch={area.key for area in areas}
            )

    return publish


def address(name, *args, language="fi"):
    with override(language):
        return reverse(f"indicators:{name}", args=args)


@pytest.mark.usefixtures("paijat_hame")
def test_a_corrected_figure_is_shown_with_what_it_was(page_client, published):
    published((LAHTI, 2022, 10.9), (LAHTI, 2023, 11.9))
    published((LAHTI, 2022, 10.9), (LAHTI, 2023, 11.5))
    text = page_client.get(address("changes")).content.decode()
    assert "Lahti 2023: ennen 11,9\xa0%, nyt 11,5\xa0%" in text
    assert "1 uusi luku (2023)" in text  # of an indicator's first load only the newest figures are news
    assert "1 korjattu" in text


@pytest.mark.usefixtures("paijat_hame")
def test_only_the_chosen_municipality_is_shown(page_client, published):
    published((LAHTI, 2023, 11.5), (HARTOLA, 2023, 15.9))
    published((LAHTI, 2023, 11.5), (HARTOLA, 2023, 16.0))
    assert "ennen 15,9" in page_client.get(address("changes"), {"alue": "hartola"}).content.decode()
    assert "ennen 15,9" not in page_client.get(address("changes"), {"alue": "lahti"}).content.decode()


@pytest.mark.usefixtures("paijat_hame")
def test_nothing_before_the_chosen_day_is_shown(page_client, published):
    published((LAHTI, 2023, 11.5))
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    today = page_client.get(address("changes"), {"alkaen": timezone.localdate().isoformat()}).content.decode()
    assert "1 uusi luku" in today
    ahead = page_client.get(address("changes"), {"alkaen": tomorrow.isoformat()}).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in ahead  # a day to come is today


@pytest.mark.usefixtures("paijat_hame", "published")
@pytest.mark.parametrize("since", ["", "eilen", "2026-02-30", "0001-01-01", "9999-12-31", "2026-13-01"])
@pytest.mark.parametrize("area", ["", "helsinki", "ää", "<b>"])
def test_a_strange_choice_never_breaks_the_page(page_client, since, area):
    assert page_client.get(address("changes"), {"alkaen": since, "alue": area}).status_code == 200
    assert page_client.get(address("changes_feed"), {"alkaen": since, "alue": area}).status_code == 200


@pytest.mark.usefixtures("paijat_hame")
def test_a_withdrawn_dataset_is_told_with_its_reason(settings, page_client, published):
    published((LAHTI, 2023, 11.5))
    with store.writing(settings.FACTS) as writer:
        writer.withdraw_dataset("koe", "Rajaus oli väärä", watch={LAHTI})
    text = page_client.get(address("changes")).content.decode()
    assert "Poistettu, koska: Rajaus oli väärä" in text
    assert "Lahti 2023: ennen 11,5\xa0%, nyt poistettu" in text


@pytest.mark.usefixtures("paijat_hame")
@pytest.mark.parametrize(("language", "title"), [("fi", "Diabeteslääkkeet"), ("sv", "Diabetesmediciner")])
def test_the_feed_has_one_lasting_entry_for_a_publication(page_client, published, language, title):
    published((LAHTI, 2023, 11.5), (HARTOLA, 2023, 16.0))
    entries = [
        ElementTree.fromstring(page_client.get(address("changes_feed", language=language)).content) for _ in "ab"
    ]
    first, second = (tree.findall(f"{ATOM}entry") for tree in entries)
    assert len(first) == 1
    assert first[0].findtext(f"{ATOM}title") == title
    assert first[0].findtext(f"{ATOM}id") == second[0].findtext(f"{ATOM}id")
    for needed in ("id", "title", "updated", f"author/{ATOM}name"):  # RFC 4287, 4.1.1
        assert entries[0].findtext(f"{ATOM}{needed}")


@pytest.mark.usefixtures("paijat_hame")
def test_an_entry_leads_to_its_place_on_the_municipalitys_page(page_client, published):
    published((LAHTI, 2023, 11.5))
    feed = ElementTree.fromstring(page_client.get(address("changes_feed"), {"alue": "lahti"}).content)
    link = feed.find(f"{ATOM}entry/{ATOM}link").get("href")
    page, _, anchor = link.partition("#")
    assert "alue=lahti" in page
    assert f'id="{anchor}"' in page_client.get(page).content.decode()
    summary = feed.findtext(f"{ATOM}entry/{ATOM}summary")
    assert summary.startswith("<ul><li>Diabetes")  # RFC 4287, 3.1.1.2: html, where a line's end is no line's end


@pytest.mark.usefixtures("paijat_hame")
def test_what_was_published_before_a_withdrawal_is_not_called_withdrawn(settings, page_client, published):
    published((LAHTI, 2023, 11.9))
    published((LAHTI, 2023, 11.5))
    with store.writing(settings.FACTS) as writer:
        writer.withdraw_dataset("koe", "Rajaus oli väärä", watch={LAHTI}, out_of_the_log=True)
    feed = ElementTree.fromstring(page_client.get(address("changes_feed")).content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert titles[0] == "Lukuja on poistettu"
    assert all(title.startswith("Diabeteslääkkeiden erityiskorvaukseen") for title in titles[1:])
    # The id is the one that each had when it was published: RFC 4287, 4.2.6.
    assert all("#koe/" in entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry"))


@pytest.mark.usefixtures("paijat_hame")
def test_a_follower_gets_one_letter_in_the_chosen_language_and_no_second(published):
    now = timezone.now()
    wish = follow(by=make_user(), areas=[LAHTI], often="daily", language="sv", now=now - dt.timedelta(days=1))
    published((LAHTI, 2023, 11.5))
    assert digest.send_due(now) == "Sent 1 letters about new figures."
    assert digest.send_due(now + dt.timedelta(minutes=5)) == ""
    (letter,) = mail.outbox
    assert letter.to == [wish.user.email]
    assert "Lahtis" in letter.body
    assert "Diabetesmediciner" in letter.body
    assert address("stop", digest.token_of(wish), language="sv") in letter.extra_headers["List-Unsubscribe"]


@pytest.mark.usefixtures("paijat_hame")
def test_nothing_is_sent_where_only_other_areas_changed(published):
    now = timezone.now()
    follow(by=make_user(), areas=[HARTOLA], often="daily", language="fi", now=now - dt.timedelta(days=1))
    published((LAHTI, 2023, 11.5))
    assert digest.send_due(now) == ""
    assert mail.outbox == []


@pytest.mark.usefixtures("paijat_hame")
def test_a_letter_that_cannot_be_sent_is_sent_later(settings, published):
    now = timezone.now()
    follow(by=make_user(), areas=[LAHTI], often="weekly", language="fi", now=now - dt.timedelta(days=7))
    published((LAHTI, 2023, 11.5))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    assert digest.send_due(now) == ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert digest.send_due(now + dt.timedelta(hours=1)) == "Sent 1 letters about new figures."


@pytest.mark.usefixtures("db")
def test_a_late_letter_does_not_move_the_ones_after_it():
    monday = timezone.make_aware(dt.datetime(2026, 11, 2, 9))
    wish = follow(by=make_user(), areas=[LAHTI], often="weekly", language="fi", now=monday)
    assert wish.next_on == dt.date(2026, 11, 9)
    assert wish.day_after(dt.date(2026, 11, 9)) == dt.date(2026, 11, 16)
    assert wish.day_after(dt.date(2026, 11, 18)) == dt.date(2026, 11, 23)


@pytest.mark.usefixtures("db")
def test_the_address_in_a_letter_ends_the_letters_only_when_pressed(page_client):
    wish = follow(by=make_user(), areas=[LAHTI], often="daily", language="fi")
    url = address("stop", digest.token_of(wish))
    page_client.get(url)
    assert Following.objects.exists()
    page_client.post(url)
    assert not Following.objects.exists()
    assert "Viestit on lopetettu" in page_client.get(url).content.decode()


@pytest.mark.usefixtures("db")
def test_a_made_up_address_ends_nobodys_letters(page_client):
    follow(by=make_user(), areas=[LAHTI], often="daily", language="fi")
    page_client.post(address("stop", "1:keksitty"))
    assert Following.objects.count() == 1


@pytest.mark.usefixtures("paijat_hame", "figures")
def test_a_signed_in_reader_orders_changes_and_ends_the_letters(signed_in):
    client = signed_in("hyte_unit")
    chosen = {"areas": [LAHTI, HARTOLA], "often": "monthly", "language": "en"}
    assert client.post(address("follow"), chosen).status_code == 302
    assert Following.objects.get().areas == [HARTOLA, LAHTI]
    assert client.post(address("follow"), {"areas": ["kunta-091"], "often": "x"}).status_code == 422
    assert client.post(address("unfollow")).status_code == 302
    assert not Following.objects.exists()
    assert not stop_following(by=client.user)
    verbs = AuditEvent.objects.filter(verb__startswith="following").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["following.saved", "following.ended"]


@pytest.mark.usefixtures("db")
def test_a_shared_demo_account_orders_no_letters(settings):
    settings.DEMO = True
    with pytest.raises(NotNow):
        follow(by=make_user(is_demo=True), areas=[LAHTI], often="daily", language="fi")
