"""How long 30 000 PTV services take into the tray, and how much memory: `python bench/tray/importing.py --names FILE`.

Names and summaries come from a CSV with the columns name_fi and summary_fi (such as the list of real PTV services of
the AuroraAI components); without it they are made of words. The services come page by page of 1 000 through the same
reader as from the open interface, with their channels and organisations. The peer reads the same pages with json.loads
and stores name, summary and description by bulk_create: no joining, no checks, no terms, no index.

Each part runs in a process of its own on a new SQLite database. The second import of the same pages shows what an
unchanged feed costs. Targets: 60 s; the memory of 30 000 at most a fifth above that of 10 000.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
CODES = ("016", "081", "098", "111", "142", "316", "398", "560", "576", "781")
PAGE, ORGANISATIONS = 1000, 400
TARGET_SECONDS, TARGET_GROWTH = 60, 1.2
NAME_SPACE = uuid.UUID("00000000-0000-0000-0000-00000000007a")


def main() -> int:
    """Make the pages, run each part in its own process, print the figures; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--services", type=int, default=30_000)
    parser.add_argument("--part", choices=("import", "peer"))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.part:
        return _part(options.part, options.folder, options.services)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = make_pages(folder, options.services, _names(options.names))
        print(f"{options.services} services in pages of {PAGE}: {size / 1e6:.0f} MB of JSON")
        small = _measured("import", folder, options.services // 3)
        whole = _measured("import", folder, options.services)
        peer = _measured("peer", folder, options.services)
    growth = whole["memory"] / small["memory"]
    print(f"peer, json.loads and bulk_create of three texts: {_told(peer)}, {peer['memory']:.0f} MB")
    print(f"import with its index: {_told(whole)} ({whole['processor'] / peer['processor']:.1f} x the peer)")
    print(f"  of that the index: {whole['index']:.1f} s; the same pages again: {whole['again']:.1f} s")
    print(f"  its own memory at its peak: {whole['memory']:.0f} MB, with a third of them {small['memory']:.0f} MB")
    good = whole["seconds"] <= TARGET_SECONDS and growth <= TARGET_GROWTH
    print("within the targets" if good else f"TARGETS MISSED: {TARGET_SECONDS} s, growth {TARGET_GROWTH}")
    return 0 if good else 1


def make_pages(folder: Path, count: int, names: list[tuple[str, str]]) -> int:
    """Pages of services, and beside each the channels they have; organisations in one file. Their size in bytes."""
    lot = random.Random(7)
    sample_text = "Toiminta on avointa kaikille, ja mukaan voi tulla milloin vain. Ohjaaja neuvoo alkuun. "
    organisations = [_id("o", number) for number in range(ORGANISATIONS)]
    size = 0
    for page in range(-(-count // PAGE)):
        services, channels = [], []
        for number in range(page * PAGE, min(count, (page + 1) * PAGE)):
            name, summary = names[number % len(names)]
            channels.append(_channel(number, name, organisations[number % ORGANISATIONS], lot))
            services.append(_service(number, name, summary, sample_text * lot.randint(5, 20), organisations, lot))
        body = json.dumps({"pageNumber": page + 1, "pageCount": -(-count // PAGE), "itemList": services})
        size += (folder / f"services-{page + 1}.json").write_bytes(body.encode())
        lines = "\n".join(f"{row['id']}\t{json.dumps(row)}" for row in channels)
        size += (folder / f"channels-{page + 1}.txt").write_bytes(lines.encode())
    for number, key in enumerate(organisations):
        (folder / f"{key}.json").write_text(
            json.dumps(
                {
                    "id": key,
                    "organizationType": "Organization",
                    "businessCode": _business_id(2_000_000 + number * 7),
                    "organizationNames": [{"language": "fi", "value": f"Järjestö {number} ry", "type": "Name"}],
                }
            ),
            encoding="utf-8",
        )
    return size


def _service(
    number: int, name: str, summary: str, text: str, organisations: list[str], lot: random.Random
) -> dict[str, Any]:
    def coded(code: str, kind: str) -> dict[str, Any]:
        return {"code": code, "uri": f"http://uri.suomi.fi/codelist/ptv/{kind}/code/{code}", "name": []}

    terms = lot.sample(range(3000), 4)
    return {
        "id": _id("s", number),
        "type": "Service",
        "serviceNames": [{"language": "fi", "value": f"{name} {number}"[:100], "type": "Name"}],
        "serviceChargeType": lot.choice(["FreeOfCharge", "Chargeable", None]),
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "municipalities": [{"code": c} for c in lot.sample(CODES, 2)]}],
        "serviceDescriptions": [
            {"language": "fi", "value": summary[:150], "type": "Summary"},
            {"language": "fi", "value": text, "type": "Description"},
            {"language": "sv", "value": text, "type": "Description"},
        ],
        "languages": ["fi", "sv"],
        "serviceClasses": [coded(lot.choice(["P27.1", "P25.1", "P4.12", "P5.17"]), "ptvserclass2")],
        "targetGroups": [coded(lot.choice(["KR1", "KR1.1", "KR1.2"]), "ptvkohderyhmat")],
        "lifeEvents": [],
        "ontologyTerms": [
            {"uri": f"http://www.yso.fi/onto/koko/p{n}", "name": [{"language": "fi", "value": f"käsite {n}"}]}
            for n in terms
        ],
        "keywords": [],
        "serviceChannels": [{"serviceChannel": {"id": _id("c", number), "name": name}}],
        "organizations": [
            {"organization": {"id": organisations[number % ORGANISATIONS], "name": "x"}, "roleType": "Responsible"}
        ],
        "publishingStatus": "Published",
        "modified": "2026-03-02T08:00:00",
    }


def _channel(number: int, name: str, organisation: str, lot: random.Random) -> dict[str, Any]:
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return {
        "id": _id("c", number),
        "serviceChannelType": "ServiceLocation",
        "organizationId": organisation,
        "serviceChannelNames": [{"language": "fi", "value": f"Toimipaikka {number}", "type": "Name"}],
        "phoneNumbers": [{"type": "Phone", "prefixNumber": "+358", "number": f"44{number:07}", "language": "fi"}],
        "emails": [{"value": f"info{number}@example.org", "language": "fi"}],
        "webPages": [],
        "addresses": [
            {
                "type": "Location",
                "country": "FI",
                "streetAddress": {
                    "street": [{"language": "fi", "value": "Esimerkkikatu"}],
                    "streetNumber": str(number % 90 + 1),
                    "postalCode": "15110",
                    "postOffice": [{"language": "fi", "value": "LAHTI"}],
                    "municipality": {"code": lot.choice(CODES)},
                    "latitude": str(6_760_000 + lot.randint(0, 60_000)),
                    "longitude": str(420_000 + lot.randint(0, 40_000)),
                },
            }
        ],
        "serviceHours": [
            {
                "serviceHourType": "DaysOfTheWeek",
                "openingHour": [{"dayFrom": day, "dayTo": "", "from": "08:00:00", "to": "16:00:00"} for day in week],
            }
        ],
        "publishingStatus": "Published",
        "modified": "2026-03-02T08:00:00",
    }


def _part(part: str, folder: Path, count: int) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    memory = _Memory()
    found = _import(folder, count) if part == "import" else _peer(folder, count)
    found["memory"] = memory.most()
    print(json.dumps(found))
    return 0


def _import(folder: Path, count: int) -> dict[str, float]:
    from hytti.core.models import Area, Organisation, Region, Source
    from hytti.sources import ptv
    from hytti.tray import vocabularies
    from hytti.tray.importing import running
    from hytti.tray.models import Feed, Offer
    from hytti.tray.search import index

    county = Area.objects.create(kind="county", code="09", slug="alue", name_fi="Alue")
    for code in CODES:
        Area.objects.create(
            kind="municipality", code=code, slug=f"kunta-{code}", name_fi=f"Kunta {code}", parent=county
        )
    Organisation.objects.create(kind="county", slug="alue", name_fi="Alue")
    Region.objects.create(key="alue", name_fi="Alue", area=county, organisation=Organisation.objects.get())
    vocabularies.load()
    source = Source.objects.create(key="ptv", title_fi="PTV", licence="CC0 1.0")
    feed = Feed.objects.create(key="ptv", kind=Feed.Kind.PTV11, name="PTV", source=source)
    spent, cpu = [0.0], [0.0]
    refresh = index.refresh

    def timed(numbers: Any) -> None:
        began = time.perf_counter()
        refresh(numbers)
        spent[0] += time.perf_counter() - began

    index.refresh = timed
    reader = ptv.Ptv11(_Pages(folder, count), ("398",), base="https://ptv.example")  # type: ignore[arg-type]

    def go() -> float:
        running.items_over_network = lambda *_: reader.everything(reading_of())  # type: ignore[assignment]
        began, worked = time.perf_counter(), time.process_time()
        run = running.fetch(feed)
        if run.state != "done":
            raise SystemExit(f"{run.state}: {run.problems[:3]}")
        cpu[0] = time.process_time() - worked
        return time.perf_counter() - began

    from hytti.sources.offers import Reading as reading_of

    seconds = go()
    first_index, processor = spent[0], cpu[0]
    again = go()
    if Offer.objects.count() != count:
        raise SystemExit(f"{Offer.objects.count()} offers of {count}")
    return {"seconds": seconds, "processor": processor, "index": first_index, "again": again}


class _Memory:
    """Watches the process's own memory: pages of the database's file that the system maps are not counted."""

    def __init__(self) -> None:
        self._most, self._done = 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self) -> None:
        while not self._done.wait(0.1):
            self._most = max(self._most, self._now())

    def _now(self) -> float:
        """Megabytes; the whole of the resident memory where the system does not tell its own part."""
        status = Path("/proc/self/status")
        if status.exists():
            return int(status.read_text().partition("RssAnon:")[2].split()[0]) / 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def most(self) -> float:
        self._done.set()
        self._watch.join()
        return max(self._most, self._now())


class _Pages:
    """A client that answers from files instead of the network."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._pages = folder, -(-count // PAGE)
        self._page, self._kept = 1, (0, list[tuple[str, bytes]]())

    def _channels(self) -> list[tuple[str, bytes]]:
        """The channels of the page at hand, each as it is sent."""
        if self._kept[0] != self._page:
            lines = (self._folder / f"channels-{self._page}.txt").read_text(encoding="utf-8").splitlines()
            self._kept = self._page, [(key, row.encode()) for key, _, row in (line.partition("\t") for line in lines)]
        return self._kept[1]

    def get(self, address: str, read: Any) -> Any:
        from hytti.sources.http import Answer, utc_now

        path, _, query = address.partition("?")
        if "/Service/list/area/" in path:
            self._page = int(query.rpartition("=")[2])
            body = (self._folder / f"services-{self._page}.json").read_bytes()
            body = body.replace(b'"pageCount": ', b'"pageCount": %d, "pages": ' % self._pages, 1)
        elif "/ServiceChannel/" in path:
            wanted = set(query.partition("=")[2].split("%2C"))
            body = b"[%s]" % b",".join(row for key, row in self._channels() if key in wanted)
        else:
            body = (self._folder / f"{path.rpartition('/')[2]}.json").read_bytes()
        return Answer(address, read(body), utc_now(), "")


def _peer(folder: Path, count: int) -> dict[str, float]:
    from hytti.core.models import Organisation
    from hytti.tray.models import Offer

    provider = Organisation.objects.create(kind="other", slug="yksi", name_fi="Yksi")
    began, worked = time.perf_counter(), time.process_time()
    for page in range(1, -(-count // PAGE) + 1):
        rows = json.loads((folder / f"services-{page}.json").read_bytes())["itemList"]
        Offer.objects.bulk_create(
            Offer(
                kind="service",
                state="published",
                slug=row["id"],
                provider=provider,
                name_fi=row["serviceNames"][0]["value"],
                summary_fi=row["serviceDescriptions"][0]["value"],
                description_fi=row["serviceDescriptions"][1]["value"],
            )
            for row in rows
        )
    return {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}


def _measured(part: str, folder: Path, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as var:
        told = {**os.environ, "HYTTI_VAR": var, "DJANGO_SETTINGS_MODULE": "hytti.config.settings"}
        told.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "--part", part, "--folder", str(folder), "--services", str(count)]
        done = subprocess.run(command, env=told, cwd=TOP, check=True, stdout=subprocess.PIPE, text=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def _told(part: dict[str, float]) -> str:
    return f"{part['seconds']:.1f} s ({part['processor']:.1f} s of a processor)"


def _names(path: Path | None) -> list[tuple[str, str]]:
    if path is None:
        return [(f"Kävelyryhmä {number}", "Kävelemme yhdessä kerran viikossa.") for number in range(1000)]
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["name_fi"], row["summary_fi"]) for row in csv.DictReader(lines) if row["name_fi"]]


def _id(kind: str, number: int) -> str:
    return str(uuid.uuid5(NAME_SPACE, f"{kind}{number}"))


def _business_id(number: int) -> str:
    """A made-up business id whose check digit agrees; the next number that has one."""
    weights = (7, 9, 10, 5, 8, 4, 2)
    while True:
        rest = sum(weight * int(digit) for weight, digit in zip(weights, str(number), strict=True)) % 11
        if rest != 1:
            return f"{number}-{11 - rest if rest else 0}"
        number += 1


if __name__ == "__main__":
    sys.exit(main())
