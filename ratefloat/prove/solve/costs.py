"""What each cap, floor and veto of a policy costs: the income of a book with it and without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ratefloat.history.book import Book
from ratefloat.numeric import divide_rounded
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.solve.ready import Charged, Ready
from ratefloat.prove.solve.without import without
from ratefloat.rules.rule import Rule
from ratefloat.units import money_text

if TYPE_CHECKING:
    import pandas as pd

LIMITS = (
    "at_least", "at_most", "no_decrease", "no_increase", "only_first_step_down", "move_limit", "floor_rate",
    "floor_by_class", "cap_by_class",
)
"""Kinds of rules that hold a value up or down: floors, caps and vetoes."""


@dataclass(frozen=True)
class Cost:
    """One cap, floor or veto: the income with it and without it, minor units over twelve months, exact.

    `raised` and `lowered` count the employers whose rate it holds up and down; those that can not be rated without it
    are left out on both sides and counted in `lost`.
    """

    clause: str
    words: str
    with_rule: Fraction
    without_rule: Fraction
    raised: int
    lowered: int
    lost: int
    currency: str

    @property
    def income(self) -> Fraction:
        """What the rule brings in; negative: what it costs the fund."""
        return self.with_rule - self.without_rule

    def __str__(self) -> str:
        income = money_text(divide_rounded(self.income.numerator, self.income.denominator, "half_up"), self.currency)
        lost = f", {self.lost:,} not rated without it" if self.lost else ""
        return f"{self.clause}: {self.words}: {income} (holds up {self.raised:,}, down {self.lowered:,}{lost})"


@dataclass(frozen=True)
class Costs:
    """The caps, floors and vetoes of a policy in document order, each alone; together they need not add up."""

    lines: tuple[Cost, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a rule: clause, words, income with and without it and their difference (Fractions), counts."""
        import pandas as pd

        names = ("clause", "words", "with_rule", "without_rule", "income", "raised", "lowered", "lost")
        return pd.DataFrame([[getattr(line, name) for name in names] for line in self.lines], columns=list(names))

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines)) or "no cap, floor or veto"

    __repr__ = __str__


def costs(policy: FloatPolicy, book: Book, *, on: date | str) -> Costs:
    """What each cap, floor and veto of a policy costs or brings in on a book.

    Raises:
        DefinitionError: the policy has no base table.
        UncoveredError: the policy is not in force on the day.
    """
    ready = Ready.of(policy, book, on)
    whole = ready.charge(policy)
    return Costs(tuple(_cost(ready, whole, rule, stage) for rule, stage in _limits(policy)))


def _limits(policy: FloatPolicy) -> Iterator[tuple[Rule, str]]:
    for part in policy.structure.parts:
        for rule in part.rule.walk():
            if rule.kind in LIMITS:
                yield rule, part.before or part.after


def _cost(ready: Ready, whole: Charged, rule: Rule, stage: str) -> Cost:
    bare = ready.charge(without(ready.rating.policy, lambda other: other is rule))
    rows = whole.rated & bare.rated
    way = whole.rates.combine(bare.rates, lambda a, b: Fraction((a > b) - (a < b)))
    return Cost(
        clause=rule.clause.en if rule.clause else rule.kind, words=rule.words("en", stage),
        with_rule=ready.premium(whole.rates, rows), without_rule=ready.premium(bare.rates, rows),
        raised=int((way.mask(lambda x: x > 0) & rows).sum()), lowered=int((way.mask(lambda x: x < 0) & rows).sum()),
        lost=int((whole.rated & ~bare.rated).sum()), currency=ready.rating.book.currency,
    )
