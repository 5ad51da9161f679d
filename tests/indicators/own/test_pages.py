"""The pages of own figures, walked as the people who keep them do."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from hytti.indicators.actions import own_datasets, own_publishing
from hytti.indicators.models import OwnDataset, OwnIndicator, OwnVersion, State
from hytti.indicators.views import own_loading
from indicators.own.keeping import COUNTS, WHOLE, add_dataset, checked, csv_of, load, public_figures, publish
from pages import PageClient

pytestmark = pytest.mark.django_db
IDENTITY_CODE = "131052-308T"


def url(name, *args):
    return reverse(f"indicators:{name}", args=args)


@pytest.fixture
def browser(page_client):
    """A strict reader, signed in as the person."""

    def signed_in(person) -> PageClient:
        page_client.force_login(person)
        return page_client

    return signed_in


def upload(client, dataset, data=None, name="luvut.csv", **values):
    file = SimpleUploadedFile(name, csv_of() if data is None else data)
    return client.post(url("own_load", dataset.slug), {"file": file, "as_of": "31.1.2026"} | values)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def step(client, name, version):
    version.refresh_from_db()
    return client.post(url(name, version.pk), {"revision": version.revision}, follow=True)


def test_from_an_indicator_to_public_figures(scene, browser):
    client = browser(scene.unit)
    assert "Omia mittareita" not in text_of(client.get(url("own")))
    form = WHOLE | {"name_fi": "Kaatumiset", "next_review": "24.11.2027", "years": 1}
    response = client.post(url("own_add_indicator"), form, follow=True)
    indicator = OwnIndicator.objects.get(key="kaatumiset")
    assert "Kaikki tarvittava on täytetty" in text_of(response)
    response = client.post(url("own_publish_indicator", indicator.key), {"revision": indicator.revision}, follow=True)
    assert "Mittari on julkaistu" in text_of(response)

    dataset_form = {
        "title_fi": "Kaatumiset kunnittain",
        "indicator": indicator.pk,
        "organisation": scene.county.pk,
        "source_text": "Hoitoilmoitukset",
        "licence": "CC BY 4.0",
        "protection": "hide",
        "needs_approval": "on",
    }
    response = client.post(url("own_add_dataset"), dataset_form)
    dataset = OwnDataset.objects.get()
    assert response.url == url("own_load", dataset.slug)

    response = upload(client, dataset)
    version = OwnVersion.objects.get()
    assert response.url == url("own_map", version.pk)
    response = client.get(response.url)
    assert response.context["form"]["area"].initial == "Kunta"
    columns = {"area": "Kunta", "year": "Vuosi", "count": "Lukumäärä", "revision": version.revision}
    response = client.post(url("own_map", version.pk), columns)
    assert response.url == url("own_check", version.pk)
    page = text_of(client.get(response.url))
    assert "Tiedostosta luettiin 6 lukua" in page
    version.refresh_from_db()
    response = client.post(url("own_check", version.pk), {"revision": version.revision}, follow=True)
    page = text_of(response)
    assert "Hartola yhteensä 3 peitetty" in page
    assert "Lahti yhteensä 120 120" in page
    assert "Luvut 2025" in page

    assert "ehdotettu" in text_of(step(client, "own_propose", version))
    assert "toinen henkilö" in text_of(client.get(url("own_dataset", dataset.slug)))
    client = browser(scene.other)
    assert "odottaa sinua" in text_of(client.get(url("own")))
    assert "Luvut on hyväksytty" in text_of(step(client, "own_approve", version))
    page = text_of(step(client, "own_publish", version))
    assert "Luvut on julkaistu" in page
    assert "Yksikön Hyväksyjä" in page
    assert public_figures(scene.facts)["kunta-398", 2025] == 120


def test_the_public_sees_nothing_of_the_small_count(scene):
    publish(
        scene,
        checked(
            scene.unit, add_dataset(scene.unit, scene, title_fi="Luvut"), csv_of(COUNTS | {"Hartola": 4}, county=191)
        ),
    )
    client = Client()
    page = client.get(url("indicator", scene.indicator.key))
    assert page.status_code == 200
    assert "120" in text_of(page)
    for address in (url("indicator_csv", scene.indicator.key), url("indicator_json", scene.indicator.key)):
        body = client.get(address).content.decode()
        assert "120" in body
        assert not re.search(r"Hartola[^\n]*[;,]4(\.0)?[;,\n]", body)


def test_a_refused_file_leaves_what_was_typed_and_says_why(scene, browser):
    dataset = add_dataset(scene.unit, scene)
    client = browser(scene.unit)
    response = upload(client, dataset, csv_of({"Lahti": IDENTITY_CODE}, county=None))
    assert response.status_code == 422
    page = response.content.decode()
    assert "henkilötunnuksen" in page
    assert 'value="31.1.2026"' in page
    assert IDENTITY_CODE not in page
    assert not OwnVersion.objects.exists()


def test_an_uploaded_file_never_touches_the_disk(scene, browser, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", refuse)
    big = csv_of() + b"\r\n" * 3_000_000
    response = upload(browser(scene.unit), add_dataset(scene.unit, scene), big)
    assert response.status_code == 302


@pytest.mark.parametrize("size", [10 * 1024 * 1024 + 1, 30_000_000])
def test_a_file_that_is_too_large_is_refused_and_what_was_typed_stays(scene, browser, size):
    dataset = add_dataset(scene.unit, scene)
    response = upload(browser(scene.unit), dataset, b"x" * size)
    assert response.status_code == 422
    assert "yli 10 megatavua" in text_of(response)
    assert "31.1.2026" in response.content.decode()
    assert not OwnVersion.objects.exists()


def test_a_file_that_is_far_too_large_is_not_read_at_all(scene, browser, monkeypatch):
    monkeypatch.setattr(own_loading, "FAR_TOO_LARGE", 1000)
    response = upload(browser(scene.unit), add_dataset(scene.unit, scene), b"x" * 2000)
    assert response.status_code == 422
    assert "yli 10 megatavua" in text_of(response)


def test_a_file_without_a_token_is_refused(scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.unit)
    dataset = add_dataset(scene.unit, scene)
    assert upload(client, dataset).status_code == 403
    assert not OwnVersion.objects.exists()


def test_the_same_form_sent_twice_loads_once(scene, browser):
    dataset = add_dataset(scene.unit, scene)
    client = browser(scene.unit)
    upload(client, dataset)
    upload(client, dataset)
    assert OwnVersion.objects.count() == 1
    version = checked(scene.unit, dataset)
    version = own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    response = upload(client, dataset)
    assert response.status_code == 409
    assert "odottaa julkaisemista" in text_of(response)


def test_an_old_page_of_a_button_changes_nothing_and_says_so(scene, browser):
    version = checked(scene.unit, add_dataset(scene.unit, scene))
    client = browser(scene.unit)
    for revision in (version.revision - 1, ""):
        response = client.post(url("own_propose", version.pk), {"revision": revision}, follow=True)
        assert "Joku muu ehti muuttaa" in text_of(response)
    version.refresh_from_db()
    assert version.state == State.CHECKED


def test_two_editors_of_an_indicator_see_both_versions(scene, browser):
    client = browser(scene.unit)
    form = WHOLE | {"next_review": "24.11.2027", "years": 1}
    address = url("own_indicator", scene.indicator.key)
    client.post(address, form | {"revision": 2, "why_fi": "Ensimmäisen syy"})
    response = client.post(address, form | {"revision": 2, "why_fi": "Toisen syy"})
    assert response.status_code == 409
    page = text_of(response)
    assert "Ensimmäisen syy" in page
    assert "Toisen syy" in page


def test_errors_are_listed_by_row_and_downloaded(scene, browser):
    dataset = add_dataset(scene.unit, scene)
    client = browser(scene.unit)
    data = "Kunta;Vuosi;Lukumäärä\nLahti;20023;12\nTurku;2025;N/A\n".encode()
    upload(client, dataset, data)
    version = OwnVersion.objects.get()
    page = text_of(client.get(url("own_check", version.pk)))
    assert "3 virhettä" in page
    assert "Mitään ei tallennettu" in page
    response = client.get(url("own_problems", version.pk))
    lines = response.content.decode().splitlines()
    assert lines[0].endswith("Laji,Rivi,Sarake,Mitä tehdä")
    assert len(lines) == 4
    assert lines[1].startswith("virhe,2,Vuosi,")
    response = client.post(url("own_check", version.pk), {"revision": version.revision})
    assert response.status_code == 409
    assert not version.figures.exists()


def test_columns_that_are_not_chosen_are_told_beside_the_field(scene, browser):
    version = load(scene.unit, add_dataset(scene.unit, scene))
    response = browser(scene.unit).post(url("own_map", version.pk), {"revision": version.revision, "area": "Kunta"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"year", "value"}


def test_warnings_are_accepted_on_the_page(scene, browser):
    scene.indicator.kind, scene.indicator.per = "share", 100
    scene.indicator.save()
    dataset = add_dataset(scene.unit, scene)
    data = "Kunta;Vuosi;Arvo;Lukumäärä;Nimittäjä\nLahti;2025;15;125;1000\n".encode()
    version = load(scene.unit, dataset, data)
    client = browser(scene.unit)
    response = client.get(url("own_check", version.pk))
    assert "accept_warnings" in response.context["form"].fields
    response = client.post(url("own_check", version.pk), {"revision": version.revision})
    assert response.status_code == 409
    values = {"revision": version.revision, "accept_warnings": "on"}
    response = client.post(url("own_check", version.pk), values, follow=True)
    assert "Hyväksytyt huomautukset" in text_of(response)


def test_a_withdrawal_asks_for_its_reason(scene, browser):
    version = publish(scene, checked(scene.unit, add_dataset(scene.unit, scene)))
    client = browser(scene.unit)
    response = client.post(url("own_withdraw", version.pk), {"revision": version.revision, "reason": " "})
    assert response.status_code == 422
    values = {"revision": version.revision, "reason": "Väärä rajaus"}
    page = text_of(client.post(url("own_withdraw", version.pk), values, follow=True))
    assert "Väärä rajaus" in page
    assert public_figures(scene.facts) == {}
    changes = text_of(Client().get(url("changes")))
    assert "Väärä rajaus" in changes
    assert "120" not in changes


def test_a_failed_publishing_is_not_called_public(scene, browser, monkeypatch):
    version = checked(scene.unit, add_dataset(scene.unit, scene, needs_approval=False))
    client = browser(scene.unit)

    def broken(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("hytti.facts.store.Writer.replace_dataset", broken)
        page = text_of(step(client, "own_publish", version))
    assert "Julkaiseminen ei onnistunut" in page
    assert "Luvut on julkaistu" not in page
    assert "Yritä julkaista uudelleen" in page
    assert "Valmis" in text_of(step(client, "own_write", version))


def test_the_template_has_the_areas_and_indicators_of_the_region(scene, browser):
    response = browser(scene.coordinator).get(url("own_template"))
    book = load_workbook(io.BytesIO(response.content))
    words = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Lahti", "Sysmä", "Päihdepalvelujen asiakkaat"} <= words


def test_a_filled_template_is_read_without_choosing_anything(scene, browser):
    client = browser(scene.unit)
    dataset = add_dataset(scene.unit, scene)
    book = load_workbook(io.BytesIO(client.get(url("own_template")).content))
    sheet = book.worksheets[0]
    for line, (town, count) in enumerate(COUNTS.items(), start=2):
        for column, value in enumerate((scene.indicator.name_fi, town, 2025, None, None, count), start=1):
            sheet.cell(line, column, value)
    out = io.BytesIO()
    book.save(out)
    upload(client, dataset, out.getvalue(), "luvut.xlsx")
    version = OwnVersion.objects.get()
    page = text_of(client.get(url("own_check", version.pk)))
    assert "Tiedostosta luettiin 5 lukua" in page


def test_history_names_who_did_what_and_why(scene, browser):
    dataset = add_dataset(scene.unit, scene)
    publish(scene, checked(scene.unit, dataset))
    counts = COUNTS | {"Lahti": 150}
    again = checked(scene.unit, dataset, csv_of(counts, county=220), reason="Lahti laskettu väärin", only_errors=True)
    publish(scene, again)
    page = text_of(browser(scene.unit).get(url("own_dataset", dataset.slug)))
    assert "lisätty 0, muutettu 2, poistettu 0" in page
    assert "Lahti laskettu väärin" in page
    assert "Korvattu uudella versiolla" in page
    page = text_of(browser(scene.unit).get(url("own_version", again.pk)))
    assert "Lahti 2025 lukumäärä 120 lukumäärä 150" in page


def test_a_dataset_whose_figures_were_withdrawn_is_not_said_to_be_unloaded(scene, browser):
    dataset = add_dataset(scene.unit, scene)
    version = publish(scene, checked(scene.unit, dataset))
    own_publishing.withdraw(
        by=scene.other, version=version, reason="Kirjaukset tarkistetaan", revision=version.revision
    )
    page = text_of(browser(scene.unit).get(url("own_dataset", dataset.slug)))
    assert "Lukuja ei ole julkisina eikä valmisteilla. Lataa luvut tiedostosta" in page
    assert "ei ole vielä ladattu" not in page
    assert "Poistettu: Kirjaukset tarkistetaan" in page


def test_the_desk_tells_what_waits_for_whom(scene, browser):
    version = checked(scene.unit, add_dataset(scene.unit, scene))
    own_datasets.propose(by=scene.unit, version=version, revision=version.revision)
    assert "Omat luvut, 1 odottaa sinua" in text_of(browser(scene.other).get(reverse("desk:home")))
    page = text_of(browser(scene.unit).get(reverse("desk:home")))
    assert "Omat luvut" in page
    assert "odottaa sinua" not in page
    assert "Omat luvut" not in text_of(browser(scene.convener).get(reverse("desk:home")))


def test_a_coordinator_sees_only_the_own_municipality(scene, browser):
    add_dataset(scene.unit, scene)
    own = add_dataset(scene.coordinator, scene, organisation=scene.lahti, title_fi="Lahden luvut")
    client = browser(scene.coordinator)
    page = text_of(client.get(url("own")))
    assert "Lahden luvut" in page
    assert "Asiakkaat kunnittain" not in page
    form = client.get(url("own_edit_dataset", own.slug)).context["form"]
    assert "needs_approval" not in form.fields
    assert list(form.fields["organisation"].queryset) == [scene.lahti]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_open_in_every_language(scene, browser, language):
    dataset = add_dataset(scene.unit, scene)
    version = publish(scene, checked(scene.unit, dataset))
    load(scene.unit, dataset, reason="Uudet")
    draft = OwnVersion.objects.get(state=State.DRAFT)
    client = browser(scene.unit)
    with translation.override(language):
        addresses = [
            url("own"),
            url("own_add_indicator"),
            url("own_indicator", scene.indicator.key),
            url("own_add_dataset"),
            url("own_edit_dataset", dataset.slug),
            url("own_dataset", dataset.slug),
            url("own_version", version.pk),
            url("own_load", dataset.slug),
            url("own_map", draft.pk),
            url("own_check", draft.pk),
            url("own_withdraw", version.pk),
        ]
        assert {client.get(address).status_code for address in addresses} == {200}


def test_the_list_asks_the_same_number_of_questions_however_long(scene, browser):
    client = browser(scene.unit)
    client.get(url("own"))
    checked(scene.unit, add_dataset(scene.unit, scene))
    with CaptureQueriesContext(connection) as one:
        client.get(url("own"))
    for number in range(4):
        checked(scene.unit, add_dataset(scene.unit, scene, title_fi=f"Aineisto {number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(url("own"))
    assert len(many) == len(one)
