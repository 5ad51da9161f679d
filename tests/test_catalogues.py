"""Catalogues: what is collected from code and templates, what is kept, what counts as a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import hytti
from hytti.core import catalogues

PACKAGE = Path(hytti.__file__).parent


@pytest.mark.parametrize(
    ("template", "messages"),
    [
        ('{% translate "Verkostot" %}', [("", "Verkostot")]),
        ("<p>it's {% trans 'Hae' %}\n   </p>", [("", "Hae")]),
        ('{% translate "haku/" context "osoite" as address %}', [("osoite", "haku/")]),
        (
            '{% if a %}\n    {% translate "Poista" as label %}\n  {% include "x.html" with text=label %}{% endif %}',
            [("", "Poista")],
        ),
        ('{% include "x.html" with text=_("Tallenna") %}{{ _("Peru")|upper }}', [("", "Tallenna"), ("", "Peru")]),
        ("{% blocktranslate %}{{ name }} on lakkautettu{% endblocktranslate %}", [("", "%(name)s on lakkautettu")]),
        (
            (
                "{% blocktranslate count n=rows|length with theme=x.name trimmed %}\n  {{ n }} verkosto,\n"
                "  {{ theme }}\n{% plural %}\n  {{ n }} verkostoa,\n  {{ theme }}\n{% endblocktranslate %}"
            ),
            [("", ("%(n)s verkosto, %(theme)s", "%(n)s verkostoa, %(theme)s"))],
        ),
        ('{% blocktranslate context "kuukausi" %}Maaliskuu{% endblocktranslate %}', [("kuukausi", "Maaliskuu")]),
        ("{% blocktranslate %}100 % kunnista{% endblocktranslate %}", [("", "100 %% kunnista")]),
        ('{# {% translate "Piilossa" %} #}{% comment %}{% translate "Piilossa" %}{% endcomment %}', []),
        ('{% translate variable %} (suluissa "lainaus', []),
    ],
)
def test_a_template_gives_its_messages(template, messages):
    assert list(catalogues.extract_template(template)) == messages


@pytest.mark.parametrize(
    ("code", "messages"),
    [
        ('label = _("Kunta")', [("", "Kunta")]),
        ('_("Yksi "\n  "lause.")', [("", "Yksi lause.")]),
        ('pgettext_lazy("osoite", "kunnat/<slug:slug>/")', [("osoite", "kunnat/<slug:slug>/")]),
        ('ngettext("%(n)s jäsen", "%(n)s jäsentä", n) % {"n": n}', [("", ("%(n)s jäsen", "%(n)s jäsentä"))]),
        ('npgettext("henkilö", "jäsen", "jäsenet", n)', [("henkilö", ("jäsen", "jäsenet"))]),
        ("_(label)", []),
        ("\"_('ei tämä')\"", []),
    ],
)
def test_code_gives_its_messages(code, messages):
    assert list(catalogues.extract_python(code)) == messages


def a_package(folder: Path) -> Path:
    (folder / "core" / "templates").mkdir(parents=True)
    (folder / "core" / "views.py").write_text(
        '_("Kunta")\n_("%(n)s jäsentä")\npgettext("osoite", "kunnat/<slug:slug>/")\n'
    )
    (folder / "core" / "templates" / "page.html").write_text('{% translate "Kunta" %}{% translate "Verkosto" %}')
    (folder / catalogues.OUTSIDE).write_text('gettext_noop("Sign in")\n')
    return folder


def test_updating_keeps_translations_and_drops_what_is_no_longer_used(tmp_path):
    package = a_package(tmp_path)
    path = catalogues.catalogue_path(package, "sv")
    old = Catalog(locale="sv")
    old.add("Kunta", "Kommun")
    old.add("Vanha", "Gammal")
    catalogues.write_catalogue(path, old)

    changes = {file.parts[-3]: (added, dropped) for file, added, dropped in catalogues.update_catalogues(package)}

    assert changes == {"fi": (1, 0), "sv": (4, 1), "en": (4, 0)}
    new = catalogues.read_catalogue(path, "sv")
    assert new["Kunta"].string == "Kommun"
    assert "Vanha" not in new
    assert not new.obsolete


def test_updating_twice_changes_nothing(tmp_path):
    package = a_package(tmp_path)
    list(catalogues.update_catalogues(package))
    before = {path: path.read_bytes() for path in package.rglob("*.po")}
    list(catalogues.update_catalogues(package))
    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before
    assert len(before) == 3


def test_finnish_holds_only_the_messages_of_outside_libraries(tmp_path):
    package = a_package(tmp_path)
    list(catalogues.update_catalogues(package))
    finnish = catalogues.read_catalogue(catalogues.catalogue_path(package, "fi"), "fi")
    assert [message.id for message in finnish if message.id] == ["Sign in"]


@pytest.mark.parametrize(
    ("text", "translation", "context", "fault"),
    [
        ("Kunta", "", None, "empty"),
        ("%(n)s jäsentä", "%(m)s medlemmar", None, "placeholders differ"),
        ("{n} jäsentä", "medlemmar", None, "placeholders differ"),
        ("kunnat/<slug:slug>/", "kommuner/<slug:namn>/", "osoite", "address parts differ"),
        ("kunnat/", "kommunerna på kartan/", "osoite", "not a clean address"),
        ("kunnat/", "kommuner", "osoite", "not a clean address"),
        ("Kunta", "Kommun", None, None),
        ("100 %% kunnista", "100 %% av kommunerna", None, None),
        ("%(n)s/%(m)s", "%(m)s/%(n)s", None, None),
        ("kunnat/<slug:slug>.csv", "kommuner/<slug:slug>.csv", "osoite", None),
    ],
)
def test_a_faulty_translation_is_found(text, translation, context, fault):
    message = Catalog(locale="sv").add(text, translation, context=context)
    faults = list(catalogues.faults_of(message))
    assert len(faults) == (1 if fault else 0)
    assert fault is None or faults[0].startswith(fault)


def test_one_form_of_a_plural_may_leave_the_number_out():
    catalogue = Catalog(locale="sv")
    good = catalogue.add(("Yksi verkosto", "%(n)s verkostoa"), ("Ett nätverk", "%(n)s nätverk"))
    bad = catalogue.add(("Yksi teema", "%(n)s teemaa"), ("Ett tema", "%(antal)s teman"))
    assert list(catalogues.faults_of(good)) == []
    assert len(list(catalogues.faults_of(bad))) == 1


def test_faults_name_the_catalogue_and_the_message(tmp_path):
    package = a_package(tmp_path)
    list(catalogues.update_catalogues(package))
    (package / "core" / "views.py").write_text('_("Uusi")\n')
    faults = catalogues.find_faults(package)
    assert "locale/sv/LC_MESSAGES/django.po: 'Uusi': missing (in core/views.py)" in faults
    assert "locale/en/LC_MESSAGES/django.po: 'kunnat/<slug:slug>/' (osoite): left over, no longer used" in faults
    assert "locale/fi/LC_MESSAGES/django.po: 'Sign in': empty" in faults


def test_a_catalogue_is_compiled_only_when_it_is_newer(tmp_path):
    package = a_package(tmp_path)
    list(catalogues.update_catalogues(package))
    assert len(catalogues.compile_catalogues(package / "locale")) == 3
    assert catalogues.compile_catalogues(package / "locale") == []


def test_every_message_of_hytti_is_translated():
    assert catalogues.find_faults(PACKAGE) == []
