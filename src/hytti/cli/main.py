"""The `hytti` command. Django is loaded only by the commands that need it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from .facts import add_parser as add_facts
from .sums import add_parser as add_sums
from .tray import add_parser as add_tray
from .trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SETTINGS = "hytti.config.settings"
PRODUCTION_WORDS = ("1", "true", "yes", "on", "t", "y")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code. Troubles are told in one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if words[:1] == ["manage"]:
        return _told(lambda: _manage(words[1:]))
    options = _parser().parse_args(words)
    return _told(lambda: _run(options))


def _told(command: Callable[[], int | None]) -> int:
    try:
        return command() or 0
    except Trouble as trouble:
        sentence = str(trouble)
    except KeyboardInterrupt:
        sentence = "Interrupted."
    except Exception as error:
        told = _sentence(error)
        if told is None:
            raise
        sentence = told
    print(f"hytti: {sentence}", file=sys.stderr)
    return 1


def _sentence(error: Exception) -> str | None:
    """The sentence of an error that a person can mend; None for a fault of ours, which keeps its traceback."""
    import errno

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {error.filename or 'a file'} was not written."
    if isinstance(error, PermissionError):
        return f"{error.filename or 'A file'} cannot be written or read: check its owner and rights."
    if isinstance(error, (FileNotFoundError, NotADirectoryError)) and error.filename:
        return f"{error.filename} is not there."
    if isinstance(error, IsADirectoryError):
        return f"{error.filename} is a folder, and a file is needed."
    return _sentence_of_settings(error) or _sentence_of_database(error)


def _sentence_of_settings(error: Exception) -> str | None:
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    if isinstance(error, (ImproperlyConfigured, EnvError)):
        return " ".join(str(error).split())
    return None


def _sentence_of_database(error: Exception) -> str | None:
    from django.db import OperationalError

    if not isinstance(error, OperationalError):
        return None
    said = " ".join(str(error).split())
    if "disk is full" in said or "disk I/O" in said:
        return f"The disk is full or failing: the database was not written ({said})."
    if "readonly database" in said or "unable to open" in said:
        return f"The database file in the data folder cannot be written: check its owner and rights ({said})."
    return f"The database does not answer: {said}"


def _run(options: argparse.Namespace) -> int | None:
    if options.command == "serve":
        from .serve import serve

        _demo_by_default()
        return serve()
    if options.command == "region":
        from .region import check_region, load_region

        return (
            load_region(options.folder, dry_run=options.dry_run)
            if options.verb == "load"
            else check_region(options.folder)
        )
    if options.command == "account":
        from .accounts import create_administrator

        return create_administrator(options.email)
    if options.command == "backup":
        from .backup import backup

        return backup(options.file)
    if options.command == "search":
        from .searching import rebuild_index

        return rebuild_index()
    if options.command == "tick":
        from .ticking import tick

        return tick()
    if options.command == "facts":
        from .facts import run as run_facts

        return run_facts(options)
    if options.command == "tray":
        from .tray import run as run_tray

        return run_tray(options)
    if options.command == "sums":
        from .sums import run

        return run(options)
    from .messages import update_messages

    return update_messages(check=options.check)


def _demo_by_default() -> None:
    """Serving shows the demo unless production is asked for; HYTTI_DEMO=0 turns it off."""
    if os.environ.get("HYTTI_PRODUCTION", "").strip().lower() not in PRODUCTION_WORDS:
        os.environ.setdefault("HYTTI_DEMO", "1")


def _manage(words: list[str]) -> int | None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hytti manage", *words])
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hytti", description="The open workbench for promoting wellbeing and health.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("serve", help="prepare the data folder and serve the pages (HYTTI_HOST, HYTTI_PORT, HYTTI_VAR)")

    region = commands.add_parser("region", help="check or load a region pack").add_subparsers(
        dest="verb", required=True, metavar="verb"
    )
    load = region.add_parser("load", help="load the pack; what people have edited stays and is reported")
    load.add_argument("folder", help="the pack's folder, such as regions/paijat-hame")
    load.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    check = region.add_parser("check", help="read the pack's files against their schemas, without a database")
    check.add_argument("folder")

    account = commands.add_parser("account", help="accounts").add_subparsers(dest="verb", required=True, metavar="verb")
    create = account.add_parser("create-admin", help="make an administrator and print a link for choosing a password")
    create.add_argument("email")

    backup = commands.add_parser("backup", help="copy the database into a file while the service runs")
    backup.add_argument("file")

    messages = commands.add_parser("messages", help="collect texts into the translation catalogues")
    messages.add_argument("--check", action="store_true", help="change nothing; fail on a missing translation")

    search = commands.add_parser("search", help="the search index").add_subparsers(
        dest="verb", required=True, metavar="verb"
    )
    search.add_parser("rebuild", help="read every record into the index again, as after a change of dictionary")

    commands.add_parser("tick", help="do what has come due, such as letters; cron or systemd calls it, say hourly")
    add_facts(commands)
    add_sums(commands)
    add_tray(commands)

    commands.add_parser("manage", help="Django's own commands: hytti manage check …", add_help=False)
    return parser
