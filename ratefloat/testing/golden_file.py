"""Rate tables in files that a regulator can read: cases with their inputs and the rate that must come out.

A file is CSV in UTF-8. Its columns:

    case              what the case shows, such as "loss_ratio one unit above 50%"
    origin            "generated", or any other word for a case of your own, which a rewrite keeps
    on                the day of the rate, YYYY-MM-DD
    area, tier        where the base rates stand; empty where the law has one table
    (an indicator)    a ratio as numerator/denominator in whole units ("500001/1000000"; 0/0 without premium), also
                      "50%" or "none"; a count, months or money in minor units as a whole number; yes or no; a word
    expected class    the rated class, where a law may rate in another
    expected step     with its sign
    expected factor   exact percent
    expected rate     exact percent of payroll
    expected clauses  the articles that changed the value, in document order
    expected refusal  why the case is refused; then the other results are empty

A published table has only what was published: the expected rate, and what else it says; results without a column
are not compared, but whoever has an expected rate must have one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratefloat.errors import ConflictError, DataError, RatefloatError, UncoveredError
from ratefloat.periods import day
from ratefloat.policy.table.export import write_text
from ratefloat.policy.table.tokens import joined
from ratefloat.policy.table.words import share_text
from ratefloat.rules.domain import Boolean, Domain, Ratio
from ratefloat.units import percent_text

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.testing.differences import Differences

HEAD = ("case", "origin", "on", "area", "tier")
RESULTS = ("class", "step", "factor", "rate", "clauses", "refusal")
Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class GoldenCase:
    """One case: its inputs as text, and the expected results as text by name."""

    what: str
    origin: str
    on: date
    area: str | None
    tier: str | None
    given: Mapping[str, str]
    expected: Mapping[str, str]


@dataclass(frozen=True)
class GoldenTable:
    """Golden cases of a policy; `inputs` are the indicators in the order of their columns."""

    policy_id: str
    inputs: tuple[str, ...]
    cases: tuple[GoldenCase, ...]

    def __len__(self) -> int:
        return len(self.cases)

    def to_csv(self, path: Path | str) -> Path:
        """The file into which the cases were written, whole or not at all."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([*HEAD, *self.inputs, *(f"expected {result}" for result in RESULTS)])
        writer.writerows(self._row(case) for case in self.cases)
        return write_text(lines.getvalue(), Path(path))

    def _row(self, case: GoldenCase) -> list[str]:
        inputs = [case.given.get(name, "") for name in self.inputs]
        results = [case.expected.get(result, "") for result in RESULTS]
        return [case.what, case.origin, str(case.on), case.area or "", case.tier or "", *inputs, *results]

    @classmethod
    def read(cls, path: Path | str) -> GoldenTable:
        """The cases of a file.

        Raises:
            DataError: the file is missing, lacks a column, or a row is not as wide as the header.
        """
        place = Path(path)
        try:
            with place.open(encoding="utf-8-sig", newline="") as file:
                header, *rows = [row for row in csv.reader(file) if row]
        except (OSError, ValueError) as error:
            raise DataError(f"rate table {place}: can not be read ({error}); expected a CSV file") from None
        wanted = [*HEAD, *(f"expected {result}" for result in RESULTS)]
        missing = [name for name in (*HEAD, "expected rate") if name not in header]
        if missing:
            raise DataError(f"rate table {place}: no column {missing[0]!r}; expected {', '.join(wanted)}")
        uneven = [number for number, row in enumerate(rows, start=2) if len(row) != len(header)]
        if uneven:
            raise DataError(f"rate table {place}: line {uneven[0]}: expected {len(header)} cells, as the header has")
        inputs = tuple(name for name in header if name not in wanted)
        return cls("", inputs, tuple(_case(dict(zip(header, row, strict=True)), inputs) for row in rows))

    def check(self, policy: FloatPolicy) -> Differences:
        """What a policy decides differently; false where there is nothing."""
        from ratefloat.testing.differences import differences

        return differences(self, policy)

    def with_own_cases_of(self, other: GoldenTable) -> GoldenTable:
        """These cases and those of another table that were not generated."""
        own = tuple(case for case in other.cases if case.origin != "generated")
        inputs = dict.fromkeys([*self.inputs, *(name for case in own for name, text in case.given.items() if text)])
        return replace(self, inputs=tuple(inputs), cases=(*self.cases, *own))


def _case(row: Mapping[str, str], inputs: tuple[str, ...]) -> GoldenCase:
    return GoldenCase(
        row["case"], row["origin"], day(row["on"]), row["area"] or None, row["tier"] or None,
        {name: row[name] for name in inputs if row[name]},
        {result: row[f"expected {result}"] for result in RESULTS if f"expected {result}" in row},
    )


def given_text(value: Any) -> str:
    """A value of an indicator as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"{value[0]}/{value[1]}"
    if isinstance(value, Fraction):
        return percent_text(value)
    return str(value)


def value_of(text: str, domain: Domain | None) -> Any:
    """A value of an indicator, as `policy.decide` takes it, from text."""
    if isinstance(domain, Boolean):
        return {"yes": True, "no": False}.get(text.lower(), text)
    if isinstance(domain, Ratio):
        top, slash, bottom = text.partition("/")
        if slash and top.isdecimal() and bottom.isdecimal():
            return int(top), int(bottom)
        return None if text.lower() == "none" else text
    return text


def expected_of(policy: FloatPolicy, on: date, place: Place, given: Mapping[str, Any]) -> dict[str, str]:
    """What a policy decides, as text by name."""
    empty = dict.fromkeys(RESULTS, "")
    values = {name: _plain(value, policy.structure.domains.get(name)) for name, value in given.items()}
    try:
        made = policy.decide(on=on, area=place[0], tier=place[1], **values)
    except (UncoveredError, ConflictError) as error:
        return {**empty, "refusal": str(error.facts.get("reason", error))}
    except RatefloatError as error:
        return {**empty, "refusal": str(error)}
    return {
        "class": "" if made.risk_class is None else str(made.risk_class),
        "step": "" if made.step is None else f"{'+' if made.step > 0 else ''}{made.step}",
        "factor": "" if made.factor is None else share_text(made.factor), "rate": share_text(made.rate, places=2),
        "clauses": joined(made.clauses, "; "), "refusal": "",
    }


def _plain(value: Any, domain: Domain | None) -> Any:
    if isinstance(value, Fraction) and isinstance(domain, Ratio):
        return value.numerator, value.denominator
    return value
