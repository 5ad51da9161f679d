"""How a region pack says what its structure diagram shows (`diagram.yaml`)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hytti.core.packs.schema import Key, PartialDate
from hytti.structures.diagram import Box, DiagramSpec, Frame, Group, Item, Labels, Lane, Relation

Resolve = Callable[[str], Box]
Expand = Callable[[str], list[Box]]
_ALL = "all:"

# What `all:` can stand for.
NAMED_SOURCES = frozenset({"municipalities", "priorities", "guiding-documents", "networks"})


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Words(_Entry):
    """A text in three languages; what is missing is shown in Finnish."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    def read(self, lang: str) -> str:
        return {"sv": self.sv, "en": self.en}.get(lang, "") or self.fi


class BoxEntry(_Entry):
    """A box: a reference to something in the register, and a shorter name for the picture.

    `{count}` in the label of an `all:` reference becomes the number of things it stands for.
    """

    box: str
    label: Words = Words()
    kind: Literal["body", "area", "list"] = "body"
    tasks: bool = False


class AllOf(_Entry):
    """Everything of a named source, such as all municipalities."""

    all: str


class GroupEntry(_Entry):
    group: str
    title: Words = Words()
    title_note: Words = Words()
    columns: Literal[1, 2] = 1
    framed: bool = False
    of: AllOf | list[str | BoxEntry]


class FrameEntry(_Entry):
    frame: str
    groups: list[GroupEntry] = Field(min_length=1, max_length=3)


ItemEntry = BoxEntry | GroupEntry | FrameEntry


class LaneEntry(_Entry):
    title: Words
    width: float = Field(default=1, gt=0)
    items: list[ItemEntry]


class RelationEntry(_Entry):
    """A line. `short` is its verb in the compact picture; `about` is the body that a proposal concerns."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    about: str = ""
    kind: Literal["decides", "proposes", "presents", "cooperates", "line"]
    verb: Words = Words()
    short: Words = Words()


class PictureEntry(_Entry):
    """One picture. `relations` are drawn besides those of the register."""

    documents: AllOf | list[str | BoxEntry] | None = None
    lanes: list[LaneEntry] = Field(min_length=1, max_length=4)
    relations: list[RelationEntry] = []
    selected: str | None = None

    @model_validator(mode="after")
    def keys_are_unique(self) -> "PictureEntry":
        keys = [key for lane in self.lanes for item in lane.items for key in _keys(item)]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"in the picture twice: {', '.join(twice)}")
        drawn = {_key(item) for lane in self.lanes for item in lane.items}
        for relation in self.relations:
            for end in (relation.source, relation.target):
                if end not in drawn:
                    raise ValueError(f"a relation names {end}, which is not a box, group or frame of this picture")
        return self


class DiagramFile(_Entry):
    source: Key
    as_of: PartialDate
    wording: list[RelationEntry] = []
    full: PictureEntry
    compact: PictureEntry | None = None


def parse(data: dict[str, Any]) -> DiagramFile:
    """Read the content of diagram.yaml; raises pydantic's ValidationError naming the field."""
    return DiagramFile.model_validate(data)


def references(file: DiagramFile) -> set[str]:
    """Everything the file expects the register to know, for the pack's check."""
    found: set[str] = set()
    for picture in (file.full, file.compact):
        if picture is None:
            continue
        found |= set(_referred(picture.documents))
        for lane in picture.lanes:
            for item in lane.items:
                for group in _groups(item):
                    found |= set(_referred(group.of))
                if isinstance(item, BoxEntry):
                    found.add(item.box)
    return found


