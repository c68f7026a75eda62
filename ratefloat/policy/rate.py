"""Rating a book: from records to a rate, an estimated premium and a reason for every employer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, UncoveredError
from ratefloat.history.channels import payroll
from ratefloat.history.channels.base import BaseLookup
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import Evaluated, evaluate
from ratefloat.history.experience import Peers
from ratefloat.history.filled import Channels
from ratefloat.history.state import rates_before
from ratefloat.numeric import multiply_divide_by
from ratefloat.periods import Span, day, month_of
from ratefloat.policy.base import rates_on
from ratefloat.policy.decision import read_names
from ratefloat.policy.derive import derive
from ratefloat.policy.kernel import Outcomes, kernel_of
from ratefloat.policy.rating import Money, Rating
from ratefloat.rules.column import CategoryColumn, Column, IntegerColumn, PooledColumn
from ratefloat.rules.domain import Choice

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy

STATE = ("risk_class", "area", "tier")
"""Built-in state that every rating reads."""


@dataclass(frozen=True)
class Groups:
    """The areas and tiers of a run, the group of each employer, and the base rates of each."""

    of_row: NDArray[np.int64]
    names: tuple[tuple[str | None, str | None], ...]
    base: Mapping[tuple[int, int], Fraction]
    refused: Mapping[int, str]


def rate(
    policy: FloatPolicy, book: Book, *, on: date | str, known_on: date | str | None = None, peers: Peers | None = None
) -> Rating:
    """The rates of all employers of a book on a day.

    Args:
        policy: a policy in force on that day, without open holes.
        book: the records; it is not altered.
        on: the day the rates apply.
        known_on: rate as the records and tables were known on a past day.
        peers: averages of peers to use instead of those of this book, as `rating.peers` of a whole book holds them.
    Returns:
        a Rating with one row an employer; employers that can not be rated stay, with the reason.
    Raises:
        UncoveredError: the policy is not in force on that day, or no base table covers it at all.
        DefinitionError: the policy is a template with open holes.
    """
    policy.require_complete()
    moment = policy.require_in_force(on)
    seen_on = None if known_on is None else day(known_on)
    records = book if seen_on is None else book.as_known_on(seen_on)
    dates = review_dates(policy, moment)
    base = base_lookup(policy, seen_on)
    asked = {name for cuts in derive(policy, moment).cuts for name in cuts if name == "prior_step"}
    built_in = sorted({*read_names(policy, moment), *asked, *STATE} - {"base_group", *policy.indicator_map})
    states = evaluate({}, built_in, records, dates, base=base)
    groups = base_groups(policy, states, dates, seen_on)
    placed, unknown = listed(policy, {**states.columns, "base_group": IntegerColumn(groups.of_row)}, dates)
    refused = {**unknown, **groups.refused, **states.refused}
    found = evaluate(policy.indicator_map, [], records, dates, base=base, peers=peers, refused=refused)
    columns: dict[str, Column] = {**placed, **found.columns}
    pooled = tuple((n, c.values.pool) for n, c in columns.items() if isinstance(c, PooledColumn))
    kernel = kernel_of(policy, moment, tuple(groups.base.items()), pooled)
    outcomes = kernel.decide(columns, len(records))
    refused = {**{row: reason for row, reason in found.refused.items() if row not in refused}, **refused}
    for row in np.flatnonzero(outcomes.refused).tolist():
        refused.setdefault(row, outcomes.refusals[outcomes.refused[row] - 1])
    paid, notes = premiums(records, dates, outcomes)
    for row in np.flatnonzero(paid.overflow).tolist():
        refused.setdefault(row, "payroll x rate: beyond 64 bits; expected payroll in the currency's main unit")
    classes = states.columns["risk_class"]
    assert isinstance(classes, IntegerColumn)
    return Rating(
        policy=policy, book=records, dates=dates, known_on=seen_on, outcomes=outcomes, columns=columns,
        groups=groups.names, base=groups.base, base_group=groups.of_row, money=paid,
        refusals=dict(sorted(refused.items())), given_classes=classes.values, before=rates_before(records, dates),
        peers=found.peers, notes=(*states.notes, *found.notes, *notes),
    )


def review_dates(policy: FloatPolicy, moment: date) -> Dates:
    """The days of the review whose rates run on a day."""
    review, window = policy.structure.review, policy.structure.window
    period = review.period(moment)
    return Dates(moment, period, review.fixed_on(period), window.before(period.start))


def base_lookup(policy: FloatPolicy, known_on: date | None) -> BaseLookup | None:
    """The policy's base rates of an area on a day, for premium at the base rate."""
    spec = policy.structure.base
    if spec is None:
        return None

    def lookup(moment: date, area: str | None = None, tier: str | None = None) -> Mapping[int, Fraction]:
        return rates_on(spec, moment, area, tier, known_on)

    return lookup


