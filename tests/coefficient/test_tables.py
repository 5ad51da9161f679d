"""The yearly tables: loading with errors by cell, checking, publishing, withdrawing, and every refusal."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from coefficient.conftest import three_areas
from coefficient_files import store_with
from coefficient_pages import text_of
from factories import make_coefficient_table, make_scenario, make_user_with
from hytti.coefficient.actions import tables as actions
from hytti.coefficient.models import CoefficientTable
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow
from hytti.facts import faults
from hytti.methods.coefficient import Table

pytestmark = pytest.mark.django_db
VALUES = {
    "level": "county",
    "funding_year": 2026,
    "name": "THL:n kerroinraportti",
    "source_text": "THL",
    "as_of": "2025-10",
    "file_name": "raportti.xlsx",
}


@pytest.fixture
def hyte(db):
    return make_user_with("hyte_unit")


@pytest.fixture
def keeper(signed_in, paijat_hame):
    """The hyte unit's client, in Finnish."""
    with translation.override("fi"):
        yield signed_in("hyte_unit")


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def csv_of(*rows: str) -> bytes:
    head = "Koodi;Asukasluku 31.12.2024;checkups_age_4 2024;disability_pension_young 2024;disability_pension_young 2023"
    return "\n".join([head, *rows]).encode()


def post(client, data: bytes, **more):
    fields = {**{name: VALUES[name] for name in ("level", "funding_year", "name", "source_text", "as_of")}, **more}
    return client.post(reverse("coefficient:load_table"), {**fields, "file": SimpleUploadedFile("t.csv", data)})


def test_loading_keeps_a_draft_with_its_table_and_an_event(hyte):
    record = actions.load(by=hyte, values=VALUES, table=three_areas())
    assert (record.state, record.loaded_by) == ("draft", hyte)
    assert Table.from_dict(record.data).areas == ("07", "09", "10")
    assert verbs() == ["coefficient.loaded"]
    assert "data" not in AuditEvent.objects.get().changes


@pytest.mark.parametrize(
    "change", [{"funding_year": 2031}, {"level": "municipality"}, {"name": ""}, {"as_of": "ennen"}]
)
def test_a_table_that_does_not_fit_is_refused_and_nothing_is_kept(hyte, change):
    with pytest.raises(ValidationError):
        actions.load(by=hyte, values=VALUES | change, table=three_areas())
    assert not CoefficientTable.objects.exists()


def test_a_table_without_residents_cannot_be_counted(hyte):
    table = Table.of("county", ["09"], [float("nan")], {"mmr": [95]})
    with pytest.raises(ValidationError, match="asukasluku puuttuu"):
        actions.load(by=hyte, values=VALUES, table=table)


@pytest.mark.parametrize("role", ["administrator", "convener", "coordinator"])
def test_only_the_hyte_unit_keeps_tables(role, lahti_town, hyte):
    from factories import make_body

    other = make_user_with(role, {"convener": make_body, "coordinator": lambda: lahti_town}.get(role, lambda: None)())
    record = make_coefficient_table()
    for act in (
        lambda: actions.load(by=other, values=VALUES, table=three_areas()),
        lambda: actions.publish(by=other, table=record, revision=1),
        lambda: actions.withdraw(by=other, table=record, reason="koe", revision=1),
        lambda: actions.discard(by=other, table=record, revision=1),
    ):
        with pytest.raises(NotAllowed):
            act()
    record.refresh_from_db()
    assert record.state == "draft"


def test_publishing_replaces_the_earlier_table_of_the_same_year_and_no_other(hyte):
    earlier = make_coefficient_table(state="published")
    towns = make_coefficient_table(level="municipality", state="published")
    new = actions.publish(by=hyte, table=make_coefficient_table(), revision=1)
    assert new.published_at is not None
    earlier.refresh_from_db(), towns.refresh_from_db()
    assert (earlier.state, new.state, towns.state) == ("replaced", "published", "published")
    assert verbs() == ["coefficient.replaced", "coefficient.published"]


