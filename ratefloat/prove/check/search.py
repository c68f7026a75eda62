"""Policies without a finite table: the same questions, asked of examples; the rest is not proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ratefloat.history.implications import Implication, implications
from ratefloat.history.indicator import Indicator
from ratefloat.policy.derive import derive, merge_cuts
from ratefloat.policy.kernel import Kernel, Outcomes
from ratefloat.prove.check.drivers import Driver, drivers_of
from ratefloat.prove.check.words import rate_words
from ratefloat.prove.finding import UNWITNESSED, Finding
from ratefloat.prove.witness.areas import rates_by_place
from ratefloat.rules.column import Cuts
from ratefloat.rules.domain import Boolean, Category, Cell, Choice, Domain, Integer, Pooled, Ratio
from ratefloat.tables.glossary import term

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ratefloat.policy.document import FloatPolicy

EXAMPLES = 300
"""How many examples each question is tried on; "search" in a finding means no more than that."""
Values = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """A policy on a day, to be asked about single examples."""

    policy: FloatPolicy
    on: date

    @cached_property
    def kernel(self) -> Kernel:
        """The policy with the base rates of one place."""
        rates = next(iter(rates_by_place(self.policy, self.on).values()))
        return Kernel(derive(self.policy, self.on), {(0, c): rate for c, rate in rates.items()})

    @cached_property
    def cells(self) -> dict[str, tuple[Cell, ...]]:
        """The cells into which the finite parts cut each indicator that is looked at."""
        derived = self.kernel.derived
        cuts = merge_cuts([*derived.cuts, derived.rate_cuts])
        return {name: self.kernel.domains[name].cells(made) for name, made in cuts.items()}

    @cached_property
    def implied(self) -> list[Implication]:
        """Indicators whose cases exclude each other."""
        own = {n: m for n, m in self.policy.indicator_map.items() if n in self.cells and isinstance(m, Indicator)}
        return implications(own, self.policy.structure.window)

    def decide(self, *examples: Values) -> Outcomes:
        """What is decided on some examples."""
        columns = {
            name: domain.column([example[name] for example in examples]) if name in self.cells
            else domain.column([domain.cells(Cuts())[0].sample] * len(examples))
            for name, domain in self.kernel.domains.items()
        }
        return self.kernel.decide(columns, len(examples))

    def possible(self, example: Values) -> bool:
        """Whether a history may have these values."""
        held = {}
        for name in {n for found in self.implied for n in (found.if_name, found.then_name)}:
            domain = self.kernel.domains[name]
            held[name] = self.cells[name][int(domain.digits(domain.column([example[name]]), self.cells[name])[0])]
        return not any(found.excluded(held) for found in self.implied)

    def examples(self) -> SearchStrategy[Values]:
        """Values of every indicator."""
        from hypothesis import strategies as st

        return st.fixed_dictionaries({name: self.values(name) for name in self.cells})

    def values(self, name: str) -> SearchStrategy[Any]:
        """Values of one indicator: near the edges of the finite parts, and anywhere."""
        from hypothesis import strategies as st

        domain = self.kernel.domains[name]
        samples = st.sampled_from([cell.sample for cell in self.cells[name]])
        wide: dict[type[Domain], SearchStrategy[Any]] = {
            Ratio: st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), Boolean: st.booleans(),
            Integer: st.integers(getattr(domain, "least", 0), getattr(domain, "greatest", None) or 10**9),
        }
        if isinstance(domain, Choice | Category | Pooled):
            return st.sampled_from(domain.values)
        return st.one_of(samples, wide[type(domain)])


def search(policy: FloatPolicy, on: date, worse: Mapping[str, str]) -> Iterator[Finding]:
    """Breaks of order and refused cases, looked for by examples; at the end a note that says so."""
    if find_spec("hypothesis") is None:
        yield Finding(
            "warning", "search", "", "no finite table: not checked, because hypothesis is not installed",
            "install hypothesis, and check again",
        )
        return
    ground = Ground(policy, on)
    drivers = drivers_of(policy.indicator_map, tuple(ground.cells), worse)
    yield from _uncovered(ground)
    for driver in drivers:
        yield from _monotone(ground, driver)
    names = ", ".join(driver.name for driver in drivers) or "nothing"
    yield Finding(
        "note", "search", "", f"no finite table: searched {EXAMPLES} examples each for refused cases and for {names}; "
        f"a search, not a proof", "rely on it for what it found, not for what it did not find",
    )


def _uncovered(ground: Ground) -> Iterator[Finding]:
    def refused(example: Values) -> bool:
        return bool(ground.decide(example).refused[0]) and ground.possible(example)

    found = _find(ground.examples(), refused)
    if found is not None:
        outcomes = ground.decide(found)
        reason = outcomes.refusals[int(outcomes.refused[0]) - 1]
        yield Finding(
            "error", "covered", "", f"uncovered: {_said(found)}: no rate, {reason} ({UNWITNESSED}; found by search)",
            "give these cases a rule", None, {"example": found, "key": reason},
        )


def _monotone(ground: Ground, driver: Driver) -> Iterator[Finding]:
    from hypothesis import strategies as st

    moved = {name: ground.values(name) for name in driver.moves}
    pairs = st.tuples(ground.examples(), st.fixed_dictionaries(moved))

    def breaks(pair: tuple[Values, Values]) -> bool:
        better, worse = pair[0], {**pair[0], **pair[1]}
        if better == worse or not _ordered(ground, driver, better, worse):
            return False
        outcomes = ground.decide(better, worse)
        if outcomes.refused.any() or not (ground.possible(better) and ground.possible(worse)):
            return False
        high, low = (outcomes.states[int(code)][3] for code in outcomes.state)
        return high is not None and low is not None and low < high

    found = _find(pairs, breaks)
    if found is not None:
        better, worse = found[0], {**found[0], **found[1]}
        high, low = (ground.decide(values) for values in (better, worse))
        notes = high.reasons[int(high.reason[0])] or low.reasons[int(low.reason[0])]
        yield Finding(
            "error", "monotone", notes[0].rule.name if notes else "",
            f"{driver.name}: the worse record pays less: {_said(better)} pays {_rate(high)}, "
            f"{_said({n: worse[n] for n in driver.moves})} pays {_rate(low)} ({UNWITNESSED}; found by search)",
            "let no worse record pay less", None, {"better": better, "worse": worse, "key": driver.name},
        )


def _ordered(ground: Ground, driver: Driver, better: Values, worse: Values) -> bool:
    """Whether a record is at least as bad in all that the driver moves; what has no value is compared with nothing."""
    for name, way in driver.moves.items():
        one, two = better[name], worse[name]
        if isinstance(ground.kernel.domains[name], Ratio):
            (a, b), (c, d) = (_pair(value) for value in (one, two))
            if not b or not d:
                if one != two:
                    return False
                continue
            difference = c * b - a * d
        else:
            difference = int(two) - int(one)
        if difference * way < 0:
            return False
    return True


def _pair(value: Any) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value.numerator, value.denominator)


def _find(strategy: SearchStrategy[Any], condition: Any) -> Any:
    """The simplest example that fulfils a condition; None where none was met."""
    from hypothesis import HealthCheck, find, settings
    from hypothesis.errors import NoSuchExample, Unsatisfiable

    bounds = settings(
        max_examples=EXAMPLES, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    try:
        return find(strategy, condition, settings=bounds)
    except (NoSuchExample, Unsatisfiable):
        return None


def _said(example: Values) -> str:
    return ", ".join(f"{term(name, 'en')} {_shown(value)}" for name, value in example.items())


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{value[0]}/{value[1]}"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _rate(outcomes: Outcomes) -> str:
    rate = outcomes.states[int(outcomes.state[0])][3]
    assert rate is not None
    return rate_words(rate)
