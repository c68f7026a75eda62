"""Cliffs: what one fen more of benefits, or one more case, costs a typical employer over the whole cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor

from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.indicator import Measure
from ratefloat.numeric.rounding import round_fraction
from ratefloat.policy.decision import clause_text
from ratefloat.policy.rate import base_lookup, rate
from ratefloat.policy.rating import Rating
from ratefloat.prove.check.space import Space
from ratefloat.prove.check.subject import Subject
from ratefloat.prove.check.words import name_of
from ratefloat.prove.finding import Finding
from ratefloat.prove.witness import Case, Witness
from ratefloat.prove.witness.demands import Form
from ratefloat.prove.witness.exposure import Size
from ratefloat.prove.witness.known import Sizes
from ratefloat.prove.witness.records import Ground, Plan, book_of
from ratefloat.prove.witness.solve import Chosen, Stones
from ratefloat.prove.witness.standing import Standing, standings
from ratefloat.rules.interval import number_text
from ratefloat.tables.currencies import currency_name
from ratefloat.units import MINOR_UNITS, percent_text

MOST_CLASSES = 16
"""The most classes by which a cliff is told, those next to the one that is shown first."""
MOST_APART = 4
"""The most edges of equal cost that are told one by one."""
LENGTHS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
ONE_MORE = {"benefits": "one fen more of benefits", "death": "one more death", "disease": "one more disease",
            "graded": "one more graded injury", "injury": "one more injury", "accident deaths": "one more death"}


@dataclass(frozen=True)
class Cliff:
    """An edge of one indicator, and the records of an employer just below it and just above."""

    name: str
    edge: str
    cause: str
    size: Size
    plans: tuple[Plan, Plan]


@dataclass(frozen=True)
class Jump:
    """A cliff with what it costs over the cycle, in yuan, and as a share of wages."""

    cliff: Cliff
    rates: tuple[Fraction, Fraction]
    cost: int
    more: Fraction
    rows: tuple[int, int]


def check_cliffs(subject: Subject) -> Iterator[Finding]:
    """One finding for each edge at which the rate jumps, for the employer that is shown first."""
    cliffs = list(_cliffs(subject)) if subject.workshop.able else []
    if not cliffs:
        return
    rating = _rated(subject, [plan for cliff in cliffs for plan in cliff.plans])
    jumps: dict[tuple[str, str, str], list[Jump]] = {}
    for number, cliff in enumerate(cliffs):
        jump = _jump(subject, cliff, rating, (2 * number, 2 * number + 1))
        if jump is not None:
            jumps.setdefault((cliff.name, cliff.edge, cliff.cause), []).append(jump)
    for alike in _alike(list(jumps.values())):
        yield _finding(subject, alike, rating)


def _alike(found: list[list[Jump]]) -> list[list[list[Jump]]]:
    """Edges apart; those of a long table with one cost at every row together."""
    groups: dict[tuple[str, str, Size, int], list[list[Jump]]] = {}
    for jumps in found:
        first = jumps[0]
        groups.setdefault((first.cliff.name, first.cliff.cause, first.cliff.size, first.cost), []).append(jumps)
    made: list[list[list[Jump]]] = []
    for jumps in found:
        group = next(group for group in groups.values() if jumps in group)
        if len(group) <= MOST_APART:
            made.append([jumps])
        elif jumps is group[0]:
            made.append(group)
    return made


def _cliffs(subject: Subject) -> Iterator[Cliff]:
    space, (stones, ground) = subject.space, subject.workshop.stones
    standing = _clean(subject)
    sizes = [
        Size(c, *space.places[0], heads=heads, wage=subject.typical.wage)
        for c, heads in product(_classes(subject), subject.typical.heads)
    ]
    measured = Sizes.of(sizes, ground, subject.workshop.requests, base_lookup(space.policy, None))
    for name, made in subject.workshop.indicators.items():
        form = (made, ground.timeline.dates.span(made.window)) if isinstance(made, Measure) else None
        if form is None or form not in stones.forms:
            continue
        for size in sizes:
            yield from _of_size(space, name, form, (size, measured, stones, standing))


def _of_size(space: Space, name: str, form: Form, at: tuple[Size, Sizes, Stones, Standing]) -> Iterator[Cliff]:
    size, measured, stones, standing = at
    row = measured.place[size]
    if row in measured.experience.refused:
        return
    bottoms = measured.measured(*form)[1]
    bottom = None if bottoms is None else int(bottoms[row])
    seen: set[Chosen] = set()
    for below, above in pairwise(c for c in space.cells[name] if c.interval is not None):
        assert below.interval is not None and below.interval.high is not None and above.interval is not None
        pair = _pair(stones, form, below.interval.high * (1 if bottom is None else bottom), above.interval.low_closed)
        if pair is None or pair[0] in seen or bottom == 0:
            continue
        seen.add(pair[0])
        unit = getattr(space.kernel.domains[name], "unit", "")
        number = below.interval.high if bottom is not None else above.interval.low
        edge = number_text(number, "" if unit == "fen" else unit)
        plans = Plan(size, standing, pair[0]), Plan(size, standing, pair[1])
        yield Cliff(name, edge, _cause(form), size, plans)


def _pair(stones: Stones, form: Form, edge: Fraction, above_closed: bool) -> tuple[Chosen, Chosen] | None:
    """The most that stays below an edge, and one more: of money if the form is one, else of cases."""
    place = stones.forms.index(form)
    money = isinstance(form[0].top, Benefits)
    adds = (stones.money if money else stones.claims)[:, place]
    others = stones.claims.sum(axis=1) + (0 if money else stones.money.sum(axis=1))
    usable = sorted((a for a in range(len(adds)) if adds[a] > 0), key=lambda a: (int(others[a]), a))
    if not usable or (money and stones.claims[usable[0]].any()) or stones.greatest[place]:
        return None
    atom, each = usable[0], int(adds[usable[0]])
    # A count of whole numbers is open below its next cell; a ratio says on which side the edge itself lies.
    most = edge / each
    least = ceil(most) - 1 if above_closed and form[0].bottom is not None else floor(most)
    if least < 0:
        return None
    key = "fen" if money else "times"
    return Chosen().add(atom, **{key: least}), Chosen().add(atom, **{key: least + 1})


def _cause(form: Form) -> str:
    channel = form[0].top
    kind = "benefits" if isinstance(channel, Benefits) else getattr(channel, "of", channel.kind)
    return ONE_MORE.get(str(kind), f"one more of {channel.kind}")


def _classes(subject: Subject) -> list[int]:
    known = list(subject.space.policy.classes) or [1]
    return sorted(known, key=lambda c: abs(c - subject.typical.risk_class))[:MOST_CLASSES]


def _clean(subject: Subject) -> Standing:
    """The records of an employer with nothing against it: no flags, the base step, the fund in its first case."""
    space = subject.space
    cells = {
        name: next((c for c in cells if c.interval is not None or not isinstance(c.sample, tuple)), cells[0])
        for name, cells in space.cells.items() if name != "prior_step"
    }
    return next(standings(subject.workshop.indicators, cells, subject.workshop.timeline))


def _rated(subject: Subject, plans: list[Plan]) -> Rating:
    ground: Ground = subject.workshop.stones[1]
    book = book_of(ground.rows(f"{number:05d}", plan) for number, plan in enumerate(plans))
    return rate(subject.space.policy, book, on=subject.workshop.on)


def _jump(subject: Subject, cliff: Cliff, rating: Rating, rows: tuple[int, int]) -> Jump | None:
    if any(row in rating.refusals for row in rows):
        return None
    below, above = (rating.outcomes.states[rating.outcomes.state[row]][3] or Fraction(0) for row in rows)
    if above <= below:
        return None
    years = subject.space.policy.structure.review.every_years
    cost = (above - below) * cliff.size.heads * cliff.size.wage * years
    return Jump(cliff, (below, above), int(round_fraction(cost, Fraction(1), "half_up")), above - below, rows)


def _finding(subject: Subject, edges: list[list[Jump]], rating: Rating) -> Finding:
    jumps = edges[0]
    shown, years = jumps[0], subject.space.policy.structure.review.every_years
    cliff, typical = shown.cliff, subject.typical
    cost = f"{shown.cost:,} yuan" if _in_yuan(subject) else f"{percent_text(shown.more)} of its wages"
    where = ", ".join(_edges_words(subject.space, [each[0].cliff for each in edges]))
    message = (
        f"cliff{'s' * (len(edges) > 1)} at {where}: {_cause_words(subject, cliff)} costs a "
        f"{cliff.size.heads}-person class-{cliff.size.risk_class} firm {cost} over the "
        f"{LENGTHS.get(years, years)}-year cycle{', at each' * (len(edges) > 1)}"
    )
    below, above = (rating.outcomes.reasons[int(rating.outcomes.reason[row])] for row in shown.rows)
    new = [note for note in above if note not in below] or [*above, *below]
    clauses = dict.fromkeys(clause_text(note) for note in new)
    table = [(j.cliff.size.risk_class, j.cliff.size.heads, j.cost) for j in jumps]
    return Finding(
        "warning", "cliff", next(iter(clauses), ""), message,
        f"assumes {_wage(subject)} of wages per head and year, premium paid in full at the base rate, and "
        f"nothing else on record; a smaller jump, or a ramp, would soften it",
        _witness(subject, shown, rating),
        {
            "indicator": cliff.name, "cause": cliff.cause, "edge": cliff.edge,
            "edges": tuple(each[0].cliff.edge for each in edges), "wage": typical.wage,
            "cost_by_class_and_heads": tuple(table),
        },
    )


def _wage(subject: Subject) -> str:
    """The typical wage as the records of a witness hold it, in the money of the policy."""
    currency = subject.space.policy.currency
    return f"{subject.typical.wage * 100 // 10 ** MINOR_UNITS[currency]:,} {currency_name(currency)}"


def _in_yuan(subject: Subject) -> bool:
    return subject.space.policy.jurisdiction[:2] in ("", "CN")


def _cause_words(subject: Subject, cliff: Cliff) -> str:
    return cliff.cause if _in_yuan(subject) else cliff.cause.replace("one fen", "the smallest amount")


def _edges_words(space: Space, cliffs: list[Cliff]) -> Iterator[str]:
    """Edges of one indicator; that of a ratio is named once."""
    for number, cliff in enumerate(cliffs):
        yield cliff.edge if number and any(mark in cliff.edge for mark in "%‰") else _edge_words(space, cliff)


def _edge_words(space: Space, cliff: Cliff) -> str:
    """The edge, with the name of what is counted; a ratio is named where it is not the loss ratio."""
    name = name_of(space, cliff.name)
    if not any(mark in cliff.edge for mark in "%‰") and cliff.edge != "0":
        return f"{cliff.edge} {cliff.cause.removeprefix('one more ') if cliff.edge == '1' else name}"
    return cliff.edge if cliff.name == "loss_ratio" else f"{name} {cliff.edge}"


def _witness(subject: Subject, jump: Jump, rating: Rating) -> Witness:
    ground: Ground = subject.workshop.stones[1]
    outcomes = [rating.outcomes.states[rating.outcomes.state[row]] for row in jump.rows]
    size = jump.cliff.size
    cases = tuple(Case({}, size.area, size.tier, outcome) for outcome in outcomes)
    rows = tuple(ground.rows(id, plan) for id, plan in zip(("better", "worse"), jump.cliff.plans, strict=True))
    return Witness(subject.space.policy, subject.workshop.on, cases, rows)