def test_a_published_table_is_not_published_again_nor_discarded(hyte):
    record = make_coefficient_table(state="published")
    with pytest.raises(NotNow):
        actions.publish(by=hyte, table=record, revision=1)
    with pytest.raises(NotNow):
        actions.discard(by=hyte, table=record, revision=1)


def test_withdrawing_asks_for_a_reason_and_can_be_taken_back(hyte):
    record = make_coefficient_table(state="published")
    with pytest.raises(ValidationError):
        actions.withdraw(by=hyte, table=record, reason="  ", revision=1)
    record = actions.withdraw(by=hyte, table=record, reason="väärä vuosi", revision=1)
    assert (record.state, record.withdrawn_why) == ("withdrawn", "väärä vuosi")
    with pytest.raises(NotNow):
        actions.withdraw(by=hyte, table=record, reason="toistamiseen", revision=2)
    assert actions.publish(by=hyte, table=record, revision=2).withdrawn_why == ""


def test_a_draft_with_kept_scenarios_is_not_discarded(hyte):
    record = make_coefficient_table()
    scenario = make_scenario(table=record)
    with pytest.raises(NotNow, match="laskelmia"):
        actions.discard(by=hyte, table=record, revision=1)
    scenario.delete()
    actions.discard(by=hyte, table=record, revision=1)
    assert not CoefficientTable.objects.exists()
    assert verbs() == ["coefficient.discarded"]


def test_an_old_revision_does_not_publish(hyte):
    with pytest.raises(EditConflict):
        actions.publish(by=hyte, table=make_coefficient_table(), revision=7)


def test_a_file_becomes_a_draft_that_can_be_checked_and_published(keeper):
    response = post(keeper, csv_of("07;100000;40;9;10", "09;200000;60;12;12", "10;300000;80;9,0;9"))
    record = CoefficientTable.objects.get()
    assert (response.status_code, response.url) == (302, record.get_absolute_url())
    text = text_of(keeper.get(record.get_absolute_url()))
    assert "luonnos" in text
    assert "Kymenlaakso 1 50,0" in text  # checkups 100 points, no change 0 points
    assert "Päijät-Häme 3 25,0" in text  # checkups 50 points, no change 0 points
    assert "Taulukossa ei ole kaikkia alueita: 3 / 22" in text
    keeper.post(reverse("coefficient:publish_table", args=[record.pk]), {"revision": 1})
    record.refresh_from_db()
    assert record.state == "published"
    assert "Kertoimen taulukko julkaistu" in text_of(keeper.get(record.get_absolute_url()))


def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_kept(keeper):
    response = post(keeper, csv_of("07;100000;neljä;9;10", "07;100000;40;9;10", "91;30000;40;9;10"))
    text = text_of(response)
    assert response.status_code == 422
    assert "”neljä” ei ole luku" in text
    assert "rivi 2" in text
    assert "on jo rivillä 2" in text
    assert 'value="THL"' in response.content.decode()
    assert not CoefficientTable.objects.exists()


def test_what_was_read_is_told_column_by_column_also_when_the_file_is_refused(keeper):
    head = "Alue;Sää;mmr 2024;AUDIT-lomakkeita 2024;Jotain muuta"
    data = "\n".join([head, "Kanta-Häme;;95,0;100;x", "Päijät-Häme;;ei ole;;y"]).encode()
    text = text_of(post(keeper, data))
    assert "Mitä tiedostosta luettiin" in text
    assert "Alueita: 2 / 22" in text
    assert "AUDIT-lomakkeita 2024 AUDIT- ja AUDIT-C-lomakkeita 2024 2024 1 1" in text
    assert "mmr 2024 " in text
    assert "rokotuskattavuus 2024 2024 1 1" in text
    assert "Jotain muuta ei luettu" in text
    assert "Sarakkeet, joita ei ole" in text
    assert "Syntyneitä 2024" in text
    assert CoefficientTable.objects.count() == 0