def base_groups(policy: FloatPolicy, found: Evaluated, dates: Dates, known_on: date | None) -> Groups:
    """The base rates of each area and tier that occurs; areas without a table refuse their employers only."""
    of_row, names = _pairs(found)
    base: dict[tuple[int, int], Fraction] = {}
    refused: dict[int, str] = {}
    spec = policy.structure.base
    moment = dates.on if policy.days.base == "on" else dates.period.start
    problems = []
    for number, (area, tier) in enumerate(names):
        if spec is None:
            base |= {(number, 1): Fraction(0)}
            continue
        try:
            base |= {(number, c): r for c, r in rates_on(spec, moment, area, tier, known_on).items()}
        except UncoveredError as error:
            problems.append(error)
            refused |= {row: str(error) for row in np.flatnonzero(of_row == number).tolist()}
            base |= {(number, c): Fraction(0) for c in policy.classes}
    if not names and spec is not None:
        base = {(0, c): Fraction(0) for c in policy.classes}
    if problems and len(problems) == len(names):
        raise problems[0]
    return Groups(of_row, names, base, refused)


def _pairs(found: Evaluated) -> tuple[NDArray[np.int64], tuple[tuple[str | None, str | None], ...]]:
    area, tier = found.columns["area"], found.columns["tier"]
    assert isinstance(area, CategoryColumn) and isinstance(tier, CategoryColumn)
    code = area.codes.astype(np.int64) * len(tier.categories) + tier.codes
    present, of_row = np.unique(code, return_inverse=True)
    pairs = [divmod(int(c), len(tier.categories)) for c in present]
    names = tuple((area.categories[a] or None, tier.categories[t] or None) for a, t in pairs)
    return of_row.reshape(-1).astype(np.int64), names


def listed(
    policy: FloatPolicy, columns: Mapping[str, Column], dates: Dates
) -> tuple[dict[str, Column], dict[int, str]]:
    """The state columns with steps carried over and only values that the policy knows, and who has another.

    A row with an unknown class or step gets the first that is known, so that it can stand in the batch; it is refused.
    """
    found, reasons = dict(columns), dict[int, str]()
    for name, domain in policy.structure.domains.items():
        column = columns.get(name)
        if not isinstance(domain, Choice) or not isinstance(column, IntegerColumn) or name == "base_group":
            continue
        values = carried_over(policy, column.values, dates) if name == "prior_step" else column.values
        unknown = ~np.isin(values, domain.values)
        known = ", ".join(map(str, sorted(domain.values)))
        for row in np.flatnonzero(unknown).tolist():
            reasons.setdefault(row, f"{name} {values[row]}: unknown to the policy; expected one of {known}")
        found[name] = IntegerColumn(np.where(unknown, min(domain.values), values))
    return found, reasons


def carried_over(policy: FloatPolicy, steps: NDArray[np.integer], dates: Dates) -> NDArray[np.integer]:
    """Prior steps on the policy's own ladder: in its first review, those of the law before are translated."""
    if not policy.transition or not dates.period.contains(policy.effective.start):
        return steps
    translated = steps.copy()
    for old, new in policy.transition:
        translated[steps == old] = new
    return translated


def premiums(book: Book, dates: Dates, outcomes: Outcomes) -> tuple[Money, tuple[str, ...]]:
    """Payroll of the twelve months before the review, the premium it gives at the new rate, and notes on gaps."""
    end = month_of(dates.period.start)
    year = Span(end - 12, end)
    known = np.ones(len(book), dtype=np.bool_)
    wages = np.zeros(len(book), dtype=np.int64)
    try:
        sums, lacking = Channels.fill(book, [(payroll(), year)], on=dates.period.start).years(payroll(), year)
    except DataError as error:
        known[:] = False
        notes: tuple[str, ...] = (f"estimated premium: unknown for all ({error})",)
    else:
        wages = sums.sum(axis=0)
        known[list(lacking)] = False
        first = next(iter(lacking.values()), "")
        notes = (f"estimated premium: unknown for {len(lacking):,} employers ({first})",) if lacking else ()
    rates = [outcome[3] or Fraction(0) for outcome in outcomes.states]
    premium, overflow = multiply_divide_by(wages, outcomes.state, rates)
    return Money(wages, premium, overflow, known), notes
