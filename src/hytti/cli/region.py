"""`hytti region`: check a region pack, say what loading it would change, load it."""

from __future__ import annotations

import os
from pathlib import Path

from .trouble import Trouble

HOME_PACK = Path("regions") / "paijat-hame"


def load_region(folder: str, *, dry_run: bool = False) -> int:
    """Load the pack and print each change; with `dry_run` print what would change."""
    _set_up()
    print("\n".join(_report(Path(folder), dry_run=dry_run)))
    if dry_run:
        print("This was a trial: nothing was changed.")
    return 0


def check_region(folder: str) -> int:
    """Read the pack's files against their schemas; no database is needed."""
    _set_up()
    from hytti.core.packs.loading import read
    from hytti.core.packs.reading import Pack, PackError

    pack = Pack(_existing(Path(folder)))
    try:
        read(pack)
    except PackError as error:
        raise Trouble(_refusal(Path(folder), error)) from None
    print(f"{folder}: every row is well formed.")
    return 0


def load_pack(folder: Path) -> str:
    """Load the pack; the answer is one line that sums up what changed, and the differences that stay."""
    *lines, summary = _report(folder)
    return "\n".join([*(line for line in lines if line.startswith("!")), summary])


def pack_folder() -> Path | None:
    """The pack that HYTTI_REGION names, or the one of the source tree; None where there is neither."""
    named = os.environ.get("HYTTI_REGION", "").strip()
    if named:
        return _existing(Path(named))
    folder = Path(__file__).resolve().parents[3] / HOME_PACK
    return folder if folder.is_dir() else None


def _report(folder: Path, *, dry_run: bool = False) -> list[str]:
    from hytti.core.packs.loading import load
    from hytti.core.packs.reading import PackError

    try:
        return list(load(_existing(folder), dry_run=dry_run).lines())
    except PackError as error:
        raise Trouble(_refusal(folder, error)) from None


def _refusal(folder: Path, error: Exception) -> str:
    problems = str(error).splitlines()
    number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"The region pack {folder} was not loaded, and nothing was changed: {number}.\n" + "\n".join(problems)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Trouble(f"There is no region pack folder {folder}.")
    return folder


def _set_up() -> None:
    import django

    django.setup()
