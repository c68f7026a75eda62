"""Base rates by risk class, area and tier, on two time axes: effective on a day, as known on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple, Self

from pydantic import Field, model_validator

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.periods import Period
from ratefloat.tables.areas import area_and_above
from ratefloat.tables.base_rate import BaseRate, Mark
from ratefloat.tables.shipped import data_names, data_text
from ratefloat.tables.words import Words


class BaseRateTable(Definition):
    """The base rates of one jurisdiction, every row with its instrument and mark.

    Areas are exact names, or codes of GB/T 2260: a district without rows of its own reads its city, a city
    its province, and then the rows without an area. An area that has rows never falls back on a day
    that those rows leave open.

    Raises:
        DefinitionError: two rows recorded on the same day claim the same class on the same day.

    >>> own = BaseRateTable.single("own", {1: "0.2%", 2: "0.4%"}, effective="2024-01-01/", source="notice 1")
    >>> own.rates(date(2024, 1, 1))
    {1: Fraction(1, 500), 2: Fraction(1, 250)}
    """

    id: str = Field(min_length=1)
    title: Words
    jurisdiction: str
    about: Words | None = None
    rows: tuple[BaseRate, ...] = Field(min_length=1)

    @classmethod
    def single(
        cls, id: str, rates: Mapping[int, Any], *, effective: Period | str, source: str, mark: Mark = "K"
    ) -> Self:
        """A table of one schedule, valid in every area.

        Args:
            rates: the base rate of each risk class, as exact text such as "0.7%".
            effective: half-open, such as "2024-01-01/2026-01-01" or "2024-01-01/".
        """
        period = Period.parse(effective)
        rows = tuple(
            BaseRate(risk_class=risk_class, rate=rate, effective=period, source=source, mark=mark)
            for risk_class, rate in rates.items()
        )
        return cls(id=id, title=Words(en=id, zh=id), jurisdiction="", rows=rows)

    @model_validator(mode="after")
    def _one_rate_at_a_time(self) -> Self:
        ordered = sorted(self.rows, key=lambda row: (row.claim, row.effective))
        for first, second in pairwise(ordered):
            if first.claim == second.claim and first.effective.overlaps(second.effective):
                raise DefinitionError(
                    f"base rates {self.id}: two rows claim the same days: [{first}] and [{second}]; "
                    f"expected one; end the first, or give the correction its own recorded_at",
                    table=self.id, rows=(first, second),
                )
        return self

    @property
    def classes(self) -> tuple[int, ...]:
        """The risk classes of the table, ascending."""
        return tuple(sorted({row.risk_class for row in self.rows}))

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that have rows of their own."""
        return tuple(sorted({row.area for row in self.rows if row.area is not None}))

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers, in the order of the table."""
        return tuple(dict.fromkeys(row.tier for row in self.rows if row.tier is not None))

    def rates(
        self, on: date, *, area: str | None = None, tier: str | None = None, known_on: date | None = None
    ) -> dict[int, Fraction]:
        """The base rate of every class on a day, as known on another.

        Args:
            on: the day for which the rate applies.
            known_on: rows recorded later are not seen; without it, all are.
        Returns:
            risk class -> share of payroll; of several rows the one recorded last counts.
        Raises:
            UncoveredError: the area, tier or day is not covered, or not for every class.

        >>> load_base_rates("hainan").rates(date(2023, 1, 1))[4]
        Fraction(7, 1000)
        """
        rows = self.in_force(on, area=area, tier=tier, known_on=known_on)
        return {risk_class: row.rate for risk_class, row in rows.items()}

    def in_force(
        self, on: date, *, area: str | None = None, tier: str | None = None, known_on: date | None = None
    ) -> dict[int, BaseRate]:
        """The rows behind `rates`: the same cases, with source and mark."""
        rows = [row for row in self._rows_of(area, tier) if row.known(known_on)]
        valid = sorted((row for row in rows if row.effective.contains(on)), key=lambda row: row.claim)
        found = {row.risk_class: row for row in valid}
        missing = [risk_class for risk_class in self.classes if risk_class not in found]
        if missing:
            raise self._uncovered(on, rows, missing, _Asked(area, tier, known_on))
        return dict(sorted(found.items()))

    def span(self, area: str | None = None) -> Period:
        """The first to the last day that any row covers; `covered` also tells the gaps between."""
        rows = self.rows if area is None else self._rows_in(area)
        return Period(min(row.effective.start for row in rows), max(row.effective.end for row in rows))

    def covered(self, *, area: str | None = None, tier: str | None = None) -> tuple[Period, ...]:
        """The periods without a gap that an area and tier have, ascending.

        >>> [str(period) for period in load_base_rates("guangdong-2021").covered(area="440300")]
        ['2021-05-01/2022-07-01', '2024-07-01/']
        """
        return tuple(_merged(row.effective for row in self._rows_of(area, tier)))

    def to_json(self) -> str:
        """The table as a document; `from_json` reads it back equal."""
        document = self.model_dump(mode="json")
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The table of a document.

        Raises:
            DefinitionError: the text is no JSON object, or a field is wrong.
        """
        try:
            document = json.loads(text)
        except ValueError as error:
            raise DefinitionError(f"base rates: no JSON ({error}); expected a table document") from None
        if not isinstance(document, dict):
            raise DefinitionError(f"base rates: a {type(document).__name__}; expected a JSON object")
        return cls(**document)

    def _rows_of(self, area: str | None, tier: str | None) -> list[BaseRate]:
        rows = self._rows_in(area)
        tiers = tuple(dict.fromkeys(row.tier for row in rows))
        if tier not in tiers:
            asked = "no tier given" if tier is None else f"tier {tier!r} not in the table"
            expected = ", ".join(repr(name) for name in tiers if name is not None) or "no tier at all"
            raise UncoveredError(
                f"base rates {self.id}: {asked}; expected {expected}",
                table=self.id, area=area, tier=tier, tiers=self.tiers,
            )
        return [row for row in rows if row.tier == tier]

    def _rows_in(self, area: str | None) -> list[BaseRate]:
        for name in area_and_above(area):
            rows = [row for row in self.rows if row.area == name]
            if rows:
                return rows
        asked = "no area given" if area is None else f"area {area} not in the table"
        raise UncoveredError(
            f"base rates {self.id}: {asked}; expected one of {', '.join(self.areas)}, or a place within them",
            table=self.id, area=area, areas=self.areas,
        )

    def _uncovered(self, on: date, rows: list[BaseRate], missing: list[int], asked: _Asked) -> UncoveredError:
        spans = list(_merged(row.effective for row in rows))
        inside = any(span.contains(on) for span in spans)
        what = f"classes {', '.join(map(str, missing))} have no rate" if inside else "no rate"
        covered = ", ".join(map(str, spans)) or "nothing"
        return UncoveredError(
            f"base rates {self.id}: {what} on {on}{asked}; covered: {covered}; "
            f"choose a day within, or add the missing rows",
            table=self.id, date=on, covered=tuple(spans), missing=tuple(missing), **asked._asdict(),
        )


