"""Measure main pages with wrk beside a bare Django page with as many rows; weigh a visit and the workers.

Two granian workers, SQLite, 16 clients; the same server program and options for both. Only loopback, and a
bounded time. Prints requests a second, the median and the 99th percentile, the ratio to the bare page, and the memory
of all the service's processes after it (proportional set size: what they share is counted once).

    make bench-web                 ten seconds for each measurement
    SECONDS=3 make bench-web       a quick look
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from hytti.cli.serve import server_command

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 16
SECONDS = min(int(os.environ.get("SECONDS", "10")), 60)
HERE = Path(__file__).resolve().parent
FIRST_VISIT_LIMIT, LATER_LIMIT, MEMORY_LIMIT = 110_000, 15_000, 300
NOT_KEPT = ("network list", "an indicator")
RATIO_LIMIT, SLOWEST_LIMIT = 0.8, 60.0
"""At least so much of the bare page's rate, and at most so many milliseconds at the 99th percentile."""
WORDS = [
    f"{first}{rest}" for first in ("lasten", "kunnan", "huume", "nuoriso") for rest in ("työssä", "neuvostoja", "talon")
]
ASSET = re.compile(r'(?:href|src)="(/static/[^"#?]+\.(?:css|js|svg|woff2))')
FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')


@dataclass(frozen=True)
class Measurement:
    rate: float
    median: float
    slowest: float  # the 99th percentile, in milliseconds
    errors: int


def main() -> int:
    if not find_wrk():
        print("SKIPPED: the measurement, because wrk is not installed (apt-get install wrk).")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HYTTI_VAR": folder, "HYTTI_DEMO": "0", "HYTTI_PORT": str(free_port())}
        with hytti(environment) as address:
            pages = {
                "front page": "/fi/",
                "network list": "/fi/verkostot/",
                "a body": a_body(address),
                "an indicator": "/fi/luvut/diabeteslaakkeiden-erityiskorvaus/",
                "figures": "/fi/luvut/",
                "an area": "/fi/luvut/alueet/lahti/",
                "side by side": "/fi/luvut/vertailu/",
            }
            rows = {name: rows_of(address + path) for name, path in pages.items()}
            ours = {name: measure(address + path) for name, path in pages.items()}
            memory = [memory_of(address)]
            search(address)
            memory.append(memory_of(address))
            # a reader with a session cookie gets no kept page: each of these is made anew
            unkept = {name: measure(address + pages[name], "Cookie: sessionid=none") for name in NOT_KEPT}
            weights = weigh(address, pages)
        with bare(Path(folder) / "hytti.sqlite3") as address:
            peers = {name: measure(f"{address}/{rows[name]}/") for name in pages}
    made = {f"{name} *": name for name in NOT_KEPT}
    report(
        {**ours, **{shown: unkept[name] for shown, name in made.items()}},
        {**peers, **{shown: peers[name] for shown, name in made.items()}},
        {**rows, **{shown: rows[name] for shown, name in made.items()}},
    )
    print("* made anew for each reader, as for those who have signed in")
    report_weight(weights)
    over = "  over" if max(memory) > MEMORY_LIMIT else ""
    held = f"{memory[0]:.0f} MB after reading these pages, {memory[1]:.0f} MB after searches"
    print(f"\nThe service's processes hold {held} (limit {MEMORY_LIMIT}){over}.")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


def find_wrk() -> str | None:
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdin": subprocess.DEVNULL}
        subprocess.run(["apt-get", "-qq", "update"], **quiet)
        subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "wrk"], **quiet)
    return shutil.which("wrk")


@contextmanager
def hytti(environment: dict[str, str]) -> Iterator[str]:
    command = [sys.executable, "-c", "import sys; from hytti.cli.main import main; sys.exit(main(['serve']))"]
    with served(command, environment, f"http://127.0.0.1:{environment['HYTTI_PORT']}", "/fi/") as address:
        yield address


