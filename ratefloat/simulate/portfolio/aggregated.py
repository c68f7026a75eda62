"""A portfolio made from public aggregates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.severities import MINOR, Severity, severity
from ratefloat.errors import DefinitionError
from ratefloat.simulate.portfolio import turnover
from ratefloat.simulate.portfolio.aggregate import OTHER, Aggregate, Trade, load_aggregate
from ratefloat.simulate.portfolio.assumptions import Assumptions
from ratefloat.simulate.portfolio.costs import base_rates, chances
from ratefloat.simulate.portfolio.opening import opening, opening_notes
from ratefloat.simulate.portfolio.portfolio import Fund, Labels, Payment
from ratefloat.simulate.portfolio.reporting import ENVELOPE, levels, reported, true_law
from ratefloat.simulate.portfolio.risk import balanced, gamma_paths
from ratefloat.simulate.portfolio.workforce import workers
from ratefloat.tables.key_industries import KEY_INDUSTRIES

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

    Some = TypeVar("Some", bound=Portfolio)

ELSEWHERE = "elsewhere"
FEWEST = 200
"""With fewer employers small trades would be counted for more than they are."""
PENSIONS = {1: 0.90, 2: 0.85, 3: 0.80, 4: 0.75}
"""Yearly pension by grade as a share of the own wage [S]; Regulation, article 35."""


class Part(NamedTuple):
    """A trade with the number of its employers at year 0."""

    trade: Trade
    employers: float
    clustered: bool


@dataclass(frozen=True, eq=False)
class Staff:
    """Employers as drawn; shape (employers,) each. `part` is the place of their trade in a list of parts."""

    part: NDArray[np.int64]
    workers: NDArray[np.int64]
    wage: NDArray[np.int64]
    stay: turnover.Stay


def from_aggregates(
    kind: type[Some], name: str, *, employers: int | None, seed: int, assumed: Assumptions
) -> Some:
    """A portfolio of a named aggregate; see `Portfolio.from_aggregates`."""
    known = load_aggregate(name)
    rng = np.random.default_rng(seed)
    coverage = assumed.coverage or tuple(known.figures["coverage"])
    parts = parts_of(known, coverage[0])
    rows = turnover.rows_of(_scaled(parts, employers or known.figures["employers"]), assumed)
    staff = _drawn(rng, parts, rows, assumed)
    laws = [true_law(law, assumed.reporting) for law in recognised_laws(known)]
    whole = len(staff.part)
    clustered = np.asarray([part.clustered for part in parts])[staff.part]
    shape = (assumed.history + assumed.years, whole)
    made = kind(
        name=name,
        key=np.arange(whole, dtype=np.uint64),
        risk_class=np.asarray([part.trade.risk_class for part in parts], dtype=np.int8)[staff.part],
        workers=staff.workers,
        wage=staff.wage,
        hazard=np.zeros(whole),
        risk=gamma_paths(rng, shape, heterogeneity=assumed.heterogeneity, persistence=assumed.persistence),
        first=staff.stay.first,
        end=staff.stay.end,
        covered_of=np.asarray([part.trade.key_industry != OTHER for part in parts], dtype=np.int16)[staff.part],
        covered=_covered(known.figures["coverage_others"], coverage, assumed),
        labels=_labels(known, parts, staff),
        severity_of=clustered.astype(np.int8),
        severities=tuple(laws),
        victims=assumed.victims,
        payment=payment_of(known, laws[0]),
        wage_growth=assumed.wage_growth,
        history=assumed.history,
        reporting=tuple(levels(assumed.reporting).values()),
        envelope=ENVELOPE,
        notes=(known.about, *known.guesses, assumed.growth_note()),
    )
    made = made.replace(hazard=_hazards(made, known, assumed))
    made = made.replace(risk=balanced(made, made.covered_of + 2 * made.severity_of))
    fund = _fund(made, known, assumed)
    return made.replace(fund=fund, notes=(*made.notes, _income(made, known), *opening_notes(fund)))


def parts_of(known: Aggregate, covered: float) -> list[Part]:
    """The trades of an aggregate with so many employers as insured heads and sizes ask for; a cluster comes last.

    Args:
        covered: share of the workers of key industries who are insured at year 0.
    """
    cluster, insured = known.cluster, known.figures["insured"]
    trades = [trade for trade in known.trades if cluster is None or trade.divisions != cluster.divisions]
    parts, others = [], insured
    if cluster:
        firms, people = cluster.figures["employers"], cluster.figures["workers"]
        parts = [Part(Trade(cluster.divisions, 0.0, people / firms, cluster.figures["wage"]), firms, True)]
        others = insured - people * covered
    total = sum(trade.share for trade in trades)
    if not others > 0:
        raise DefinitionError(
            f"{known.name}: coverage {covered} makes the cluster's insured more than all {insured:,}; expected less"
        )
    share = {True: covered, False: known.figures["coverage_others"]}
    return [
        *(
            Part(trade, others * trade.share / total / share[trade.key_industry != OTHER] / trade.workers, False)
            for trade in trades
        ),
        *parts,
    ]


def recognised_laws(known: Aggregate) -> tuple[Severity, ...]:
    """The law of recognised cases: one, or that of others and that of the cluster, which has more graded cases."""
    shares = {outcome: Fraction(share) for outcome, share in known.shares.items()}
    if known.cluster is None:
        return (_law(known, shares),)
    cases, graded = (Fraction(known.cluster.figures[what]) for what in ("recognised", "graded"))
    return _law(known, _graded(shares, (1 - graded) / (1 - cases))), _law(known, _graded(shares, graded / cases))


def _graded(shares: Mapping[str, Fraction], times: Fraction) -> dict[str, Fraction]:
    found = {name: share * times if name.startswith("grade") else share for name, share in shares.items()}
    found["no grade"] = 1 - sum((share for name, share in found.items() if name != "no grade"), Fraction(0))
    return found


def _law(known: Aggregate, shares: Mapping[str, Fraction]) -> Severity:
    return severity("china", shares=shares, medical=known.medical, year=known.figures["year"])


def _scaled(parts: Sequence[Part], employers: int | None) -> NDArray[np.int64]:
    natural = np.asarray([part.employers for part in parts])
    wanted = natural if employers is None else natural * (employers / natural.sum())
    if employers is not None and employers < FEWEST:
        raise DefinitionError(f"employers: {employers}; expected at least {FEWEST}, for there are {len(parts)} trades")
    found = np.maximum(np.rint(wanted), 1).astype(np.int64)
    found[np.argmax(found)] += round(float(wanted.sum())) - found.sum()
    return np.asarray(found)


def _drawn(
    rng: np.random.Generator, parts: Sequence[Part], rows: NDArray[np.int64], assumed: Assumptions
) -> Staff:
    sizes, wages, stay = [], [], []
    for part, counts in zip(parts, rows, strict=True):
        # Those in at year 0 get sizes of their own, so that their sum is as it should be.
        sizes += [workers(rng, int(count), mean=part.trade.workers) for count in counts]
        spread = np.exp(assumed.wages * rng.standard_normal(counts.sum()) - assumed.wages**2 / 2)
        wages.append(np.maximum(np.rint(part.trade.wage * spread), 1).astype(np.int64) * MINOR)
        stay.append(turnover.stays(rng, counts, assumed))
    first, end = (np.concatenate(years) for years in zip(*stay, strict=True))
    part_of = np.repeat(np.arange(len(parts)), rows.sum(axis=1))
    return Staff(part_of, np.concatenate(sizes), np.concatenate(wages), turnover.Stay(first, end))


def _covered(others: float, coverage: tuple[float, float, int], assumed: Assumptions) -> NDArray[np.float64]:
    low, high, over = coverage
    t = np.arange(-assumed.history, assumed.years)
    return np.stack([np.full(len(t), others), low + (high - low) * np.clip(t / over, 0, 1)])


def _labels(known: Aggregate, parts: Sequence[Part], staff: Staff) -> dict[str, Labels]:
    industries = (*KEY_INDUSTRIES, OTHER)
    codes = np.asarray([industries.index(part.trade.key_industry) for part in parts], dtype=np.int16)
    labels = {"key_industry": Labels(codes[staff.part], industries)}
    if known.cluster:
        inside = np.asarray([part.clustered for part in parts], dtype=np.int16)
        labels["place"] = Labels(inside[staff.part], (ELSEWHERE, known.cluster.place))
    return labels


def payment_of(known: Aggregate, law: Severity) -> Payment:
    """When cases of a law are paid for, and the pensions of its outcomes."""
    survivors = known.figures["pension_survivors"]
    pension = [survivors if o.death else PENSIONS.get(o.grade or 10, 0.0) for o in law.outcomes]
    return Payment(tuple(known.figures["pattern"]), tuple(pension), known.figures["mortality"])


def _hazards(portfolio: Portfolio, known: Aggregate, assumed: Assumptions) -> NDArray[np.float64]:
    """True cases per head: in proportion to the base rate, so that year 0 has the recognised cases it should."""
    relative = base_rates(portfolio.risk_class)
    heads = portfolio.year(0).heads
    wanted = float(heads.sum()) * known.figures["recognised_per_1000"] / 1000
    share = Fraction(known.cluster.figures["recognised"]) if known.cluster else Fraction(0)
    hazard = np.zeros(len(portfolio))
    for number, (law, part) in enumerate(zip(portfolio.severities, (1 - share, share), strict=False)):
        mine = portfolio.severity_of == number
        known_share = float(chances(law) @ reported(law, assumed.reporting))
        cases = float(heads[mine] @ relative[mine]) * known_share
        hazard[mine] = relative[mine] * (wanted * float(part) / cases)
    return hazard


def _fund(portfolio: Portfolio, known: Aggregate, assumed: Assumptions) -> Fund:
    heads = float(portfolio.year(0).heads.sum()) / known.figures["insured"]
    money = {what: known.figures[what] * heads for what in ("spending", "reserve")}
    return opening(portfolio, assumed.reporting, **money)



def _income(portfolio: Portfolio, known: Aggregate) -> str:
    year = portfolio.year(0)
    premium = float(year.payroll @ base_rates(portfolio.risk_class)) / float(year.heads.sum()) / MINOR
    share = known.figures["income"] / known.figures["insured"] / premium
    return (
        f"income of the figures is {share:.0%} of the premium at the base rates of 2015: phase reductions, floating "
        f"and arrears lie between them, and no run at base rates has them [D]"
    )
