"""A plan's table out, as CSV and XLSX."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core.tables import csv_text

from ..models import Action, Goal, IndicatorLink, Priority, Worry
from .columns import CHOICES, COLUMNS, KINDS, field_of, kind_of, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from ..models import Plan

WIDTHS = {"name_fi": 50, "description": 60, "official_wording": 40}


def records_of(plan: Plan) -> Iterator[tuple[Model, Model | None]]:
    """Every record of a plan with what it stands under: worries and joys, then priorities with all below them."""
    links: dict[tuple[str, int], list[IndicatorLink]] = {}
    for owner in ("worry", "priority", "goal"):
        of_owner = IndicatorLink.objects.filter(**{f"{owner}__plan": plan}).select_related("area")
        for link in of_owner.order_by("order", "pk"):
            links.setdefault((owner, getattr(link, f"{owner}_id")), []).append(link)
    goals = list(Goal.objects.filter(plan=plan).select_related("theme", "serves", "priority").order_by("order", "pk"))
    parts: dict[int | None, list[Goal]] = {}
    for goal in goals:
        parts.setdefault(goal.parent_id, []).append(goal)
    related = ("responsible_organisation", "responsible_body", "theme")
    actions: dict[int, list[Action]] = {}
    found = Action.objects.filter(goal__plan=plan).select_related(*related).prefetch_related("partners")
    for action in found.order_by("order", "pk"):
        actions.setdefault(action.goal_id, []).append(action)

    def below(goal: Goal) -> Iterator[tuple[Model, Model | None]]:
        yield from ((link, goal) for link in links.get(("goal", goal.pk), []))
        yield from ((action, goal) for action in actions.get(goal.pk, []))
        for part in parts.get(goal.pk, []):
            yield part, goal
            yield from below(part)

    for worry in Worry.objects.filter(plan=plan).order_by("-kind", "order", "pk"):
        yield worry, None
        yield from ((link, worry) for link in links.get(("worry", worry.pk), []))
    for priority in [*Priority.objects.filter(plan=plan).select_related("serves").order_by("order", "pk"), None]:
        if priority is not None:
            yield priority, None
            yield from ((link, priority) for link in links.get(("priority", priority.pk), []))
        for goal in parts.get(None, []):
            if goal.priority_id == (priority.pk if priority else None):
                yield goal, priority
                yield from below(goal)


def rows_of(plan: Plan) -> Iterator[list[Any]]:
    """The cells of each record in the order of the columns; texts, numbers and days as they are."""
    for record, owner in records_of(plan):
        kind = kind_of(record)
        made: dict[str, Any] = {
            "kind": str(kind.word),
            "mark": mark_of(record),
            "under": mark_of(owner) if owner else "",
        }
        for column in COLUMNS[3:]:
            if kind.key in column.kinds:
                made[column.key] = cell(getattr(record, field_of(column, kind)), column.form)
        yield [made.get(column.key, "") for column in COLUMNS]


def cell(value: Any, form: str) -> Any:
    """A field's value as the table tells it."""
    if value is None or value == "":
        return ""
    if form in CHOICES:
        return str(CHOICES[form](value).label)
    if form == "organisations":
        return "; ".join(sorted(organisation.name_fi for organisation in value.all()))
    if form == "priority":
        return value.slug
    return value.name_fi if hasattr(value, "name_fi") else value


def headings() -> list[str]:
    return [str(column.heading) for column in COLUMNS]


def plan_csv(plan: Plan) -> str:
    """The table as comma-separated text; a reader of it understands the headings of the page's language."""
    return csv_text(headings(), rows_of(plan))


def plan_xlsx(plan: Plan) -> bytes:
    """The table as a workbook: choices in lists, and a sheet that tells how to fill it in."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": plan.title_fi, "language": get_language() or "fi"})
    bold, wrapped = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    days = book.add_format({"num_format": "d.m.yyyy", "valign": "top"})
    sheet = book.add_worksheet(_("Suunnitelma"))
    sheet.freeze_panes(1, 4)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, WIDTHS.get(column.key, 18), days if column.form == "day" else wrapped)
        sheet.write_string(0, at, str(column.heading), bold)
        words = _words(column.form)
        if words:
            sheet.data_validation(1, at, 5000, at, {"validate": "list", "source": words, "error_type": "warning"})
    for line, row in enumerate(rows_of(plan), start=1):
        for at, value in enumerate(row):
            if COLUMNS[at].form == "day" and value:
                sheet.write_datetime(line, at, value, days)
            elif value != "":
                sheet.write(line, at, value, wrapped)
    _write_guide(book.add_worksheet(_("Ohje")), wrapped)
    book.close()
    return made.getvalue()


def _words(form: str) -> list[str]:
    if form == "kind":
        return [str(kind.word) for kind in KINDS]
    return [str(label) for label in CHOICES[form].labels] if form in CHOICES else []


def _write_guide(sheet: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 100, wrapped)
    lines = (
        _("Yksi rivi on yksi huoli, ilo, kärki, tavoite, toimenpide tai luku. Rivit ovat suunnitelman järjestyksessä."),
        _("Tunnus kertoo, mikä rivi on jo suunnitelmassa. Uudelle riville voi keksiä oman, esimerkiksi uusi1."),
        _("Minkä alla: sen rivin tunnus, jonka alle rivi kuuluu. Tavoite voi olla kärjen tai toisen tavoitteen alla."),
        _("Rivi, jota tiedostossa ei ole, jää suunnitelmaan ennalleen. Poistaminen tehdään sivulla."),
        _("Versio kertoo, onko joku muuttanut riviä sen jälkeen, kun taulukko ladattiin. Älä muuta sitä."),
        _("Organisaation ja toimielimen nimi on sama kuin rekisterissä. Kumppanit erotetaan puolipisteellä."),
        _("Päivä kirjoitetaan muodossa 31.12.2028. Tavoitearvo tarvitsee yksikön ja päivän."),
        _("Jos yhdelläkin rivillä on virhe, mitään ei tallenneta, ja virheet luetellaan riveittäin."),
    )
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text)