@contextmanager
def bare(database: Path) -> Iterator[str]:
    port = free_port()
    command = server_command("127.0.0.1", port, program="granian", application="bare:application")
    environment = {**os.environ, "PYTHONPATH": str(HERE), "BARE_DATABASE": str(database)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with served(command, environment, f"http://127.0.0.1:{port}", "/1/") as address:
        yield address


@contextmanager
def served(command: list[str], environment: dict[str, str], address: str, path: str) -> Iterator[str]:
    server = subprocess.Popen(command, env=environment, cwd=HERE.parents[1], start_new_session=True, stdout=sys.stderr)
    try:
        for _ in range(1200):
            if server.poll() is not None:
                raise SystemExit("The server did not start.")
            try:
                fetch(address + path)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def memory_of(address: str) -> float:
    """Megabytes of the processes that listen at the address, and of those that share their group."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    listening = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if f":{port} " in line}
    groups = {os.getpgid(one) for one in processes() if listening & sockets_of(one)} - {os.getpgid(0)}
    return sum(shared_out(one) for one in processes() if group_of(one) in groups) / 1000


def search(address: str) -> None:
    """Let every worker read Finnish words, of the site and of the tray; each search is a page that is not kept."""
    for word in WORDS:
        fetch(f"{address}/fi/haku/?{urlencode({'q': word})}")
        fetch(f"{address}/fi/tarjotin/?{urlencode({'q': word})}")


def processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def group_of(process: int) -> int | None:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return None


def sockets_of(process: int) -> set[str]:
    try:
        links = [os.readlink(one) for one in Path(f"/proc/{process}/fd").iterdir()]
    except OSError:
        return set()
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def shared_out(process: int) -> int:
    """Proportional set size in kilobytes."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.search(r"(?m)^Pss:\s+(\d+)", text)[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str, encoding: str = "gzip") -> tuple[bytes, int]:
    """The body in plain, and its size as it travelled."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            return gzip.decompress(body), len(body)
        return body, len(body)


def a_body(address: str) -> str:
    html = fetch(f"{address}/fi/toimielimet/")[0].decode()
    return sorted(set(re.findall(r'href="(/fi/toimielimet/[a-z0-9-]+/)"', html)))[0]


def rows_of(address: str) -> int:
    """As many rows as the page has list items and table rows, and at least one."""
    html = fetch(address)[0].decode()
    return max(1, len(re.findall(r"<(?:li|tr)[ >]", html.partition("<main")[2])))


def measure(address: str, header: str = "Accept: text/html") -> Measurement:
    for _ in range(8):
        fetch(address)
    said = subprocess.run(
        ["wrk", "-t", "2", "-c", str(CLIENTS), "-d", f"{SECONDS}s", "--latency", "-H", header, address],
        capture_output=True, text=True, check=True, timeout=SECONDS + 30,
    ).stdout  # fmt: skip
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Measurement(
        float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        milliseconds(re.search(r"(?m)^\s*50%\s+(\S+)", said)[1]),
        milliseconds(re.search(r"(?m)^\s*99%\s+(\S+)", said)[1]),
        int(errors[1]) if errors else 0,
    )


def milliseconds(text: str) -> float:
    for unit, factor in (("us", 0.001), ("ms", 1.0), ("s", 1000.0), ("m", 60000.0)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    raise ValueError(text)


def weigh(address: str, pages: dict[str, str]) -> dict[str, tuple[int, int]]:
    """For each page: what a first visit fetches, and what the page alone weighs, as a browser gets them."""
    weights = {}
    for name, path in pages.items():
        html, size = fetch(address + path)
        assets = {urljoin(address + path, found) for found in ASSET.findall(html.decode())}
        for asset in [found for found in assets if found.endswith(".css")]:
            fonts = {urljoin(asset, font) for font in FONT.findall(fetch(asset)[0].decode())}
            assets |= {font for font in fonts if "latin-ext" not in font}
        weights[name] = (size + sum(fetch(asset)[1] for asset in assets), size)
    return weights


def report(ours: dict[str, Measurement], peers: dict[str, Measurement], rows: dict[str, int]) -> None:
    print(f"\n{CLIENTS} clients, {SECONDS} s each, 2 workers, SQLite")
    print(f"bars: ratio at least {RATIO_LIMIT}, p99 at most {SLOWEST_LIMIT:g} ms\n")
    heads = f"{'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'bare req/s':>11} {'bare p99':>9} {'ratio':>6}"
    print(f"{'page':14} {'rows':>5} {heads}")
    for name, own in ours.items():
        peer = peers[name]
        print(
            f"{name:14} {rows[name]:5} {own.rate:8.0f} {own.median:8.2f} {own.slowest:8.2f} {peer.rate:11.0f} "
            f"{peer.slowest:9.2f} {own.rate / peer.rate:6.2f}  {bars(own, peer)}"
            + (f"  {own.errors} errors" if own.errors else "")
        )


def bars(own: Measurement, peer: Measurement) -> str:
    missed = {"ratio": own.rate / peer.rate < RATIO_LIMIT, "p99": own.slowest > SLOWEST_LIMIT}
    return "MISSED: " + ", ".join(name for name in missed if missed[name]) if any(missed.values()) else "met"


def report_weight(weights: dict[str, tuple[int, int]]) -> None:
    limits = f"(limits {FIRST_VISIT_LIMIT // 1000} and {LATER_LIMIT // 1000})"
    print(f"\n{'page':14} {'first visit kB':>15} {'later kB':>9}   {limits}")
    for name, (first, later) in weights.items():
        over = "  over" if first > FIRST_VISIT_LIMIT or later > LATER_LIMIT else ""
        print(f"{name:14} {first / 1000:15.1f} {later / 1000:9.1f}{over}")


if __name__ == "__main__":
    sys.exit(main())
