"""A folder of statistics: manifest.yaml tells of each dataset what it is, the Parquet files hold the figures."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from . import store
from .model import Area, Dataset, Refused
from .reader import open_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MANIFEST = "manifest.yaml"


class BadFolder(ValueError):
    """The folder is not fit to be loaded; the sentence tells which file and why. Nothing was loaded."""


def _plain(name: str) -> str:
    if "/" in name or "\\" in name or name.startswith("."):
        raise ValueError("a file of this folder is named without a path")
    return name


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Annotated[str, AfterValidator(_plain)]
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    rows: int = Field(ge=0)


class KeptDataset(_Kept):
    """A dataset of the manifest. `twin` is the same for people to read; it is not loaded."""

    key: str = Field(min_length=1)
    title_fi: str
    title_sv: str
    title_en: str
    source: str
    source_key: str
    address: str
    fetched_at: AwareDatetime
    as_of: str
    licence: str
    attribution: str
    borders: int | None
    calculated: bool
    method_fi: str = ""
    method_sv: str = ""
    method_en: str = ""
    twin: str = ""


class Manifest(BaseModel):
    """What the folder has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    areas: _Kept
    datasets: tuple[KeptDataset, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a dataset: loaded; the same was there; a newer one was there and stayed."""

    key: str
    state: Literal["loaded", "same", "newer"]
    rows: int
    changes: int = 0


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest. Raises BadFolder."""
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BadFolder(f"{path} is not there.") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise BadFolder(f"{path} is not YAML: {' '.join(str(error).split())}.") from None
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        raise BadFolder(f"{path}: {where}.") from None
    keys = [dataset.key for dataset in manifest.datasets]
    if doubles := sorted({key for key in keys if keys.count(key) > 1}):
        raise BadFolder(f"{path}: the key {doubles[0]} is there twice.")
    return manifest


def load_folder(
    path: Path,
    folder: Path,
    *,
    county: str = "",
    progress: Callable[[tuple[KeptDataset, ...]], Iterable[KeptDataset]] = lambda datasets: datasets,
) -> list[Loaded]:
    """Load the folder's areas and datasets into the store, all or none.

    county: key of a hyvinvointialue; changes of its areas and of itself are logged. A dataset whose file is the one
    that was loaded before, or which the store has fetched later, is left as it is.
    Raises BadFolder on a file that is missing, changed or unfit; Busy, OSError as `store.writing`.
    """
    manifest = read_manifest(folder)
    areas = _areas(folder, manifest.areas)
    watch = {area.key for area in areas if county and county in (area.key, area.county)}
    there = {dataset.key: dataset for dataset in open_facts(path).datasets()}
    done = []
    with store.writing(path) as writer:
        writer.put_areas(areas)
        for kept in progress(manifest.datasets):
            old = there.get(kept.key)
            if old and old.sha256 == kept.sha256:
                done.append(Loaded(kept.key, "same", old.rows))
            elif old and old.fetched_at > kept.fetched_at:
                done.append(Loaded(kept.key, "newer", old.rows))
            else:
                done.append(Loaded(kept.key, "loaded", kept.rows, _load(writer, folder, kept, watch)))
    return done


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(writer: store.Writer, folder: Path, kept: KeptDataset, watch: set[str]) -> int:
    file = _whole(folder, kept)
    try:
        table = pq.read_table(file)
        _count(file, table.num_rows, kept.rows)
        return writer.replace_dataset(dataset_of(kept), table, watch)
    except (pa.ArrowException, Refused) as error:
        raise BadFolder(f"{file}: {error}.") from error


def dataset_of(kept: KeptDataset) -> Dataset:
    """The manifest's words as the store keeps them."""
    told = kept.model_dump(exclude={"file", "twin"})
    return Dataset(**told, problems=(), published_at=datetime.now(kept.fetched_at.tzinfo))


def _whole(folder: Path, kept: _Kept) -> Path:
    file = folder / kept.file
    if not file.is_file():
        raise BadFolder(f"{file} is not there.")
    if digest(file) != kept.sha256:
        raise BadFolder(f"{file} is not the file that {MANIFEST} tells of: its SHA-256 is another.")
    return file


def _count(file: Path, rows: int, told: int) -> None:
    if rows != told:
        raise BadFolder(f"{file} has {rows} rows, {MANIFEST} tells {told}.")


def _areas(folder: Path, kept: _Kept) -> list[Area]:
    file = _whole(folder, kept)
    with open(file, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    _count(file, len(rows), kept.rows)
    try:
        return [_area(row) for row in rows]
    except (KeyError, ValueError, TypeError) as error:
        raise BadFolder(f"{file} cannot be read as areas: {error!r}.") from error


def _area(row: dict[str, str]) -> Area:
    first, last = (int(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    names = {name: row[name] for name in ("key", "level", "code", "name_fi", "name_sv", "name_en")}
    county, municipality = (row[name] or None for name in ("county", "municipality"))
    return Area(**names, valid_from=first, valid_to=last, county=county, municipality=municipality)
