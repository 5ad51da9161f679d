"""What a PDF must have for one who listens to it, read from its tags with pikepdf: an own test, not a certificate."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

HEADING = re.compile(r"H([1-6])")


@dataclass
class Tag:
    """A tag as a reader meets it: `kind` is the standard type that it stands for."""

    kind: str
    element: Dictionary
    inside: list[Tag] = field(default_factory=list)

    def all(self, *kinds: str) -> Iterator[Tag]:
        """The tags of the kinds in this one, in reading order, this one too."""
        if self.kind in kinds:
            yield self
        for one in self.inside:
            yield from one.all(*kinds)

    @property
    def alt(self) -> str:
        return str(self.element.get("/Alt", ""))

    @property
    def title(self) -> str:
        return str(self.element.get("/T", ""))

    @property
    def scope(self) -> str:
        held = self.element.get("/A", Array())
        for one in held if isinstance(held, Array) else [held]:
            if isinstance(one, Dictionary) and one.get("/O") == Name.Table and "/Scope" in one:
                return str(one.Scope).lstrip("/")
        return ""


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def tags(file: pikepdf.Pdf) -> Tag:
    """The tree of tags of a file that has one."""
    root = file.Root.StructTreeRoot
    roles = {str(name): str(role) for name, role in root.get("/RoleMap", {}).items()}
    top = Tag("Root", root)
    waiting = [top]
    while waiting:
        tag = waiting.pop()
        held = tag.element.get("/K", Array())
        for one in held if isinstance(held, Array) else [held]:
            if isinstance(one, Dictionary) and "/S" in one:
                kind = str(one.S)
                tag.inside.append(Tag(roles.get(kind, kind).lstrip("/"), one))
        waiting += tag.inside
    return top


def bookmarks(file: pikepdf.Pdf) -> list[str]:
    """The titles of the bookmarks in their order."""

    def told(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
        for one in items:
            yield one.title
            yield from told(one.children)

    with file.open_outline() as outline:
        return list(told(outline.root))


def faults(made: bytes) -> list[str]:
    """What is wrong with the structure of a PDF, in words; empty where all is well."""
    with opened(made) as file:
        return [*_of_file(file), *(_of_tags(file) if "/StructTreeRoot" in file.Root else ["no tags"])]


def _of_file(file: pikepdf.Pdf) -> Iterator[str]:
    if not file.Root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not str(file.Root.get("/Lang", "")):
        yield "no language"
    if not file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    told = file.open_metadata()
    if not told.get("dc:title"):
        yield "no title"
    modes = {name: told.get(name) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")}
    if list(modes.values()) != ["1", "2", "A"]:
        yield f"made in other modes: {modes}"


def _of_tags(file: pikepdf.Pdf) -> Iterator[str]:
    top = tags(file)
    level = 0
    headings = list(top.all(*(f"H{at}" for at in range(1, 7))))
    for tag in headings:
        deeper = int(HEADING.fullmatch(tag.kind)[1])
        if deeper > level + 1:
            yield f"a heading jumps from {level} to {deeper}: {tag.title}"
        level = deeper
    if [tag.title for tag in headings] != bookmarks(file):
        yield "the bookmarks are not the headings"
    yield from ("a figure has no alternative text" for tag in top.all("Figure") if not tag.alt.strip())
    for table in top.all("Table"):
        heads = list(table.all("TH"))
        if not heads:
            yield "a table has no heading cells"
        yield from ("a heading cell has no scope" for tag in heads if tag.scope not in ("Row", "Column", "Both"))
        if len({len(row.inside) for row in table.all("TR")}) > 1:
            yield "a table has uneven rows"
