"""The tray's vocabularies as HSDS taxonomies, and the offer's own kinds and ways beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import plain, translated
from hytti.tray.exchange.ids import lasting
from hytti.tray.models import Offer, Term, Vocabulary

if TYPE_CHECKING:
    from uuid import UUID

KIND, WAY = "kind", "way"
NATIONAL = "http://uri.suomi.fi/codelist/ptv/"
ADDRESSES = {
    Vocabulary.SERVICE_CLASS: f"{NATIONAL}ptvserclass2",
    Vocabulary.TARGET_GROUP: f"{NATIONAL}ptvkohderyhmat",
    Vocabulary.LIFE_EVENT: f"{NATIONAL}ptvelti",
}


@dataclass(frozen=True)
class Word:
    """A term of a taxonomy; `parent` is the code of the term above it."""

    vocabulary: str
    code: str
    name: str
    language: str
    note: str = ""
    parent: str = ""
    uri: str = ""

    @property
    def id(self) -> UUID:
        return term_id(self.vocabulary, self.code)


def term_id(vocabulary: str, code: str) -> UUID:
    return lasting("taxonomy_term", vocabulary, code)


def taxonomy_id(vocabulary: str) -> UUID:
    return lasting("taxonomy", vocabulary)


def taxonomies() -> dict[str, tuple[str, str]]:
    """Name and description of each, in the language that is spoken."""
    national = _("Suomi.fi-palvelutietovarannon luokitus.")
    return {
        Vocabulary.THEME: (str(Vocabulary.THEME.label), _("Hyvinvoinnin teemat.")),
        Vocabulary.SERVICE_CLASS: (str(Vocabulary.SERVICE_CLASS.label), national),
        Vocabulary.TARGET_GROUP: (str(Vocabulary.TARGET_GROUP.label), national),
        Vocabulary.LIFE_EVENT: (str(Vocabulary.LIFE_EVENT.label), national),
        Vocabulary.ONTOLOGY: (str(Vocabulary.ONTOLOGY.label), _("Yleisten ontologioiden käsitteet.")),
        Vocabulary.AGE_GROUP: (str(Vocabulary.AGE_GROUP.label), _("Ikäryhmät täysinä vuosina.")),
        Vocabulary.ACCESSIBILITY: (str(Vocabulary.ACCESSIBILITY.label), _("Mitä paikan esteettömyydestä tiedetään.")),
        KIND: (_("Mitä"), _("Millaista tarjonta on.")),
        WAY: (_("Miten"), _("Miten tarjontaan osallistutaan.")),
    }


def words() -> list[Word]:
    """Every term in one query, each taxonomy's in their order."""
    stored = [word_of(term) for term in Term.objects.select_related("parent")]
    return [*stored, *(kind_of(kind) for kind in Offer.Kind.values), *(way_of(way) for way in Offer.Way.values)]


def word_of(term: Term) -> Word:
    name, language = translated(term, "name")
    parent = term.parent.code if term.parent else ""
    return Word(term.vocabulary, term.code, name, language, plain(term, "note"), parent, term.uri)


def kind_of(kind: str) -> Word:
    return Word(KIND, kind, str(Offer.Kind(kind).label), "")


def way_of(way: str) -> Word:
    return Word(WAY, way, str(Offer.Way(way).label), "")


def taxonomy(vocabulary: str) -> dict[str, Any]:
    name, description = taxonomies()[vocabulary]
    uri = ADDRESSES.get(Vocabulary(vocabulary)) if vocabulary in Vocabulary.values else None
    return {"id": taxonomy_id(vocabulary), "name": name, "description": description, "uri": uri}


def taxonomy_term(word: Word, *, full: bool = True) -> dict[str, Any]:
    told = {
        "id": word.id,
        "code": word.code,
        "name": word.name,
        "description": word.note or word.name,
        "parent_id": term_id(word.vocabulary, word.parent) if word.parent else None,
        "taxonomy": taxonomies()[word.vocabulary][0],
        "taxonomy_id": taxonomy_id(word.vocabulary),
        "language": word.language or None,
        "term_uri": word.uri or None,
    }
    return {**told, "taxonomy_detail": taxonomy(word.vocabulary)} if full else told
