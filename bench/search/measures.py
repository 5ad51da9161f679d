"""What bench/search/run.py measures on one database."""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

import django

django.setup()

import search_pages  # noqa: E402
from django.core.management import call_command  # noqa: E402 (Django must be set up first)
from django.db import connection  # noqa: E402
from peers import Peer  # noqa: E402

from hytti.tray.search import Question, find, index, suggest  # noqa: E402
from hytti.tray.search.documents import Document, Text  # noqa: E402
from hytti.tray.search.snapshots import EVERY  # noqa: E402
from hytti.tray.search.words import LANGUAGES  # noqa: E402
from tray_judging import judged, offers  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BATCH = 5_000
FIND_MS, SUGGEST_MS, PAGE_MS = 5.0, 20.0, 60.0
PAGES, OF_PEER = 60, 20  # questions that are asked as pages, and of the peer
PEER_SECONDS = 20  # the peer is slow: after these no more of them are asked
TOWNS = ("Asikkala", "Hartola", "Heinola", "Hollola", "Iitti", "Kärkölä", "Lahti", "Orimattila", "Padasjoki", "Sysmä")
GROUPS = ("lapsille", "nuorille", "työikäisille", "ikäihmisille", "perheille", "maahanmuuttajille", "omaishoitajille")
FILTERS = {
    "theme": 8, "group": 17, "age": 7, "kind": 6, "municipality": 10, "day": 7, "part": 3, "way": 4, "language": 3,
    "free": 1, "registration": 2, "step_free": 1,
}  # fmt: skip
SEVERAL = {"theme", "group", "age", "day", "part", "way", "language"}


def made_up(count: int) -> list[Document]:
    """Real names and summaries × municipalities × groups, with filters by lot (seed 1): synthetic, not the region's."""
    chance = random.Random(1)
    rows = offers()
    return [_document(number, rows[number % len(rows)], chance) for number in range(1, count + 1)]


def _document(number: int, row: dict[str, str], chance: random.Random) -> Document:
    town, group = chance.choice(TOWNS), chance.choice(GROUPS)
    texts = [Text(part, one, row[f"{part}_{one}"]) for one in LANGUAGES for part in ("name", "summary")]
    name = f"{row['name_fi']} {group} {number}"
    texts += [Text("name", "fi", name), Text("place", "fi", town), Text("keyword", "fi", row["keywords"])]
    facets = [(EVERY, "")]
    for facet, values in FILTERS.items():
        taken = chance.sample(range(values), min(values, chance.randint(1, 3))) if facet in SEVERAL else [0]
        if facet not in SEVERAL:
            taken = [chance.randrange(values)] if values > 1 or chance.random() < 0.5 else []
        facets += [(facet, f"{facet}{value}") for value in taken]
    return Document(number, tuple(text for text in texts if text.text), tuple(facets), name.lower(), {"fi": name})


def filters_of(place: int) -> dict[str, list[str]]:
    """None, one or two filters, by turns."""
    chosen = ({}, {"municipality": ["municipality6"]}, {"theme": ["theme2", "theme3"], "free": ["free0"]})
    return dict(chosen[place % 3])


def timed(calls: Iterable[Callable[[], object]], rounds: int = 2) -> list[float]:
    """Milliseconds of each call, the best of so many rounds."""
    found = []
    for call in calls:
        best = float("inf")
        for _ in range(rounds):
            begun = time.perf_counter()
            call()
            best = min(best, (time.perf_counter() - begun) * 1000)
        found.append(best)
    return found


def shown(name: str, times: list[float], bar: float | None = None) -> bool:
    cuts = statistics.quantiles(times, n=100)
    holds = bar is None or cuts[94] <= bar
    tail = "" if bar is None else f"   bar p95 {bar:g} ms: {'holds' if holds else 'BROKEN'}"
    print(f"{name:<46} p50 {cuts[49]:7.2f} ms   p95 {cuts[94]:7.2f} ms{tail}", flush=True)
    return holds


def main(count: int) -> int:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    documents = made_up(count)
    begun = time.perf_counter()
    for start in range(0, count, BATCH):
        index.write(documents[start : start + BATCH])
    spent = time.perf_counter() - begun
    print(f"writing {count} made-up offers: {spent:.1f} s ({count / spent:.0f} a second)", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(length(offers) + length(weights)) FROM tray_posting")
        rows, size = cursor.fetchone()
    print(f"rows {rows}, {size / 1e6:.1f} MB of offers and weights", flush=True)
    asked = list(enumerate(question.question for question in judged("judged.csv")))
    find(Question("uinti"))
    suggest("uin")
    holds = shown(
        "found, with filters and counts",
        timed(lambda n=n, words=words: find(Question(words, filters=filters_of(n))) for n, words in asked),
        FIND_MS,
    )
    starts = sorted({words[:length] for _, words in asked for length in (2, 3, 5)})
    holds &= shown("typing ahead", timed(lambda start=start: suggest(start) for start in starts), SUGGEST_MS)
    ones = documents[:: max(1, count // 50)]
    shown("one offer rewritten", timed(lambda one=one: index.write([one], gone=[]) for one in _changed(ones)))
    holds &= measure_pages(documents, [words for _, words in asked][:: len(asked) // PAGES])
    beside_the_peer(documents, asked[:: len(asked) // OF_PEER])
    return 0 if holds else 1


def measure_pages(documents: list[Document], questions: list[str]) -> bool:
    """The page of the search and the same near a postal code, each question asked once."""
    begun = time.perf_counter()
    search_pages.store(documents)
    print(f"storing the offers themselves: {time.perf_counter() - begun:.1f} s", flush=True)
    asker = search_pages.Pages()
    asker.get(q="uinti")
    name = f"page of the search ({asker.queries(q='tanssi')} queries)"
    holds = shown(name, timed((lambda q=q: asker.get(q=q) for q in questions), rounds=1), PAGE_MS)
    near = {"lahella": "15300", "km": "20"}
    name = f"page near a postal code ({asker.queries(q='tanssi', **near)} queries)"
    return holds & shown(name, timed((lambda q=q: asker.get(q=q, **near) for q in questions), rounds=1), PAGE_MS)


def beside_the_peer(documents: list[Document], asked: list[tuple[int, str]]) -> None:
    """A few of the questions by Hytti and by the peer, in turns."""
    begun = time.perf_counter()
    peer = Peer(documents)
    print(f"storing the peer's: {time.perf_counter() - begun:.1f} s", flush=True)
    ours, theirs = [], []
    begun = time.perf_counter()
    for n, words in asked:
        question, filters = Question(words, filters=filters_of(n)), filters_of(n)
        ours += timed([lambda question=question: find(question)], rounds=1)
        theirs += timed([lambda words=words, filters=filters: peer.find(words, filters)], rounds=1)
        if time.perf_counter() - begun > PEER_SECONDS:
            break
    if len(ours) > 1:
        shown(f"{len(ours)} of the questions by Hytti", ours)
        shown(f"the same by the {peer.name}", theirs)
    print(f"the peer takes {sum(theirs) / sum(ours):.0f} times as long for {len(ours)} questions", flush=True)


def _changed(documents: list[Document]) -> list[Document]:
    return [
        Document(
            one.number,
            (*one.texts, Text("text", "fi", "ryhmä kokoontuu joka viikko")),
            one.facets,
            one.order,
            one.names,
        )
        for one in documents
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
