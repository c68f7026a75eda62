"""What a change of policy may do to a whole book, as a test in continuous integration."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from ratefloat.errors import DefinitionError
from ratefloat.policy.decision import clause_text
from ratefloat.units import exact, money_text, percent_text, rounded_percent_text

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.policy.rating import Rating

SHOWN = 5


class Limits(TypedDict, total=False):
    """What a change may do: shares as text ("5%"), refused as a count.

    `total`: the estimated premium of all, up or down. `each`: the rate of any one employer, up or down.
    `up`, `down`, `moved`: the share of employers whose rate rises, falls, or does either.
    `refused`: employers that had a rate and have none, by default 0.
    """

    total: str
    each: str
    up: str
    down: str
    moved: str
    refused: int


def assert_impact_within(
    before: FloatPolicy, after: FloatPolicy, book: Book, *, on: date | str, **limits: Unpack[Limits]
) -> None:
    """Fail when a change of policy does more to a book than it may, telling all limits that are broken.

    Employers whom one of the policies refuses count for `refused` alone.

    Args:
        on: the day the rates apply.
        limits: see `Limits`.
    Raises:
        AssertionError: what went beyond which limit, with the employers that move most and their clauses.
        DefinitionError: no limit, or an unknown one.

    >>> import ratefloat as rf
    >>> policy = rf.load_plan("cn-shenzhen-2018")
    >>> assert_impact_within(policy, policy, rf.Book.empty(), on="2020-01-01", total="0%", moved="0%")
    """
    from ratefloat.policy.rate import rate

    unknown = set(limits) - set(Limits.__annotations__)
    if unknown or not limits:
        raise DefinitionError(
            f"limits {', '.join(sorted(unknown)) or '(none)'}: expected one or more of "
            f"{', '.join(Limits.__annotations__)}"
        )
    impact = _Impact(rate(before, book, on=on), rate(after, book, on=on))
    broken = [line for name, limit in {"refused": 0, **limits}.items() for line in impact.beyond(name, limit)]
    if broken:
        raise AssertionError(
            f"{after.id} against {before.id}, {impact.employers:,} employers on {impact.after.dates.on}:\n"
            + "\n".join(f"  {line}" for line in broken) + "".join(f"\n    {line}" for line in impact.extremes())
        )


class _Impact:
    """Two ratings of one book, side by side."""

    def __init__(self, before: Rating, after: Rating) -> None:
        self.before, self.after = before, after
        self.both = [row for row in range(len(before)) if before.rated[row] and after.rated[row]]
        self.lost = [row for row in range(len(before)) if before.rated[row] and not after.rated[row]]
        self.employers = len(self.both)
        self.rates = {row: (_rate(before, row), _rate(after, row)) for row in self.both}

    def beyond(self, name: str, limit: Any) -> list[str]:
        """What goes beyond a limit, in words."""
        if name == "refused":
            return self._refused(int(limit))
        most = exact(limit, what=name)
        if name == "total":
            return self._total(most)
        if name == "each":
            far = sum(abs(_change(*rates)) > most for rates in self.rates.values())
            return [f"each: {far:,} employers change by more; expected within {percent_text(most)}"] if far else []
        moved = sum(self._moves(name, row) for row in self.both)
        share = Fraction(moved, self.employers or 1)
        if share <= most:
            return []
        return [f"{name}: {moved:,} employers, {rounded_percent_text(share)}; expected at most {percent_text(most)}"]

    def _refused(self, most: int) -> list[str]:
        if len(self.lost) <= most:
            return []
        names = ", ".join(f"{self.after.book.ids[row]} ({self.after.refusals[row]})" for row in self.lost[:SHOWN])
        return [f"refused: {len(self.lost):,} have no rate now: {names}; expected at most {most}"]

    def _moves(self, name: str, row: int) -> bool:
        one, two = self.rates[row]
        return two > one if name == "up" else two < one if name == "down" else two != one

    def _total(self, most: Fraction) -> list[str]:
        one, two = (
            sum(int(rating.money.premium[row]) for row in self.both) for rating in (self.before, self.after)
        )
        change = _change(Fraction(one), Fraction(two))
        if abs(change) <= most:
            return []
        currency = self.before.book.currency
        return [
            f"total: estimated premium {money_text(one, currency)} -> {money_text(two, currency)} "
            f"({'+' if change > 0 else ''}{rounded_percent_text(change)}); expected within {percent_text(most)}"
        ]

    def extremes(self) -> list[str]:
        """The employers that move most, with their clauses under both policies."""
        far = sorted(self.both, key=lambda row: (-abs(_change(*self.rates[row])), row))
        return [
            f"{self.before.book.ids[row]}: {_said(self.before, row)} -> {_said(self.after, row)}"
            for row in far[:SHOWN] if self.rates[row][0] != self.rates[row][1]
        ]


def _rate(rating: Rating, row: int) -> Fraction:
    return rating.outcomes.states[rating.outcomes.state[row]][3] or Fraction(0)


def _said(rating: Rating, row: int) -> str:
    notes = rating.outcomes.reasons[rating.outcomes.reason[row]]
    clauses = "; ".join(dict.fromkeys(map(clause_text, notes)))
    return f"{percent_text(_rate(rating, row), places=2)} ({clauses or '-'})"


def _change(one: Fraction, two: Fraction) -> Fraction:
    """The relative change; from nothing to something it is whole."""
    return (two - one) / one if one else Fraction(int(two > 0))
