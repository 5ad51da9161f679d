"""What records refer to: areas, terms and providers, found once for a run and made where they are missing."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

from hytti.core.models import Area, Organisation, Region

from ..models import Term, ThemeRule, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.core.models import Source
    from hytti.sources.offers import Concept, OfferRecord, ProviderRecord

ENDINGS = (
    (re.compile(r"\b(ry|r\.y\.|rf|yhdistys|säätiö|sr)\b", re.IGNORECASE), Organisation.Kind.ASSOCIATION),
    (re.compile(r"\b(oy|oyj|ab|ky|tmi|osuuskunta)\b", re.IGNORECASE), Organisation.Kind.COMPANY),
    (re.compile(r"seurakunta|seurakuntayhtymä|församling", re.IGNORECASE), Organisation.Kind.PARISH),
)


class World:
    """The region's areas, the terms and the organisations. New ones are made with `source` as theirs."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.areas = {area.code: area for area in Area.objects.municipalities().filter(valid_to__isnull=True)}
        region = Region.objects.select_related("area").first()
        self.county = region.area.code if region else ""
        self._terms: dict[tuple[str, str], int] = {}
        for vocabulary, code, pk in Term.objects.values_list("vocabulary", "code", "pk"):
            self._terms[vocabulary, code] = pk
        today = timezone.localdate()
        self._themes: dict[int, set[int]] = {}
        for service_class, theme in ThemeRule.objects.valid_on(today).values_list("service_class", "theme"):
            self._themes.setdefault(service_class, set()).add(theme)
        self._by_number: dict[str, int] = {}
        self._by_name: dict[str, tuple[int, str]] = {}
        self._kinds_and_names: set[tuple[str, str]] = set()
        self._slugs = set(Organisation.objects.values_list("slug", flat=True))
        for row in Organisation.objects.order_by("pk").values("pk", "kind", "name_fi", "name_sv", "business_id"):
            self._know(row["pk"], row["kind"], (row["name_fi"], row["name_sv"]), row["business_id"])

    def terms(self, vocabulary: str, codes: Iterable[str]) -> set[int]:
        """The keys of the codes that are known."""
        return {self._terms[vocabulary, code] for code in codes if (vocabulary, code) in self._terms}

    def concepts(self, concepts: Iterable[Concept]) -> set[int]:
        """The keys of ontology words; those that were not known must have been `learn`ed."""
        return self.terms(Vocabulary.ONTOLOGY, (code_of(one) for one in concepts))

    def themes_of(self, classes: Iterable[int]) -> set[int]:
        """The themes that service classes belong to by today's rules."""
        return {theme for one in classes for theme in self._themes.get(one, ())}

    def learn(self, records: Iterable[OfferRecord]) -> None:
        """Make the ontology words of the records that are not there; a word without any name is passed over."""
        new: dict[str, Concept] = {}
        for concept in (one for record in records for one in record.ontology):
            code = code_of(concept)
            if concept.names and (Vocabulary.ONTOLOGY.value, code) not in self._terms:
                new.setdefault(code, concept)
        if not new:
            return
        rows = [
            Term(
                vocabulary=Vocabulary.ONTOLOGY,
                code=code,
                uri=one.uri[:300],
                name_fi=(one.names.get("fi") or next(iter(one.names.values())))[:200],
                name_sv=one.names.get("sv", "")[:200],
                name_en=one.names.get("en", "")[:200],
                source=self._source.title_fi[:200],
            )
            for code, one in new.items()
        ]
        Term.objects.bulk_create(rows, ignore_conflicts=True)
        found = Term.objects.filter(vocabulary=Vocabulary.ONTOLOGY, code__in=new)
        self._terms |= {(Vocabulary.ONTOLOGY.value, code): pk for code, pk in found.values_list("code", "pk")}

    def provider(self, provider: ProviderRecord) -> int:
        """The organisation by its business id, else by its name where no other id speaks against it; else a new one."""
        if provider.business_id in self._by_number:
            return self._by_number[provider.business_id]
        for name in provider.names.values():
            pk, number = self._by_name.get(name.casefold(), (0, ""))
            if pk and (not provider.business_id or number in ("", provider.business_id)):
                return pk
        return self._make(provider)

    def _make(self, provider: ProviderRecord) -> int:
        name = provider.names.get("fi") or next(iter(provider.names.values()))
        kind = _kind(provider, name)
        if (kind, name) in self._kinds_and_names:
            name = f"{name[:185]} ({provider.business_id})"
        made = Organisation.objects.create(
            kind=kind,
            slug=self._free_slug(name),
            name_fi=name,
            name_sv=provider.names.get("sv", ""),
            name_en=provider.names.get("en", ""),
            business_id=provider.business_id,
            source=self._source,
        )
        self._know(made.pk, kind, (name, made.name_sv), provider.business_id)
        return made.pk

    def _free_slug(self, name: str) -> str:
        stem = slugify(name)[:150] or "organisaatio"
        slug = next(one for one in chain([stem], (f"{stem}-{n}" for n in count(2))) if one not in self._slugs)
        self._slugs.add(slug)
        return slug

    def _know(self, pk: int, kind: str, names: Iterable[str], number: str) -> None:
        if number:
            self._by_number[number] = pk
        for name in filter(None, names):
            self._by_name.setdefault(name.casefold(), (pk, number))
            self._kinds_and_names.add((kind, name))


def code_of(concept: Concept) -> str:
    """The code of an ontology word: the end of its address, such as koko/p7822."""
    return "/".join(concept.uri.rstrip("/").split("/")[-2:])[:120]


def _kind(provider: ProviderRecord, name: str) -> str:
    if provider.kind in Organisation.Kind.values:
        return provider.kind
    return next((kind for pattern, kind in ENDINGS if pattern.search(name)), Organisation.Kind.OTHER)