def build(
    file: DiagramFile,
    resolve: Resolve,
    expand: Expand,
    relations: Sequence[Relation],
    *,
    labels: Labels,
    lang: str = "fi",
    selected: str | None = None,
    compact: bool = False,
    key: str = "rakenne",
) -> DiagramSpec:
    """The picture's data, with labels and addresses from the register.

    `resolve` turns a reference (`aluehallitus`, `post:…`, `organisation:…`, `area:…`, `theme:…`, `document:…`, `all:…`)
    into a box and raises LookupError for what the register no longer has: that box is then left out. `expand` lists
    the boxes of a named source. Of the register's relations those are drawn whose both ends stand in the picture.
    """
    picture = file.compact if compact else file.full
    if picture is None:
        raise ValueError("this region has no compact picture")
    builder = _Builder(resolve, expand, lang)
    lanes = tuple(Lane(lane.title.read(lang), tuple(builder.items(lane.items)), lane.width) for lane in picture.lanes)
    drawn = {item.key for lane in lanes for item in lane.items}
    wanted = [*_worded(relations, file.wording, lang), *(_relation(one, lang) for one in picture.relations)]
    kept = dict.fromkeys(one for one in wanted if one.source in drawn and one.target in drawn)
    return DiagramSpec(
        labels=labels,
        lanes=lanes,
        relations=tuple(kept),
        documents=tuple(builder.boxes(picture.documents)) if picture.documents else (),
        selected=selected or picture.selected,
        compact=compact,
        key=key,
    )


class _Builder:
    def __init__(self, resolve: Resolve, expand: Expand, lang: str) -> None:
        self.resolve, self.expand, self.lang = resolve, expand, lang

    def items(self, entries: Sequence[ItemEntry]) -> Iterator[Item]:
        for entry in entries:
            if isinstance(entry, BoxEntry):
                yield from self.box(entry)
            elif isinstance(entry, GroupEntry):
                yield self.group(entry)
            else:
                yield Frame(entry.frame, tuple(self.group(group) for group in entry.groups))

    def group(self, entry: GroupEntry) -> Group:
        title, note = entry.title.read(self.lang), entry.title_note.read(self.lang)
        return Group(entry.group, title, tuple(self.boxes(entry.of)), entry.columns, entry.framed, note)

    def boxes(self, of: AllOf | list[str | BoxEntry]) -> Iterator[Box]:
        if isinstance(of, AllOf):
            yield from (replace(box, kind="list", items=()) for box in self.expand(of.all))
            return
        for entry in of:
            yield from self.box(BoxEntry(box=entry, kind="list") if isinstance(entry, str) else entry)

    def box(self, entry: BoxEntry) -> Iterator[Box]:
        """The box, or nothing when the register does not have it."""
        try:
            found = self.resolve(entry.box)
        except LookupError:
            return
        own = entry.label.read(self.lang)
        if own and entry.box.startswith(_ALL):
            own = own.replace("{count}", str(len(self.expand(entry.box.removeprefix(_ALL)))))
        lang = ("" if getattr(entry.label, self.lang, "") else "fi") if own and self.lang != "fi" else found.lang
        yield replace(
            found,
            key=entry.box,
            label=own or found.label,
            kind=entry.kind,
            items=found.items if entry.tasks else (),
            lang=lang,
        )


def _worded(relations: Sequence[Relation], wording: Sequence[RelationEntry], lang: str) -> Iterator[Relation]:
    """The register's relations, with the pack's verbs where it has one for them."""
    for one in relations:
        words = next(
            (
                entry
                for entry in wording
                if (entry.source, entry.target, entry.kind) == (one.source, one.target, one.kind)
                and entry.about in ("", one.about)
            ),
            None,
        )
        if words is None:
            yield one
        else:
            yield replace(one, verb=words.verb.read(lang) or one.verb, short=words.short.read(lang) or one.short)


def _relation(entry: RelationEntry, lang: str) -> Relation:
    return Relation(entry.source, entry.target, entry.verb.read(lang), entry.kind, entry.about, entry.short.read(lang))


def _key(item: ItemEntry) -> str:
    if isinstance(item, BoxEntry):
        return item.box
    return item.group if isinstance(item, GroupEntry) else item.frame


def _groups(item: ItemEntry) -> list[GroupEntry]:
    if isinstance(item, GroupEntry):
        return [item]
    return item.groups if isinstance(item, FrameEntry) else []


def _keys(item: ItemEntry) -> Iterator[str]:
    yield _key(item)
    for group in _groups(item):
        if isinstance(item, FrameEntry):
            yield group.group
        yield from (reference for reference in _referred(group.of) if not reference.startswith(_ALL))


def _referred(of: AllOf | list[str | BoxEntry] | None) -> Iterator[str]:
    if isinstance(of, AllOf):
        yield _ALL + of.all
    for entry in of if isinstance(of, list) else []:
        yield entry if isinstance(entry, str) else entry.box
