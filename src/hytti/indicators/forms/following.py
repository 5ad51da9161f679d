"""What a person chooses of the letters about new figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .. import words
from ..models import Following

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.facts import Area


class FollowingForm(forms.Form):
    areas = forms.MultipleChoiceField(label=_("Alueet"), widget=forms.CheckboxSelectMultiple)
    often = forms.ChoiceField(
        label=_("Kuinka usein"),
        choices=Following.Often.choices,
        initial=Following.Often.WEEKLY,
        help_text=_("Viesti lähtee vain, kun jokin luku on muuttunut."),
    )
    language = forms.ChoiceField(label=_("Viestin kieli"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, areas: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(area.key, words.area_name(area)) for area in areas]  # type: ignore[attr-defined]
