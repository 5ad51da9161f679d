"""What can be found, and keeping the index in step with it. Actions call `reindex` after commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import override

from ..models import SearchEntry
from .lemmas import folded, words_of

LANGUAGES = ("fi", "sv", "en")
LONGEST_TEXT = 20_000
MANY_AT_ONCE = 500


@dataclass(frozen=True)
class Findable:
    """How records of a model are found and shown.

    text(record, language) gives the title and the other text that exist in the language, "" where there is none;
    it may follow only links that `records` has fetched. `kind` is a code or a function from record to code.
    """

    model: type[models.Model]
    kind: str | Callable[[Any], str]
    text: Callable[[Any, str], tuple[str, str]]
    title_field: str = "name"
    url: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None
    records: Callable[[], models.QuerySet] | None = None

    def all(self) -> models.QuerySet:
        return self.records() if self.records else self.model._default_manager.all()

    def kind_of(self, record: Any) -> str:
        return self.kind if isinstance(self.kind, str) else self.kind(record)


@dataclass(frozen=True)
class Kind:
    """A kind of hit, with its word on the page and its place among the groups."""

    code: str
    label: Any
    order: int


FINDABLE: dict[type[models.Model], Findable] = {}
KINDS: dict[str, Kind] = {}
ADDRESSES: dict[type[models.Model], Callable[[Any], str]] = {}


def register(findable: Findable, *kinds: Kind) -> None:
    """An app tells from its ready() what of it can be found; registering again replaces."""
    FINDABLE[findable.model] = findable
    KINDS.update({kind.code: kind for kind in kinds})


def locate(model: type[models.Model], url: Callable[[Any], str]) -> None:
    """A room gives the address of a shared model's pages."""
    ADDRESSES[model] = url


def address_of(record: models.Model) -> str:
    """Where the record is shown; empty where it has no page."""
    findable = FINDABLE[type(record)]
    give = findable.url or ADDRESSES.get(type(record)) or getattr(type(record), "get_absolute_url", None)
    return give(record) if give else ""


def reindex(record: models.Model) -> None:
    """Bring one record's entries up to date. A model that nobody registered is passed over."""
    findable = FINDABLE.get(type(record))
    if findable is None:
        return
    fresh = findable.all().filter(pk=record.pk).first()
    with transaction.atomic():
        if fresh is None:
            remove(record)
        else:
            _write(findable, fresh, {entry.language: entry for entry in _entries(record)}, again=False)


def reindex_many(model: type[models.Model], keys: Collection[int]) -> None:
    """The same for many records of a model by their keys; only what has changed is written."""
    findable = FINDABLE.get(model)
    if findable is None:
        return
    wanted, content_type = sorted(keys), ContentType.objects.get_for_model(model)
    for place in range(0, len(wanted), MANY_AT_ONCE):
        with transaction.atomic():
            _rebuild_model(findable, content_type, again=False, only=wanted[place : place + MANY_AT_ONCE])


def remove(record: models.Model) -> None:
    _entries(record).delete()


def rebuild(*, again: bool = False) -> int:
    """Bring every record's entries up to date and drop those of records that are gone.

    Entries whose title and text have not changed are left alone, unless `again` asks for new words too (after a
    change of dictionary). Returns the number of entries.
    """
    known = ContentType.objects.get_for_models(*FINDABLE)
    with transaction.atomic():
        SearchEntry.objects.exclude(content_type__in=known.values()).delete()
        for model, content_type in known.items():
            _rebuild_model(FINDABLE[model], content_type, again)
    return SearchEntry.objects.count()


def rebuild_model(model: type[models.Model], *, again: bool = False) -> None:
    """The same for the records of one model."""
    _rebuild_model(FINDABLE[model], ContentType.objects.get_for_model(model), again)


def _rebuild_model(
    findable: Findable, content_type: ContentType, again: bool, only: Sequence[int] | None = None
) -> None:
    """only: keys of the records that are looked at; all of them without it."""
    entries, records = SearchEntry.objects.filter(content_type=content_type), findable.all()
    if only is not None:
        entries, records = entries.filter(object_id__in=only), records.filter(pk__in=only)
    kept: dict[int, dict[str, SearchEntry]] = {}
    for entry in entries:
        kept.setdefault(entry.object_id, {})[entry.language] = entry
    for record in records:
        _write(findable, record, kept.pop(record.pk, {}), again)
    SearchEntry.objects.filter(content_type=content_type, object_id__in=list(kept)).delete()


def _write(findable: Findable, record: models.Model, kept: dict[str, SearchEntry], again: bool) -> None:
    kind = findable.kind_of(record)
    for language in LANGUAGES:
        with override(language):
            title, text = (part[:LONGEST_TEXT] for part in findable.text(record, language))
        entry = kept.get(language)
        if not title and not text:
            if entry:
                entry.delete()
            continue
        title = (title or findable.text(record, "fi")[0])[:300]
        if entry and not again and (entry.kind, entry.title, entry.text) == (kind, title, text):
            continue
        entry = entry or SearchEntry(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk, language=language
        )
        entry.kind, entry.title, entry.text = kind, title, text
        entry.words, entry.folded = _indexed(title, text)
        entry.save()


def _indexed(title: str, text: str) -> tuple[str, str]:
    """The words of the title on the first line, those of the text on the second; and those that lose a mark."""
    in_title, in_text = words_of(title), words_of(text)
    without_marks = {folded(word): None for word in (*in_title, *in_text) if folded(word) != word}
    return f"{' '.join(in_title)}\n{' '.join(in_text)}", " ".join(without_marks)


def _entries(record: models.Model) -> models.QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


def title_words(entry: SearchEntry) -> list[str]:
    return entry.words.partition("\n")[0].split()


def labels(kinds: Iterable[str]) -> list[Kind]:
    """The kinds in the order in which their groups are shown."""
    return sorted((KINDS[code] for code in set(kinds) if code in KINDS), key=lambda kind: kind.order)
