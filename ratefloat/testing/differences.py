"""How a policy differs from a rate table, told all at once: clause, inputs, expected, got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratefloat.errors import DefinitionError
from ratefloat.policy.table.tokens import parted
from ratefloat.testing.golden_file import RESULTS, GoldenCase, GoldenTable, expected_of, value_of
from ratefloat.units import exact

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

SHOWN = 20


@dataclass(frozen=True)
class Difference:
    """One case that comes out differently, with the line of the file (the header is 1)."""

    line: int
    case: GoldenCase
    got: dict[str, str]

    @property
    def results(self) -> tuple[str, ...]:
        """The names of the results that differ."""
        told = self.case.expected
        return tuple(name for name in RESULTS if name in told and not _same(name, told[name], self.got[name]))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that only one side applies; where both apply the same, all of them."""
        expected, got = (parted(side.get("clauses", ""), "; ") for side in (self.case.expected, self.got))
        apart = [clause for clause in dict.fromkeys((*expected, *got)) if (clause in expected) != (clause in got)]
        return tuple(apart) or tuple(dict.fromkeys((*expected, *got)))

    def __str__(self) -> str:
        inputs = ", ".join(f"{name} {text}" for name, text in self.case.given.items())
        where = (("area", self.case.area), ("tier", self.case.tier))
        place = "".join(f", {word} {text}" for word, text in where if text)
        rows = [
            f"    {name:<8} expected {self.case.expected.get(name, '') or '-':<16} got {self.got[name] or '-'}"
            for name in self.results
        ]
        return "\n".join([
            f"  line {self.line}: {self.case.what}", f"    clause   {'; '.join(self.clauses) or '-'}",
            f"    inputs   {inputs}{place}, on {self.case.on}", *rows,
        ])


def _same(name: str, expected: str, got: str) -> bool:
    """Whether two texts are the same result: a published 0.3% is 0.30%."""
    if expected == got or name not in ("factor", "rate") or not (expected and got):
        return expected == got
    try:
        return exact(expected) == exact(got)
    except DefinitionError:
        return False


@dataclass(frozen=True)
class Differences:
    """All cases of a rate table that a policy decides differently; false where there is none."""

    policy_id: str
    total: int
    found: tuple[Difference, ...]

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.found)

    def __str__(self) -> str:
        if not self:
            return f"{self.policy_id}: all {self.total:,} cases as in the table"
        clauses = Counter(clause for difference in self for clause in difference.clauses)
        by_clause = ", ".join(f"{clause} ({count})" for clause, count in clauses.most_common(8))
        head = f"{len(self):,} of {self.total:,} cases differ from policy {self.policy_id}; clauses: {by_clause or '-'}"
        more = [f"  ... and {len(self) - SHOWN:,} more"] if len(self) > SHOWN else []
        return "\n".join([head, *map(str, self.found[:SHOWN]), *more])


def differences(table: GoldenTable, policy: FloatPolicy) -> Differences:
    """What a policy decides differently from the expected results of a rate table."""
    pairs = zip(table.cases, redecided(table, policy).cases, strict=True)
    made = (Difference(line, case, dict(again.expected)) for line, (case, again) in enumerate(pairs, start=2))
    return Differences(policy.id, len(table), tuple(difference for difference in made if difference.results))


def redecided(table: GoldenTable, policy: FloatPolicy) -> GoldenTable:
    """The same cases with what a policy decides."""
    domains = policy.structure.domains
    cases = []
    for case in table.cases:
        given = {name: value_of(text, domains.get(name)) for name, text in case.given.items()}
        cases.append(replace(case, expected=expected_of(policy, case.on, (case.area, case.tier), given)))
    return replace(table, cases=tuple(cases))
