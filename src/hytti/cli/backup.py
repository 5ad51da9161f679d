"""`hytti backup`: a whole and consistent copy of the database, taken while the service runs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from .trouble import Trouble


def backup(file: str) -> int:
    """Copy the SQLite database into a new file; PostgreSQL has its own tool, which is named."""
    from django.conf import settings

    database: dict[str, str] = settings.DATABASES["default"]  # type: ignore[assignment]
    target = Path(file)
    if "postgresql" in database["ENGINE"]:
        raise Trouble(f"The database is in PostgreSQL: use pg_dump --format=custom --file={target} {database['NAME']}.")
    source = Path(database["NAME"])
    if not source.exists():
        raise Trouble(f"There is no database yet at {source}.")
    if target.exists():
        raise Trouble(f"{target} exists already: give a new name.")
    if not target.absolute().parent.is_dir():
        raise Trouble(f"There is no folder {target.absolute().parent}.")
    _copy(source, target)
    print(
        f"{target}: {target.stat().st_size // 1000} kB. To restore, stop the service and put it in place of {source}."
    )
    return 0


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        source_address = f"{source.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source_address, uri=True)) as live,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.create_function("REGEXP", 2, _matches, deterministic=True)
            faults = copy.execute("PRAGMA quick_check").fetchone()[0]
        if faults != "ok":
            raise Trouble(f"The copy is not whole: {faults}.")
        unfinished.chmod(0o600)
        unfinished.rename(target)
    except sqlite3.Error as error:
        raise Trouble(f"The database was not copied to {target}: {error}.") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _matches(pattern: str, text: str | None) -> bool | None:
    """The function that the database's own constraints ask for."""
    return None if text is None else re.search(pattern, str(text)) is not None
