"""What is typed when a plan is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hytti.core.figure_names import figure_names
from hytti.core.forms.fields import (
    DayField,
    LineField,
    LongTextField,
    RecordField,
    RecordsField,
    WebAddressField,
    YearField,
)
from hytti.core.forms.records import RecordForm
from hytti.core.models import Area, Organisation
from hytti.core.numbers import number
from hytti.core.templatetags.hytti import translated
from hytti.sources import spreadsheets
from hytti.structures.models import Body, Document, Post, Theme

from ..models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Worry
from ..queries.plans import law_of, regional_plan
from ..queries.writing import known_figures
from ..rules.duties import duties_of_parts

if TYPE_CHECKING:
    from collections.abc import Collection

WRITTEN = (Plan.Kind.PLAN, Plan.Kind.REPORT, Plan.Kind.REPORT_AND_PLAN, Plan.Kind.SUB_PLAN)
NAMES = ("name_fi", "name_sv", "name_en")
WHO = ("organisation", "body", "post")
CONCLUDED = _("päätellään työvaiheista ja päivistä")


def line(label: Any, limit: int = 300, **more: Any) -> LineField:
    more.setdefault("required", False)
    return LineField(label=label, max_length=limit, **more)


def text(label: Any, limit: int = 5000, **more: Any) -> LongTextField:
    more.setdefault("required", False)
    return LongTextField(label=label, max_length=limit, **more)


class FloatField(forms.CharField):
    """A number as people write it: 95,5 or 1 200."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            return spreadsheets.number(typed, decimal_comma=True)
        except ValueError:
            raise ValidationError(_("Kirjoita luku, esimerkiksi 95,5.")) from None

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, float) else value


class OfPlanField(RecordField):
    """A record of another plan: its name, and whose plan it is in."""

    def label_from_instance(self, record: Any) -> str:
        organisation = translated(record.plan.organisation, "name")[0]
        return f"{super().label_from_instance(record)} ({organisation}, {translated(record.plan, 'title')[0]})"


class PostField(RecordField):
    """A post by its title and where it is: many organisations have one of the same title."""

    def label_from_instance(self, record: Any) -> str:
        return f"{super().label_from_instance(record)} ({translated(record.organisation or record.body, 'name')[0]})"


class FigureField(forms.ChoiceField):
    """A figure by its name, from those that the store has."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Luku"))
        super().__init__(**kwargs)

    def offer(self, current: str) -> None:
        """Offer the figures of the store (all that have a name, where the store has none), and the current one."""
        names, known = figure_names(), known_figures()
        keys = {*(known or names), *([current] if current else [])}
        language = (get_language() or "fi")[:2]
        named = [(key, names[key].names[language] if key in names else key) for key in keys]
        self.choices = [("", _("ei valittu")), *sorted(named, key=lambda one: one[1].casefold())]


class ContentForm(RecordForm):
    """A record of a plan; `plan` limits what it may be linked to, `only` what may be changed of it now."""

    name_fi = line(_("Nimi"), required=True)
    name_sv = line(_("Nimi ruotsiksi"), lang="sv")
    name_en = line(_("Nimi englanniksi"), lang="en")

    def __init__(self, *args: Any, plan: Plan, only: Collection[str] | None = None, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if only is not None and name not in only and name != "revision":
                del self.fields[name]

    def choose(self, name: str, records: Any) -> None:
        """Offer the records and what is chosen now, so that saving never drops a body that has since been closed."""
        if name not in self.fields:
            return
        held = self.initial.get(name)
        keys = [one.pk for one in (held if isinstance(held, list) else [held]) if one is not None]
        if keys:
            records = records | records.model._default_manager.filter(pk__in=keys)
        self.fields[name].queryset = records  # type: ignore[attr-defined]


class FigureForm(ContentForm):
    """A record that names a figure: where no name is typed, it gets the figure's own in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_fi"].required = False
        self.fields["name_fi"].help_text = _("Tyhjä kohta saa luvun oman nimen.")
        self.fields["indicator_key"].offer(self.record.indicator_key if self.record else "")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        figure = figure_names().get(values.get("indicator_key", ""))
        other = "indicator_key" in self.changed_data and "name_fi" not in self.changed_data
        if figure and (other or not values.get("name_fi")):
            values |= {f"name_{language}": figure.names[language] for language in ("fi", "sv", "en")}
        if not values.get("name_fi") and "name_fi" not in self.errors:
            self.add_error("name_fi", _("Täytä tämä kohta."))
        return values