def test_a_kept_table_tells_its_areas_columns_and_what_it_lacks(keeper):
    table = three_areas()
    empty = table.column("checkups_age_4") * float("nan")
    holed = table.with_columns({"mmr": table.column("mmr") * [1.0, float("nan"), 1.0], "checkups_age_4": empty})
    record = make_coefficient_table(table=holed)
    text = text_of(keeper.get(record.get_absolute_url()))
    assert "Alueita: 3 / 22" in text
    assert "rokotuskattavuus 2024 2024 2 1" in text
    assert "Sarakkeet, joita ei ole" in text
    assert "Syntyneitä 2024" in text


def test_a_file_without_a_table_tells_nothing_of_columns(keeper):
    assert "Mitä tiedostosta luettiin" not in text_of(post(keeper, "sää;tuuli\npilvistä;kovaa".encode()))


def test_shares_of_one_are_asked_about_and_taken_as_told(keeper):
    data = csv_of("07;100000;0,40;9;10", "09;200000;0,60;12;12")
    response = post(keeper, data)
    assert response.status_code == 422
    assert 'name="osuus-checkups_age_4"' in response.content.decode()
    assert post(keeper, data, **{"osuus-checkups_age_4": "percent"}).status_code == 302
    assert list(Table.from_dict(CoefficientTable.objects.get().data).latest["checkups_age_4"]) == [40.0, 60.0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "Täytä tämä kohta."),
        ({"funding_year": "2031"}, ""),
        ({"level": "maa"}, ""),
        ({"as_of": "eilen"}, "Päivä kirjoitetaan muodossa"),
    ],
)
def test_a_form_that_is_not_whole_is_refused(keeper, change, said):
    response = post(keeper, csv_of("09;200000;60;12;12"), **change)
    assert response.status_code == 422
    assert said in text_of(response)


def test_a_file_that_is_none_or_too_large_is_refused(keeper):
    assert "Tiedosto on yli 2 megatavua." in text_of(post(keeper, b"x" * (2 * 1024 * 1024 + 1)))
    assert "Tiedosto on tyhjä." in text_of(post(keeper, b""))
    assert post(keeper, b"\x00\xff\xfe").status_code == 422


def test_a_file_with_personal_identity_codes_is_not_taken(keeper):
    response = post(keeper, csv_of("09;200000;60;12;12", "131052-308T;1;1;1;1"))
    assert response.status_code == 422
    assert not CoefficientTable.objects.exists()


def test_the_buttons_tell_of_an_old_page_and_of_what_cannot_be_done(keeper):
    record = make_coefficient_table(state="published")
    for name, revision, said in (
        ("publish_table", 1, "Taulukko on jo julkaistu."),
        ("publish_table", 9, "Joku muu ehti muuttaa tätä."),
        ("discard_table", "", "Joku muu ehti muuttaa tätä."),
    ):
        response = keeper.post(reverse(f"coefficient:{name}", args=[record.pk]), {"revision": revision}, follow=True)
        assert said in text_of(response)
    assert keeper.get(reverse("coefficient:publish_table", args=[record.pk])).status_code == 405


def test_discarding_leads_back_to_the_list(keeper):
    record = make_coefficient_table()
    response = keeper.post(reverse("coefficient:discard_table", args=[record.pk]), {"revision": 1}, follow=True)
    assert "Luonnos on poistettu." in text_of(response)


def test_withdrawing_on_the_page_asks_why(keeper):
    record = make_coefficient_table(state="published")
    address = reverse("coefficient:withdraw_table", args=[record.pk])
    assert keeper.post(address, {"revision": 1, "reason": ""}).status_code == 422
    assert keeper.post(address, {"revision": 5, "reason": "koe"}).status_code == 409
    assert keeper.post(address, {"revision": 1, "reason": "väärä"}).status_code == 302
    assert keeper.post(address, {"revision": 2, "reason": "väärä"}).status_code == 409
    assert "Miksi poistettu: väärä" in text_of(keeper.get(record.get_absolute_url()))


def test_the_templates_open_for_both_levels(keeper):
    for level in ("county", "municipality"):
        address = reverse("coefficient:table_template")
        assert keeper.get(address, {"taso": level}).content.startswith(b"PK")
        assert "09;Päijät-Häme" in keeper.get(address, {"taso": "county", "muoto": "csv"}).content.decode()


