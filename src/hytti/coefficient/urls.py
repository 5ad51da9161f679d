"""Addresses of the coefficient, all of them below the word `kerroin/`.

The pages of the made-up example stand below `kerroin/esimerkki/`, served by the same views with other figures.
"""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import files, indicator, method, municipal, overview, tables, what_if

app_name = "coefficient"
EXAMPLE = {"example": True}

urlpatterns = [
    path("", overview.overview, name="overview"),
    path(pgettext_lazy("osoite", "mittarit/<slug:slug>/"), indicator.indicator, name="indicator"),
    path(pgettext_lazy("osoite", "kokeile/"), what_if.what_if, name="what_if"),
    path(pgettext_lazy("osoite", "kokeile/tallenna/"), what_if.save_scenario, name="save_scenario"),
    path(pgettext_lazy("osoite", "laskelmat/"), what_if.scenarios, name="scenarios"),
    path(pgettext_lazy("osoite", "laskelmat/<int:pk>/"), what_if.scenario, name="scenario"),
    path(pgettext_lazy("osoite", "laskelmat/<int:pk>/poista/"), what_if.remove_scenario, name="remove_scenario"),
    path(pgettext_lazy("osoite", "kunnat/"), municipal.municipalities, name="municipalities"),
    path(pgettext_lazy("osoite", "kunnat/<slug:slug>/kokeile/"), what_if.what_if, name="municipal_what_if"),
    path(
        pgettext_lazy("osoite", "kunnat/<slug:slug>/kokeile/tallenna/"),
        what_if.save_scenario,
        name="save_municipal_scenario",
    ),
    path(pgettext_lazy("osoite", "kunnat/<slug:slug>/"), municipal.municipality, name="municipality"),
    path(pgettext_lazy("osoite", "kunnat/<slug:slug>/<slug:item>/"), municipal.answer, name="answer"),
    path(pgettext_lazy("osoite", "menetelma/"), method.method, name="method"),
    path(pgettext_lazy("osoite", "tiivistelma/"), method.summary, name="summary"),
    path(pgettext_lazy("osoite", "laskelma.xlsx"), files.workbook, name="workbook"),
    path(pgettext_lazy("osoite", "taulukot/"), tables.tables, name="tables"),
    path(pgettext_lazy("osoite", "taulukot/pohja/"), tables.template, name="table_template"),
    path(pgettext_lazy("osoite", "taulukot/lataa/"), tables.load, name="load_table"),
    path(pgettext_lazy("osoite", "taulukot/<int:pk>/"), tables.table, name="table"),
    path(pgettext_lazy("osoite", "taulukot/<int:pk>/julkaise/"), tables.publish, name="publish_table"),
    path(pgettext_lazy("osoite", "taulukot/<int:pk>/hylkaa/"), tables.discard, name="discard_table"),
    path(pgettext_lazy("osoite", "taulukot/<int:pk>/poista-julkisuudesta/"), tables.withdraw, name="withdraw_table"),
    path(pgettext_lazy("osoite", "esimerkki/"), overview.overview, EXAMPLE, name="example_overview"),
    path(
        pgettext_lazy("osoite", "esimerkki/mittarit/<slug:slug>/"),
        indicator.indicator,
        EXAMPLE,
        name="example_indicator",
    ),
    path(pgettext_lazy("osoite", "esimerkki/kokeile/"), what_if.what_if, EXAMPLE, name="example_what_if"),
    path(
        pgettext_lazy("osoite", "esimerkki/kokeile/tallenna/"),
        what_if.save_scenario,
        EXAMPLE,
        name="example_save_scenario",
    ),
    path(
        pgettext_lazy("osoite", "esimerkki/kunnat/"), municipal.municipalities, EXAMPLE, name="example_municipalities"
    ),
    path(
        pgettext_lazy("osoite", "esimerkki/kunnat/<slug:slug>/"),
        municipal.municipality,
        EXAMPLE,
        name="example_municipality",
    ),
    path(
        pgettext_lazy("osoite", "esimerkki/kunnat/<slug:slug>/kokeile/"),
        what_if.what_if,
        EXAMPLE,
        name="example_municipal_what_if",
    ),
    path(
        pgettext_lazy("osoite", "esimerkki/kunnat/<slug:slug>/kokeile/tallenna/"),
        what_if.save_scenario,
        EXAMPLE,
        name="example_save_municipal_scenario",
    ),
    path(pgettext_lazy("osoite", "esimerkki/tiivistelma/"), method.summary, EXAMPLE, name="example_summary"),
    path(pgettext_lazy("osoite", "esimerkki/laskelma.xlsx"), files.workbook, EXAMPLE, name="example_workbook"),
]