class PlanForm(RecordForm):
    groups = (
        (
            _("Mikä asiakirja"),
            ("organisation", "kind", "title_fi", "title_sv", "title_en", "starts", "ends", "parent", "duty"),
        ),
        (_("Kuvaus"), ("about_fi", "about_sv", "about_en", "address", "document", "case_number")),
    )
    organisation = RecordField(label=_("Organisaatio"), queryset=Organisation.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Laji"), choices=[(kind.value, kind.label) for kind in WRITTEN])
    title_fi = line(_("Nimi"), required=True)
    title_sv = line(_("Nimi ruotsiksi"), lang="sv")
    title_en = line(_("Nimi englanniksi"), lang="en")
    starts = YearField(label=_("Kauden ensimmäinen vuosi"), required=False)
    ends = YearField(label=_("Kauden viimeinen vuosi"), required=False)
    parent = RecordField(
        label=_("Osa suunnitelmaa"), queryset=Plan.objects.none(), required=False,
        help_text=_("Lasten ja nuorten sekä ikääntyneiden suunnitelma ovat osa hyvinvointisuunnitelmaa."),
    )  # fmt: skip
    duty = forms.ChoiceField(
        label=_("Minkä lain mukainen osa"), required=False,
        choices=lambda: [("", _("ei mikään näistä")), *((one.key, law_of(one)) for one in duties_of_parts())],
    )  # fmt: skip
    about_fi = text(_("Kuvaus"), rows=4)
    about_sv = text(_("Ruotsiksi"), rows=4, lang="sv")
    about_en = text(_("Englanniksi"), rows=4, lang="en")
    address = WebAddressField(label=_("Asiakirjan osoite"), max_length=500, required=False)
    document = RecordField(label=_("Asiakirja rekisterissä"), queryset=Document.objects.none(), required=False)
    case_number = line(_("Asianumero"), 80)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {"organisation__in": organisations}
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        parents = Plan.objects.filter(**mine).exclude(pk=self.record.pk if self.record else None)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["document"].queryset = Document.objects.filter(**mine)  # type: ignore[attr-defined]
        if self.record is not None:
            del self.fields["organisation"]


class PriorityForm(ContentForm):
    description_fi = text(_("Kuvaus"), rows=4)
    description_sv = text(_("Ruotsiksi"), rows=4, lang="sv")
    description_en = text(_("Englanniksi"), rows=4, lang="en")
    official_wording = text(_("Hyväksytty sanamuoto"), rows=3)
    serves = OfPlanField(label=_("Toteuttaa kärkeä"), queryset=Priority.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("serves", of_others(Priority, self.plan))


class GoalForm(ContentForm):
    groups = (
        (_("Tavoite"), (*NAMES, "official_wording")),
        (_("Minkä alla"), ("priority", "parent")),
        (_("Kenelle ja mihin liittyy"), ("population_group", "theme", "serves", "serves_goal", "merged_into")),
    )
    official_wording = text(_("Hyväksytty sanamuoto"), rows=3)
    priority = RecordField(label=_("Kärki"), queryset=Priority.objects.none(), required=False)
    parent = RecordField(
        label=_("Osa tavoitetta"), queryset=Goal.objects.none(), required=False,
        help_text=_("Osatavoite on samassa kärjessä kuin tavoite, jonka osa se on."),
    )  # fmt: skip
    population_group = line(_("Väestöryhmä"), 200)
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False)
    serves = OfPlanField(
        label=_("Toteuttaa toisen suunnitelman kärkeä"), queryset=Priority.objects.none(), required=False
    )
    serves_goal = OfPlanField(
        label=_("Toteuttaa toisen organisaation tavoitetta"), queryset=Goal.objects.none(), required=False
    )
    merged_into = RecordField(label=_("Yhdistetty tavoitteeseen"), queryset=Goal.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = goals_of(self.plan).exclude(pk=self.record.pk if self.record else None)
        self.choose("priority", Priority.objects.filter(plan=self.plan))
        self.choose("parent", own)
        self.choose("merged_into", own)
        self.choose("serves", of_others(Priority, self.plan))
        self.choose("serves_goal", of_others(Goal, self.plan))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        parent, priority = values.get("parent"), values.get("priority")
        if parent and priority and "priority" in self.changed_data and parent.priority != priority:
            self.add_error("priority", _("Osatavoite seuraa tavoitetta, jonka osa se on. Tyhjennä ensin se kohta."))
        return values


def of_others(model: type[Any], plan: Plan) -> Any:
    """What a plan may serve: the priorities or goals of other public plans that have not ended.

    Those of the region's newest plan come first, and stay on offer after its term until the next one is known.
    """
    regional = regional_plan()
    may_serve = ~Q(plan__state=Plan.State.ENDED) | Q(plan=regional)
    found = model.objects.filter(may_serve, plan__in=Plan.objects.public()).exclude(plan=plan)
    first = Case(When(plan=regional, then=0), default=1)
    return found.select_related("plan__organisation").order_by(
        first, "plan__order", "plan__title_fi", "plan", "order", "pk"
    )


def goals_of(plan: Plan) -> Any:
    return Goal.objects.filter(plan=plan).order_by("priority__order", "order", "pk")


class ActionForm(ContentForm):
    groups = (
        (_("Toimenpide"), (*NAMES, "description", "official_wording", "goal")),
        (_("Kuka vastaa"), (*(f"responsible_{who}" for who in WHO), "contact", "partners", "bodies")),
        (_("Milloin ja millä"), ("starts_on", "ends_on", "work", "money", "rooms")),
        (_("Kenelle ja missä"), ("population_group", "areas", "theme")),
        (_("Seuranta"), ("tasks", "said_status", "status_reason", "review_from", "review_every", "merged_into")),
    )  # fmt: skip
    description = text(_("Kuvaus"), rows=4)
    official_wording = text(_("Hyväksytty sanamuoto"), rows=3)
    goal = RecordField(label=_("Minkä tavoitteen alla"), queryset=Goal.objects.none(), empty_label=None)
    responsible_organisation = RecordField(
        label=_("Vastuuorganisaatio"), queryset=Organisation.objects.all(), required=False
    )
    responsible_body = RecordField(label=_("Vastuutoimielin"), queryset=Body.objects.all(), required=False)
    responsible_post = PostField(
        label=_("Vastuutehtävä"), queryset=Post.objects.select_related("organisation", "body"), required=False
    )
    contact = line(_("Yhteystieto"), 200, help_text=_("Tehtävän tai toimipaikan yhteystieto, ei yksityisen ihmisen."))
    partners = RecordsField(label=_("Kumppanit"), queryset=Organisation.objects.all(), required=False)
    bodies = RecordsField(label=_("Toimielimet ja verkostot"), queryset=Body.objects.none(), required=False)
    starts_on = DayField(label=_("Alkaa"), required=False)
    ends_on = DayField(label=_("Päättyy"), required=False)
    work = line(_("Työ"))
    money = line(_("Raha"))
    rooms = line(_("Tilat"))
    population_group = line(_("Väestöryhmä"), 200)
    areas = RecordsField(label=_("Alueet"), queryset=Area.objects.none(), required=False)
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False)
    tasks = text(
        _("Työvaiheet"), rows=4,
        help_text=_("Yksi rivillä, viimeinen päivä ensin: 31.3.2027 Kilpailuta tilat. Tehdyn rivin alkuun x."),
    )  # fmt: skip
    said_status = forms.ChoiceField(
        label=_("Ilmoitettu tila"), required=False, choices=[("", CONCLUDED), *Action.Status.choices]
    )
    status_reason = line(_("Tilan peruste"), 500)
    review_from = DayField(label=_("Ensimmäinen seuranta"), required=False)
    review_every = forms.IntegerField(label=_("Seurannan väli kuukausina"), min_value=1, max_value=60, initial=12)
    merged_into = RecordField(label=_("Yhdistetty toimenpiteeseen"), queryset=Action.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Action.objects.filter(goal__plan=self.plan)
        own = own.exclude(pk=self.record.pk) if self.record else own
        self.choose("goal", goals_of(self.plan))
        self.choose("merged_into", own)
        self.choose("bodies", Body.objects.working().order_by("name_fi"))
        self.choose("areas", Area.objects.municipalities().order_by("name_fi"))
        self.choose("responsible_body", Body.objects.working().order_by("name_fi"))


class IndicatorForm(FigureForm):
    groups = (
        (_("Luku"), ("indicator_key", *NAMES, "area", "is_official")),
        (_("Lähtötaso"), ("take_baseline", "baseline", "baseline_year")),
        (_("Tavoite"), ("target", "unit", "target_on", "direction")),
    )
    indicator_key = FigureField()
    area = RecordField(
        label=_("Alue"), queryset=Area.objects.all(), required=False,
        help_text=_("Tyhjä kohta tarkoittaa suunnitelman omaa aluetta."),
    )  # fmt: skip
    is_official = forms.BooleanField(label=_("Suunnitelman oma mittari"), required=False)
    take_baseline = forms.BooleanField(label=_("Ota lähtötasoksi varaston uusin luku"), required=False)
    baseline = FloatField(label=_("Lähtötaso"), required=False)
    baseline_year = YearField(label=_("Lähtövuosi"), required=False)
    target = FloatField(label=_("Tavoitearvo"), required=False)
    unit = line(_("Yksikkö"), 60, help_text=_("Tyhjä kohta saa luvun oman yksikön, kun tavoitearvo on annettu."))
    target_on = DayField(label=_("Tavoitepäivä"), required=False)
    direction = forms.ChoiceField(
        label=_("Suunta"), required=False, choices=[("", _("ei valittu")), *IndicatorLink.Direction.choices]
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        figure = figure_names().get(values.get("indicator_key", ""))
        if figure and values.get("target") is not None and not values.get("unit"):
            values["unit"] = figure.units["fi"]
        return values

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "take_baseline"}

    def initial_of(self, record: Any) -> dict[str, Any]:
        return {name: value for name, value in super().initial_of(record).items() if name != "take_baseline"}


class WorryForm(ContentForm):
    groups = (
        (_("Mitä on kerrottu"), ("kind", *NAMES, "told_by", "population_group")),
        (_("Mitä luvut sanovat"), ("verdict", "verdict_reason", "goals")),
    )
    kind = forms.ChoiceField(
        label=_("Laji"), choices=Worry.Kind.choices, widget=forms.RadioSelect, initial=Worry.Kind.WORRY
    )
    told_by = line(_("Kuka sen kertoi"), 200, help_text=_("Ryhmä tai tilaisuus, ei yksityisen ihmisen nimeä."))
    population_group = line(_("Väestöryhmä"), 200)
    verdict = forms.ChoiceField(label=_("Mitä luvut sanovat"), choices=Worry.Verdict.choices)
    verdict_reason = text(_("Peruste"), 2000, rows=3, help_text=_("Mihin lukuun arvio perustuu tai mitä lukua ei ole."))
    goals = RecordsField(label=_("Mihin tavoitteisiin johti"), queryset=Goal.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("goals", goals_of(self.plan))


class LeftOutForm(FigureForm):
    indicator_key = FigureField(required=False)
    reason = text(_("Miksi jätettiin pois"), 2000, required=True, rows=3)

    field_order = ("indicator_key", *NAMES, "reason")


FORMS: dict[type[Any], type[ContentForm]] = {
    Priority: PriorityForm,
    Goal: GoalForm,
    Action: ActionForm,
    IndicatorLink: IndicatorForm,
    Worry: WorryForm,
    LeftOutIndicator: LeftOutForm,
}
