"""A real server and a real browser, once for each test session: the pack is loaded and the demo accounts are there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STARTING_SECONDS = 180


@dataclass
class Site:
    """The running service: its address, the folder of its letters, and the cookies of the roles that have signed in."""

    address: str
    letters: Path
    cookies: dict[str, list[Any]] = field(default_factory=dict)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands in this folder needs a browser; without Chromium it is skipped, and the summary says so."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="SKIPPED: Chromium is not installed"))


@pytest.fixture(autouse=True)
def _house_settings():
    """The server has settings of its own; the tests here touch no database."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Hytti as `make run` serves it, on a free port, with a data folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HYTTI_", "DJANGO_"))}
    environment |= {"HYTTI_VAR": str(folder / "var"), "HYTTI_PORT": str(port), "HYTTI_DEMO": "1"}
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", "import sys; from hytti.cli.main import main; sys.exit(main(['serve']))"],
            env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/fi/", server, log)
            yield Site(f"http://127.0.0.1:{port}", folder / "var" / "mail")
        finally:
            stop(server)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{address} answered {error.code}:\n{log.read_text()}") from None
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


def stop(server: subprocess.Popen) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, sign)
            server.wait(timeout=8)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright's loop lives in this thread, so Django is told that this is no asynchronous code."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Make a browser context of its own kind: new_context(java_script_enabled=False, forced_colors="active")."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        options = {"base_url": site.address, "locale": "fi-FI", "viewport": {"width": 1280, "height": 900}, **options}
        made.append(browser.new_context(**options))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page of a reader without an account. A script error or a refused resource fails the test."""
    opened = new_context().new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert not faults


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], Page]:
    """Sign the page's reader in as a role by its code; each role types its password once in a session."""
    from hytti.core.demo import ACCOUNTS

    accounts = {account.role.code: account for account in ACCOUNTS}

    def as_role(page: Page, role: str) -> Page:
        if role not in site.cookies:
            page.goto("/fi/tili/kirjaudu/")
            page.fill("[name=login]", accounts[role].email)
            page.fill("[name=password]", accounts[role].password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda address: "/kirjaudu/" not in address)
            site.cookies[role] = page.context.cookies()
        page.context.add_cookies(site.cookies[role])
        return page

    return as_role


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """What axe-core finds on the page: axe(page) is an empty list on an accessible one."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page: Page, context: str | None = None) -> list[str]:
        options = {"runOnly": TAGS, "resultTypes": ["violations"]}
        found = checker.run(page, context=context, options=options).response["violations"]
        return [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in found
            for node in violation["nodes"]
        ]

    return check
