"""Translation catalogues without the gettext tools: collect messages, keep translations, compile, find faults.

Messages are Finnish. Messages of outside libraries, which are English and stand in `core/outside_messages.py`, are
translated into Finnish and Swedish here where the library itself does not.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

    Key = tuple[str, str | tuple[str, str]]  # context ("" for none); text, or singular and plural
    Found = dict[Key, list[str]]  # the files where each message stands

OUTSIDE = Path("core") / "outside_messages.py"
LANGUAGES = {"fi": (False, True), "sv": (True, True), "en": (True, False)}  # our own messages, outside messages
ADDRESS_CONTEXT = "osoite"
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([\w.]+\)[a-zA-Z]|%[sd]|\{[\w.]*\}")
ADDRESS = re.compile(r"([a-z0-9-]+|<\w+:\w+>|\.)+(/([a-z0-9-]+|<\w+:\w+>|\.)+)*/?")
CONVERTER = re.compile(r"<\w+:\w+>")
UNSTABLE = re.compile(
    r'^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)[^\n]*\n', re.M
)


def extract_template(source: str) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """The context and text of each message in a Django template."""
    from django.utils.translation.template import templatize

    code = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    yield from extract_python(code)


def extract_python(source: str) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """The context and text of each message in Python code."""
    from babel.messages.extract import extract

    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield context or "", text if isinstance(text, str) else (text[0], text[1])


def collect(package: Path) -> tuple[Found, Found]:
    """The package's own messages and those of outside libraries, with the files where they stand."""
    own: Found = {}
    outside: Found = {}
    for path in sorted(
        [*package.rglob("*.py"), *package.rglob("templates/**/*.html"), *package.rglob("templates/**/*.txt")]
    ):
        name = path.relative_to(package)
        if "migrations" in name.parts or "vendor" in name.parts:
            continue
        read = extract_python if path.suffix == ".py" else extract_template
        messages = outside if name == OUTSIDE else own
        for key in read(path.read_text(encoding="utf-8")):
            messages.setdefault(key, []).append(name.as_posix())
    return own, outside


def wanted(language: str, own: Found, outside: Found) -> Found:
    """The messages that a language's catalogue must hold."""
    with_own, with_outside = LANGUAGES[language]
    return {**(own if with_own else {}), **(outside if with_outside else {})}


def catalogue_path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def update_catalogues(package: Path) -> Iterator[tuple[Path, int, int]]:
    """Rewrite each catalogue with the messages of today, keeping their translations.

    Yields each path with the number of new and of dropped messages.
    """
    from babel.messages.catalog import Catalog

    own, outside = collect(package)
    for language in LANGUAGES:
        path = catalogue_path(package, language)
        old = {key_of(message): message for message in read_catalogue(path, language) if message.id}
        found = wanted(language, own, outside)
        new = Catalog(locale=language, fuzzy=False)
        for key, files in found.items():
            kept = old.get(key)
            places = [(name, 0) for name in sorted(set(files))]  # no line numbers: they change too often
            new.add(
                key[1],
                kept.string if kept else None,
                places,
                flags=kept.flags & {"fuzzy"} if kept else (),
                user_comments=kept.user_comments if kept else (),
                context=key[0] or None,
            )
        write_catalogue(path, new)
        yield path, len(found.keys() - old.keys()), len(old.keys() - found.keys())


def key_of(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
    return message.context or "", text


def read_catalogue(path: Path, language: str) -> Catalog:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write without dates and tool names, so that only a changed text changes the file."""
    from babel.messages.pofile import write_po

    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, include_lineno=False)
    text = re.sub(r"\A(#[^\n]*\n)+", "", buffer.getvalue().decode())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(UNSTABLE.sub("", text), encoding="utf-8")


def compile_catalogues(locale: Path) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; the answer is what was written."""
    written = []
    for path in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < path.stat().st_mtime_ns:
            _compile(path, target)
            written.append(target)
    return written


def _compile(path: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo

    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, read_catalogue(path, path.parts[-3]))
    unfinished.replace(target)


def find_faults(package: Path) -> list[str]:
    """A line for each message that is missing, empty, fuzzy, left over, or has other placeholders than its text."""
    own, outside = collect(package)
    faults = []
    for language in LANGUAGES:
        path = catalogue_path(package, language)
        catalogue = read_catalogue(path, language)
        messages = {key_of(message): message for message in catalogue if message.id}
        found = wanted(language, own, outside)
        name = path.relative_to(package).as_posix()
        faults += [
            f"{name}: {shown(key)}: missing (in {files[0]})" for key, files in found.items() if key not in messages
        ]
        faults += [f"{name}: {shown(key)}: left over, no longer used" for key in messages if key not in found]
        faults += [f"{name}: {shown(key_of(message))}: obsolete" for message in catalogue.obsolete.values()]
        for key, message in messages.items():
            faults += [f"{name}: {shown(key)}: {fault}" for fault in faults_of(message)]
    return faults


def shown(key: Key) -> str:
    context, text = key
    text = repr(text if isinstance(text, str) else text[0])
    return f"{text} ({context})" if context else text


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if message.fuzzy:
        yield "fuzzy"
    if not all(string and string.strip() for string in strings):
        yield "empty"
        return
    if message.context == ADDRESS_CONTEXT:
        yield from _faults_of_address(sources[0], strings[0])
        return
    allowed = [placeholders(source) for source in sources]
    for string in strings:
        if placeholders(string) not in allowed:
            yield f"placeholders differ: {allowed[-1]} became {placeholders(string)}"


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text.replace("%%", ""))))


def _faults_of_address(source: str, string: str) -> Iterator[str]:
    if CONVERTER.findall(source) != CONVERTER.findall(string):
        yield f"address parts differ: {source} became {string}"
    if not ADDRESS.fullmatch(string) or source.endswith("/") != string.endswith("/"):
        yield f"not a clean address: {string}"
