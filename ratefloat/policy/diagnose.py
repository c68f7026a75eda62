"""An old system's rates held against a rating: where they agree, and which rule explains where they do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.errors import DataError, DefinitionError
from ratefloat.policy.decision import Decision, Line, clause_text
from ratefloat.rules.words import value_words
from ratefloat.units import exact, percent_text

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.rating import Rating


@dataclass(frozen=True)
class Mismatch:
    """Employers whose old rate differs for one and the same reason, with the first of them."""

    explanation: str
    employers: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True)
class Diagnosis:
    """How an old system's output compares with a rating."""

    compared: int
    agree: int
    mismatches: tuple[Mismatch, ...]
    refused: int
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]

    @property
    def agreement(self) -> Fraction:
        """The share of compared employers whose rates are equal."""
        return Fraction(self.agree, self.compared) if self.compared else Fraction(0)

    def to_frame(self) -> pd.DataFrame:
        """One row for each employer that differs: employer, old, new, explanation."""
        import pandas as pd

        rows = [(e, m.old, m.new, m.explanation) for m in self.mismatches for e in m.employers]
        return pd.DataFrame(rows, columns=["employer", "old", "new", "explanation"])

    def __str__(self) -> str:
        share = float(self.agreement) * 100
        lines = [
            f"{self.agree:,} of {self.compared:,} employers agree ({share:.2f}%)",
            f"refused here {self.refused:,}; only in the old output {len(self.only_old):,}; "
            f"missing there {len(self.only_new):,}; unreadable {len(self.unreadable):,}",
        ]
        groups: defaultdict[str, list[Mismatch]] = defaultdict(list)
        for mismatch in self.mismatches:
            groups[mismatch.explanation].append(mismatch)
        for explanation, found in sorted(groups.items(), key=lambda kv: -sum(len(m.employers) for m in kv[1])):
            count = sum(len(m.employers) for m in found)
            one = found[0]
            lines.append(f"{count:>7,}  {explanation}; such as {one.employers[0]}: old {one.old}, here {one.new}")
        return "\n".join(lines)

    __repr__ = __str__


def diagnose(
    rating: Rating, old: pd.DataFrame, *, employer: str = "employer", rate: str | None = "rate", step: str | None = None
) -> Diagnosis:
    """Compare the output of an old system with a rating, employer by employer.

    Args:
        rating: the rating of the same book on the same day.
        old: the old output, one row an employer.
        employer, rate, step: its columns; the rate as percent text or exact number, or else the final step.
    Returns:
        agreement, and mismatches grouped by the rule that explains them: a rule whose omission, or whose value
        alone, gives the old result.
    Raises:
        DataError: a column is missing or an employer stands twice.
    """
    column = rate or step
    if column is None:
        raise DataError("old output: neither rate nor step column named; expected one of them")
    missing = [name for name in (employer, column) if name not in old.columns]
    if missing:
        raise DataError(f"old output: no column {missing[0]!r}; expected one of {', '.join(map(str, old.columns))}")
    ids = old[employer].astype(str)
    if ids.duplicated().any():
        raise DataError(f"old output: employer {ids[ids.duplicated()].iloc[0]} stands twice; expected once")
    given = dict(zip(ids, old[column], strict=True))
    return _compare(rating, given, "rate" if rate else "step")


def _compare(rating: Rating, given: Mapping[str, Any], stage: str) -> Diagnosis:
    frame = rating.to_frame()
    known = dict(zip(frame["employer"], zip(frame[stage], frame["refused"], strict=True), strict=True))
    agree, refused, unreadable = 0, 0, []
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for id, value in given.items():
        if id not in known:
            continue
        mine, why = known[id]
        if isinstance(why, str):
            refused += 1
            continue
        try:
            theirs = exact(value if not isinstance(value, float) else repr(value))
        except DefinitionError as error:
            unreadable.append((id, str(error)))
            continue
        if theirs == exact(mine if isinstance(mine, str) else int(mine)):
            agree += 1
            continue
        decision = rating.decision(id)
        key = (_explanation(decision, theirs, stage), _text(theirs, stage), _text(getattr(decision, stage), stage))
        grouped.setdefault(key, []).append(id)
    mismatches = tuple(
        Mismatch(key[0], tuple(ids), key[1], key[2]) for key, ids in sorted(grouped.items(), key=lambda kv: -len(kv[1]))
    )
    return Diagnosis(
        agree + sum(len(m.employers) for m in mismatches), agree, mismatches, refused,
        tuple(id for id in given if id not in known), tuple(id for id in known if id not in given), tuple(unreadable),
    )


def _text(value: Any, stage: str) -> str:
    return percent_text(Fraction(value), places=2) if stage == "rate" else value_words(Fraction(value), "step", "en")


def _explanation(decision: Decision, old: Fraction, stage: str) -> str:
    """The rule that explains a difference: the last one before which, or without which, the value was the old one."""
    values = _values_along(decision, stage)
    for line, before, _ in reversed(values):
        if line.changed and before == old:
            return f"as if {clause_text(line)} ({line.rule.words('en', line.stage)}) had not been applied"
    for line, before, after in values:
        if not line.active and before == after and _would_be(line, before, stage, decision) == old:
            return f"as if {clause_text(line)} ({line.rule.words('en', line.stage)}) had been applied"
    if stage == "rate" and decision.base_rate == old:
        return "the base rate, as if there had been no floating"
    if stage == "rate" and decision.base_rate and decision.factor is not None:
        ratio = old / decision.base_rate
        steps = {w: s for rungs in _ladder(decision) for s, w in rungs}
        if ratio in steps:
            return f"as if the step had been {value_words(Fraction(steps[ratio]), 'step', 'en')}"
        return "no rule of the policy gives the old rate; another base rate, class or rounding?"
    return "no rule of the policy gives the old result"


def _ladder(decision: Decision) -> list[tuple[tuple[int, Fraction], ...]]:
    from ratefloat.rules.ladder import Ladder

    return [rungs for line in decision.lines if isinstance(line.rule, Ladder) for _, rungs in line.rule.steps]


def _values_along(decision: Decision, stage: str) -> list[tuple[Line, Fraction | None, Fraction | None]]:
    """Each line with what the final result would be if the rule ended before or after it."""
    finish = _finisher(decision, stage)
    found = []
    for line in decision.lines:
        before = None if line.before is None else finish(line.before, line.stage)
        found.append((line, before, finish(line.after, line.stage)))
    return found


def _finisher(decision: Decision, stage: str) -> Any:
    table = {s: w for rungs in _ladder(decision) for s, w in rungs}

    def finish(value: Fraction, at: str) -> Fraction | None:
        if at == stage:
            return value
        if stage != "rate" or decision.base_rate is None:
            return None
        if at == "step":
            return table[int(value)] * decision.base_rate if int(value) in table else None
        return value * decision.base_rate if at == "factor" else None

    return finish


def _would_be(line: Line, before: Fraction | None, stage: str, decision: Decision) -> Fraction | None:
    """The final result if an inactive rule with a plain value had been applied."""
    by = getattr(line.rule, "by", None) or getattr(line.rule, "value", None)
    if not isinstance(by, Fraction) or line.before is None:
        return None
    combine = getattr(line.rule, "combine", None)
    value = combine(line.before, by) if combine is not None else by
    found: Fraction | None = _finisher(decision, stage)(value, line.stage)
    return found


