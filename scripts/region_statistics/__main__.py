"""Make the statistics of the region pack from a folder of open data.

    python scripts/region_statistics FOLDER [regions/paijat-hame/statistics]

The folder holds the files that datasets.yaml names, as they were taken from their public repositories. The same folder
gives the same files, byte for byte. Datasets keep the order of datasets.yaml.
"""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path

import ages
import diak
import sotkanet
import statfin
import today
from areas import all_areas
from reading import Fact, Folder
from ruamel.yaml import YAML
from writing import sha256, write_areas, write_facts, write_manifest, write_twin

from hytti.indicators.definitions import load

TARGET = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame" / "statistics"


class Datasets:
    """The facts of each dataset, by its key with underscores."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        definitions = load().values()
        by = {
            source: {one.sources[source]: one.key for one in definitions if source in one.sources}
            for source in ("sotkanet", "diak", "diak-postinumero", "tilastokeskus-avainluvut")
        }
        self.by = by
        self.sotkanet_keys = {int(number): key for number, key in by["sotkanet"].items()}
        self.paavo_sources = {
            one.key: {name: str(value) for name, value in one.sources.items()}
            for one in definitions
            if "paavo" in one.sources
        }

    @cached_property
    def sotkanet_683(self) -> list[Fact]:
        return sotkanet.diabetes(self.folder, self.sotkanet_keys)

    @cached_property
    def sotkanet_127(self) -> list[Fact]:
        return sotkanet.population(self.folder, self.sotkanet_keys)

    @cached_property
    def by_age(self) -> list[Fact]:
        return statfin.by_age(self.folder)

    @cached_property
    def tilastokeskus_11re(self) -> list[Fact]:
        return statfin.without_repeats(self.by_age, self.sotkanet_127)

    @cached_property
    def tilastokeskus_14wx(self) -> list[Fact]:
        return statfin.projection(self.folder)

    @cached_property
    def vaesto_2021(self) -> list[Fact]:
        return statfin.without_repeats(statfin.by_sex_2021(self.folder), self.sotkanet_127)

    @cached_property
    def vaesto_2024(self) -> list[Fact]:
        return statfin.totals_2024(self.folder)

    @cached_property
    def sotkanet_1990_2012(self) -> list[Fact]:
        return sotkanet.before_2013(self.folder, self.sotkanet_keys)

    @cached_property
    def ages_joined(self) -> list[Fact]:
        """The population by age of 2018 (borders of 2019) and of 2019 (borders of 2020), for joined areas."""
        return [
            fact
            for year in (2018, 2019)
            for fact in today.counts_joined((fact for fact in self.by_age if fact.year == year), self._parts(year + 1))
        ]

    @cached_property
    def vaesto_nykyrajoin(self) -> list[Fact]:
        before = (fact for fact in self.sotkanet_1990_2012 if fact.indicator == "vaesto" and fact.year < 2000)
        by_sex = (fact for fact in statfin.by_sex_2021(self.folder) if fact.sex != "total")
        found = [
            *today.counts_joined(before, self._parts(2013)),
            *today.counts_joined(self.sotkanet_127, self._parts(2022)),
            *today.counts_joined(by_sex, self._parts(2025)),
            *today.counts_joined(self.vaesto_2024, self._parts(2025)),
        ]
        known = {fact[:5] for fact in found}
        published = {fact[:5] for fact in (*self.by_age, *self.vaesto_2024) if fact.area == "maa-FI"}
        found += [fact for fact in self.ages_joined if fact[:5] not in known]
        found = [fact for fact in found if fact[:5] not in published]
        return statfin.without_repeats(found, self.sotkanet_127)

    @cached_property
    def ikarakenne(self) -> list[Fact]:
        """Shares of ages of today's municipalities, of counties and of the country."""
        joined = {(fact.area, fact.year) for fact in self.ages_joined}
        areas = self._parts(2025).areas
        published = (fact for fact in self.by_age if fact.area in areas and (fact.area, fact.year) not in joined)
        return ages.structure([*self.ages_joined, *published])

    @cached_property
    def vaestoennuste_summat(self) -> list[Fact]:
        joined = today.counts_joined(self.tilastokeskus_14wx, self._parts(2024), flag="estimated")
        published = {fact.area for fact in self.tilastokeskus_14wx}
        joined = [fact for fact in joined if fact.area not in published or fact.area.startswith("kunta-")]
        merged = {fact.area for fact in joined}
        return [*joined, *ages.sums([*joined, *(fact for fact in self.tilastokeskus_14wx if fact.area not in merged)])]

    @cached_property
    def sotkanet_1990_2012_nykyrajoin(self) -> list[Fact]:
        found = today.before_2013(self.sotkanet_1990_2012, self.sotkanet_keys, self._parts(2013))
        return [fact for fact in found if fact.indicator != "vaesto"]

    @cached_property
    def diak_2011_2020(self) -> list[Fact]:
        return diak.index(self.folder, {str(name): key for name, key in self.by["diak"].items()})

    @cached_property
    def diak_postinumerot(self) -> list[Fact]:
        return diak.postal(self.folder, {str(name): key for name, key in self.by["diak-postinumero"].items()})

    @cached_property
    def paavo_2020(self) -> list[Fact]:
        return statfin.paavo(self.folder, self.paavo_sources)

    @cached_property
    def paavo_2020_hyvinvointialueet(self) -> list[Fact]:
        return today.shares_joined(self.paavo_2020, self._parts(2020))

    @cached_property
    def avainluvut_2020(self) -> list[Fact]:
        return statfin.finances(
            self.folder, {str(code): key for code, key in self.by["tilastokeskus-avainluvut"].items()}
        )

    @cached_property
    def avainluvut_2020_hyvinvointialueet(self) -> list[Fact]:
        loans = [fact for fact in self.avainluvut_2020 if fact.indicator in ("lainakanta", "konsernin-lainakanta")]
        sums = today.counts_joined(loans, self._parts(2020))
        residents = {fact.area: fact.value for fact in self.vaesto_nykyrajoin if fact.year == 2020 and not fact.age}
        return sums + [
            fact._replace(
                indicator=f"{fact.indicator}-asukas", value=round(1000 * fact.value / residents[fact.area], 4)
            )
            for fact in sums
            if fact.value is not None and residents.get(fact.area)
        ]

    @cached_property
    def kuntavaalit_2021(self) -> list[Fact]:
        return statfin.turnout(self.folder, self.sotkanet_keys[3076])

    @cached_property
    def kuntavaalit_2021_summat(self) -> list[Fact]:
        return today.turnout_joined(self.kuntavaalit_2021, self._parts(2021))

    def _parts(self, borders: int) -> today.Parts:
        return today.Parts(self.folder, borders)


def main(source: str, target: Path = TARGET) -> None:
    folder = Folder(Path(source))
    target.mkdir(parents=True, exist_ok=True)
    told = YAML(typ="safe").load((Path(__file__).parent / "datasets.yaml").read_text(encoding="utf-8"))
    areas = all_areas(folder)
    write_areas(areas, target / "areas.csv")
    datasets = Datasets(folder)
    entries = []
    for entry in told:
        key = entry["key"]
        facts = getattr(datasets, key.replace("-", "_"))
        path = target / f"{key}.parquet"
        rows = write_facts(facts, path)
        write_twin(facts, areas, target / f"{key}.csv")
        entries.append({**entry, "file": path.name, "twin": f"{key}.csv", "sha256": sha256(path), "rows": rows})
        print(f"{key}: {rows} rows, {path.stat().st_size / 1000:.0f} kB")
    about = {"file": "areas.csv", "sha256": sha256(target / "areas.csv"), "rows": len(areas)}
    write_manifest(entries, about, target / "manifest.yaml")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(str(__doc__))
    main(sys.argv[1], *(Path(name) for name in sys.argv[2:3]))
