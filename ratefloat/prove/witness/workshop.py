"""Where witnesses are built: cases are planned, written as records, rated, and kept only if they come out as asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from ratefloat.errors import RatefloatError
from ratefloat.history.evaluate import channel_requests
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.count import InsuredMonths
from ratefloat.policy.rate import base_lookup, rate, review_dates
from ratefloat.prove.witness.areas import places_of
from ratefloat.prove.witness.atoms import atoms
from ratefloat.prove.witness.case import Case, Exposure, Request
from ratefloat.prove.witness.demands import Form, Ranges, demands, joined, tightened
from ratefloat.prove.witness.exposure import HEADS, WAGE, Rates, Size
from ratefloat.prove.witness.known import Employer, Sizes, stones_of
from ratefloat.prove.witness.records import Ground, Plan, book_of, most_of
from ratefloat.prove.witness.solve import Chosen, Search, Stones
from ratefloat.prove.witness.standing import BUILT_IN, KINDS, Standing, standings
from ratefloat.prove.witness.timeline import Timeline
from ratefloat.prove.witness.witness import NAMES, Witness, decided_as, lies_in
from ratefloat.rules.domain import Cell, Domain

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

Axes = Mapping[str, tuple[Domain, tuple[Cell, ...]]]
"""The indicators that a policy looks at, each with its domain and cells."""
MOST_STANDINGS = 24
MOST_STARTS = 3
TIMES = (100, 95, 75, 50, 25, 10, 1)
"""Sizes against each other where records differ in premium or heads alone."""


@dataclass(frozen=True)
class Workshop:
    """Witnesses of one policy on one day."""

    policy: FloatPolicy
    on: date
    axes: Axes
    ways: dict[Any, list[Ranges]] = field(default_factory=dict, repr=False)

    @cached_property
    def indicators(self) -> dict[str, Any]:
        """The policy's own indicators that the rule looks at."""
        return {name: made for name, made in self.policy.indicator_map.items() if name in self.axes}

    @cached_property
    def requests(self) -> list[Any]:
        """The channels that they read."""
        return channel_requests(self.indicators, review_dates(self.policy, self.on))

    @cached_property
    def timeline(self) -> Timeline:
        """The months of the records."""
        return Timeline.of(review_dates(self.policy, self.on), self.requests, self.policy.structure.base)

    @property
    def complete(self) -> bool:
        """Whether every indicator is of a kind for which all cases that can exist are planned."""
        known = all(
            isinstance(made, KINDS) or demands.dispatch(type(made)) is not demands.dispatch(object)
            for made in self.indicators.values()
        )
        others = [name for name in self.axes if name not in self.indicators and name not in BUILT_IN]
        return known and self.able and all(name.startswith("privilege_used.") for name in others)

    @property
    def able(self) -> bool:
        """Whether records can make all indicators: none is given ready."""
        return all(isinstance(made, Indicator) for made in self.policy.indicator_map.values())

    @cached_property
    def stones(self) -> tuple[Stones, Ground]:
        """What claims add, and the ground on which records are written."""
        channels = list(dict.fromkeys(channel for channel, _ in self.requests if channel.source == "claims"))
        empty = Ground(self.timeline, Rates(self.policy.structure.base), (), most_of(channels))
        if not channels:
            return stones_of([], [], empty, (self.requests, base_lookup(self.policy, None)))[0], empty
        made = atoms(channels, self.timeline, self._persons())
        forms = self._forms(empty)
        stones, kept = stones_of(forms, made, empty, (self.requests, base_lookup(self.policy, None)))
        return stones, Ground(empty.timeline, empty.rates, kept, empty.most)

    def _persons(self) -> list[int]:
        """How many persons one accident may have to have, for indicators of the greatest accident."""
        greatest = [n for n, made in self.indicators.items() if any(c.carried == "greatest" for c in made.reads)]
        return sorted({int(c.sample) for n in greatest for c in self.axes[n][1] if isinstance(c.sample, int)})

    def _forms(self, ground: Ground) -> list[Form]:
        """Every form that some case of some indicator asks about."""
        case = {name: cells[-1] for name, (_, cells) in self.axes.items()}
        first = (self.policy.classes or (1,))[0]
        sizes = [Size(first, *places_of(self.policy)[0], heads=n, pays=n > 0) for n in (30, 0)]
        measured = Sizes.of(sizes, ground, self.requests, base_lookup(self.policy, None))
        found: dict[Form, None] = {}
        for name, made in self.indicators.items():
            if isinstance(made, KINDS):
                continue
            stands = list(islice(standings(self.indicators, case, self.timeline), 4))
            for size, standing, cell in product(sizes, stands, self.axes[name][1]):
                for way in demands(made, cell, Employer(measured, size, standing, ground)):
                    found |= dict.fromkeys(way)
        return [form for form in found if form[0].top.source == "claims"]

    def plan(self, requests: Sequence[Request]) -> list[tuple[Plan, ...] | None]:
        """A plan for every request, or None where none was found."""
        wanted = {size for r in requests for case in r.cases for size in self._sizes(case, r.exposure)}
        sizes = Sizes.of(sorted(wanted, key=repr), self.stones[1], self.requests, base_lookup(self.policy, None))
        return [next(self._plans(request, sizes), None) for request in requests]

    def build(self, requests: Sequence[Request]) -> list[Witness | None]:
        """A witness for every request; None where none was planned, or rating it did not give what was asked."""
        if not self.able or not requests:
            return [None] * len(requests)
        plans = self.plan(requests)
        made: list[Witness | None] = []
        for request, planned in zip(requests, plans, strict=True):
            if planned is None:
                made.append(None)
                continue
            ids = NAMES[len(planned)]
            rows = tuple(self.stones[1].rows(id, plan) for id, plan in zip(ids, planned, strict=True))
            made.append(Witness(self.policy, self.on, request.cases, rows))
        return self._proved(made, plans)

    def _proved(
        self, made: list[Witness | None], plans: list[tuple[Plan, ...] | None]
    ) -> list[Witness | None]:
        """The witnesses that a rating of all of them together bears out; one book for each state of the fund."""
        by_fund: dict[Any, list[int]] = {}
        for number, planned in enumerate(plans):
            if planned is not None:
                by_fund.setdefault(planned[0].standing.fund, []).append(number)
        good: set[int] = set()
        for numbers in by_fund.values():
            good |= self._rated(numbers, made, plans)
        return [witness if number in good else None for number, witness in enumerate(made)]

    def _rated(
        self, numbers: list[int], made: list[Witness | None], plans: list[tuple[Plan, ...] | None]
    ) -> set[int]:
        ground, parts, ids = self.stones[1], [], {}
        for number in numbers:
            planned = plans[number] or ()
            ids[number] = [f"{number}-{place}" for place in range(len(planned))]
            parts += [ground.rows(id, plan) for id, plan in zip(ids[number], planned, strict=True)]
        book = book_of(parts)
        try:
            rating = rate(self.policy, book, on=self.on)
        except RatefloatError:
            return set()
        good = set()
        for number in numbers:
            witness = made[number]
            assert witness is not None
            rows = [book.index(id) for id in ids[number]]
            pairs = list(zip(rows, witness.cases, strict=True))
            if all(lies_in(rating, row, case, self.axes) and decided_as(rating, row, case) for row, case in pairs):
                good.add(number)
        return good

    def _sizes(self, case: Case, exposure: Exposure = "") -> list[Size]:
        """The sizes that are tried for a case, or those between which records that differ in exposure differ."""
        nothing = any(c.interval is None and isinstance(c.sample, tuple) for c in case.cells.values())
        tried = HEADS if self.absolute else HEADS[:2]
        kinds = [(0, WAGE, True), (0, WAGE, False), *((heads, WAGE, False) for heads in tried)] if nothing else []
        if exposure:
            kinds += [kind for times in TIMES for kind in _scaled(exposure, times)]
        else:
            kinds += [(heads, WAGE, True) for heads in tried]
        return [
            Size(case.risk_class, case.area, case.tier, heads=heads, wage=wage, pays=pays, joined=joined)
            for joined in self._joined(case) for heads, wage, pays in kinds
        ]

    @cached_property
    def absolute(self) -> bool:
        """Whether size matters: a frequency, an amount of exposure, or a limit of money per claim."""
        plain = [made for made in self.indicators.values() if not isinstance(made, (*KINDS, InsuredMonths))]
        channels = [channel for channel, _ in self.requests]
        amounts = any(m.reads and m.reads[0].source == "premium" for m in plain)
        return amounts or most_of(channels) is not None or any(c.kind == "head months" for c in channels)

    def _joined(self, case: Case) -> list[int | None]:
        for name, made in self.indicators.items():
            if isinstance(made, InsuredMonths) and name in case.cells:
                span = self.timeline.dates.span(made.window)
                interval = case.cells[name].interval
                assert interval is not None
                if interval.holds(span.months):  # type: ignore[arg-type]
                    continue
                months = {int(interval.low), int(interval.high or interval.low), max(int(interval.low), 1)}
                return [span.end - count for count in sorted(months, reverse=True)]
        return [None]

    def _plans(self, request: Request, sizes: Sizes) -> Iterator[tuple[Plan, ...]]:
        if request.free:
            apart = [next(self._plans(Request((case,)), sizes), ()) for case in request.cases]
            yield from (tuple(plans[0] for plans in apart) for _ in range(int(all(apart))))
            return
        for chosen in self._sized(request):
            for standing in self._standings(request):
                employers = [
                    Employer(sizes, size, stands, self.stones[1])
                    for size, stands in zip(chosen, standing, strict=True)
                ]
                for claims in self._claims(request, employers):
                    yield tuple(Plan(e.size, e.standing, found) for e, found in zip(employers, claims, strict=True))

    def _sized(self, request: Request) -> Iterator[tuple[Size, ...]]:
        of = [self._sizes(case, request.exposure) for case in request.cases]
        if not request.exposure:
            yield from zip(*of, strict=False)
            return
        for better, worse in product(*of):
            more_pay = better.wage > worse.wage and better.heads == worse.heads
            more_heads = better.heads > worse.heads and better.heads * better.wage == worse.heads * worse.wage
            if better.joined == worse.joined and (more_pay if request.exposure == "premium" else more_heads):
                yield better, worse

    def _standings(self, request: Request) -> Iterator[tuple[Standing, ...]]:
        every = [
            list(islice(standings(self.indicators, case.cells, self.timeline), MOST_STANDINGS))
            for case in request.cases
        ]
        if len(every) == 1:
            yield from ((one,) for one in every[0])
            return
        first, second = (case.cells for case in request.cases)
        moved = {self.indicators[n].name for n in first if first[n] != second[n] and hasattr(
            self.indicators.get(n), "name")}
        for one, two in product(*every):
            if {f for f in one.flags if f[0] not in moved} == {f for f in two.flags if f[0] not in moved}:
                yield one, two

    def _claims(self, request: Request, employers: list[Employer]) -> Iterator[tuple[Chosen, ...]]:
        stones = self.stones[0]
        ranges = [list(self._ranges(case, e)) for case, e in zip(request.cases, employers, strict=True)]
        if any(employer.refused for employer in employers) or not all(ranges):
            return
        everything = [True] * len(stones.claims)
        if len(ranges) == 1:
            for first in ranges[0]:
                search = Search(stones, stones.limits(first), (everything, everything))
                yield from ((found,) for found in islice(search.from_start(Chosen()), 1))
            return
        allowed = self._allowed(request)
        movable = stones.movable(*allowed)
        for first, second in product(*ranges):
            tight = tightened(first, second, movable)
            if tight is None:
                continue
            search = Search(stones, stones.limits(tight), (everything, everything))
            for start in islice(search.from_start(Chosen()), MOST_STARTS):
                more = Search(stones, stones.limits(second), allowed)
                yield from ((start, end) for end in islice(more.from_start(start), 1))

    def _ranges(self, case: Case, employer: Employer) -> Iterator[Ranges]:
        ways = {}
        for name, made in self.indicators.items():
            if not isinstance(made, KINDS) and name in case.cells:
                key = (name, case.cells[name], employer.size, employer.flag_start(getattr(made, "since", None) or ""))
                if key not in self.ways:
                    self.ways[key] = list(demands(made, case.cells[name], employer))
                if not self.ways[key]:
                    return
                ways[name] = self.ways[key]
        yield from joined(ways)

    def _allowed(self, request: Request) -> tuple[list[bool], list[bool]]:
        made = self.stones[1].atoms
        return [atom.family in request.adds for atom in made], ["money" in request.adds] * len(made)


def _scaled(exposure: Exposure, times: int) -> list[tuple[int, int, bool]]:
    """Heads and wage of employers of which one has so many times the wages, or the heads on equal wages."""
    if exposure == "premium":
        return [(heads, WAGE * times // 25, True) for heads in (30, 1000, 1)]
    return [(times, 5_700 * WAGE // times, True)]