class _Asked(NamedTuple):
    area: str | None
    tier: str | None
    known_on: date | None

    def __str__(self) -> str:
        words = [f"area {self.area}" if self.area else "", f"tier {self.tier}" if self.tier else ""]
        words.append(f"as known on {self.known_on}" if self.known_on else "")
        return "".join(f", {word}" for word in words if word)


def _merged(periods: Iterable[Period]) -> Iterator[Period]:
    current: Period | None = None
    for period in sorted(periods):
        if current is not None and period.start <= current.end:
            current = Period(current.start, max(current.end, period.end))
            continue
        if current is not None:
            yield current
        current = period
    if current is not None:
        yield current


class ListedTable(NamedTuple):
    """One line of the list of tables that ship with the library."""

    id: str
    title: Words
    span: Period


@cache
def load_base_rates(id: str) -> BaseRateTable:
    """The base-rate table of an id, as shipped.

    Raises:
        UncoveredError: there is no such table.

    >>> load_base_rates("cn-national-2015").classes
    (1, 2, 3, 4, 5, 6, 7, 8)
    """
    ids = data_names("base-rates")
    if id not in ids:
        raise UncoveredError(
            f"base rates {id!r}: no such table; expected one of {', '.join(ids)}; "
            f"or build your own with BaseRateTable.single",
            table=id, tables=ids,
        )
    return BaseRateTable.from_json(data_text("base-rates", f"{id}.json"))


def base_rate_tables() -> tuple[ListedTable, ...]:
    """The tables that ship with the library, by id, with title and span."""
    tables = (load_base_rates(id) for id in data_names("base-rates"))
    return tuple(ListedTable(table.id, table.title, table.span()) for table in tables)