@pytest.fixture
def fetched(settings, tmp_path):
    """A store that has fetched one result of the municipalities and failed at another."""
    path = tmp_path / "facts.duckdb"
    store_with(
        path,
        {
            "vaesto_2024": [("vaesto", "kunta-398", 2024, 121_337.0)],
            "sotkanet_286": [
                ("sotkanet-286", "kunta-398", 2021, 23.0),
                ("sotkanet-286", "kunta-398", 2023, 24.5),
                ("sotkanet-286", "kunta-016", 2023, 20.0),
            ],
        },
    )
    faults.note(path, {"sotkanet-3959": "Ei yhteyttä."}, set())
    settings.FACTS, settings.FACTS_ENGINE = path, ""


def test_the_list_tells_what_the_templates_have_ready_and_what_is_to_be_fetched(keeper, fetched):
    text = text_of(keeper.get(reverse("coefficient:tables")))
    assert "uusin luku 2023 2 / 292 THL, Sotkanet, 1.6.2025" in text
    assert "sitä edellinen luku 2021 1 / 292 THL, Sotkanet, 1.6.2025" in text
    assert "hytti facts fetch 234 306 3219 3959" in text
    assert "(sotkanet-3959): Ei yhteyttä. Aiemmin haetut luvut ovat ennallaan." in text
    assert "hytti facts fetch 127 699 3037" in text
    assert "Vain THL:n taulukosta saa" in text


def test_the_municipal_template_has_the_fetched_figures(keeper, fetched):
    url = reverse("coefficient:table_template")
    data = keeper.get(url, {"taso": "municipality", "muoto": "csv"}).content.decode("utf-8-sig")
    [lahti] = [line for line in data.splitlines() if line.startswith("398;")]
    assert {"121337", "24,5"} <= set(lahti.replace(chr(34), "").split(";"))


def test_the_list_tells_where_each_table_stands(keeper):
    assert "Yhtään taulukkoa ei ole ladattu." in text_of(keeper.get(reverse("coefficient:tables")))
    make_coefficient_table(name="Uusi taulukko")
    make_coefficient_table(name="Julkinen taulukko", state="published")
    make_coefficient_table(name="Poistettu taulukko", state="withdrawn", level="municipality")
    text = text_of(keeper.get(reverse("coefficient:tables")))
    assert "Uusi taulukko 2026 hyvinvointialueet luonnos" in text
    assert "Julkinen taulukko 2026 hyvinvointialueet julkaistu" in text
    assert "Poistettu taulukko 2026 kunnat poistettu julkisuudesta" in text


def test_two_public_tables_of_one_year_cannot_stand():
    from django.db import IntegrityError, transaction

    make_coefficient_table(state="published")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_coefficient_table(state="published")


def test_the_page_of_loading_opens(keeper):
    assert keeper.get(reverse("coefficient:load_table")).status_code == 200


def test_a_year_that_one_level_has_no_rules_for_is_told_at_its_field(keeper, monkeypatch):
    monkeypatch.setattr("hytti.coefficient.forms.tables.known_years", lambda level: [2026, 2031])
    response = post(keeper, csv_of("09;200000;60;12;12"), funding_year="2031")
    assert response.status_code == 422
    assert "Tämän rahoitusvuoden sääntöjä ei tunneta." in text_of(response)


def test_what_the_action_refuses_is_told_on_the_form(keeper, monkeypatch):
    def refuse(**_):
        raise ValidationError({"name": "Ei käy."})

    monkeypatch.setattr(actions, "load", refuse)
    response = post(keeper, csv_of("09;200000;60;12;12"))
    assert response.status_code == 422
    assert "Ei käy." in text_of(response)


def test_two_people_publishing_at_the_same_moment_is_told(keeper, monkeypatch):
    make_coefficient_table(state="published")
    record = make_coefficient_table()
    monkeypatch.setattr("hytti.coefficient.models.tables.CoefficientTableQuerySet.published", lambda self: self.none())
    keeper.post(reverse("coefficient:publish_table", args=[record.pk]), {"revision": 1}, follow=True)
    record.refresh_from_db()
    assert record.state == "draft"
