"""An old system's rates held against a rating: where they agree, and which rule explains where they do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ratefloat.errors import DataError, DefinitionError
from ratefloat.policy.alternatives import explanations
from ratefloat.rules.words import value_words
from ratefloat.units import exact, percent_text

if TYPE_CHECKING:
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
    place = {id: row for row, id in enumerate(frame["employer"])}
    mine, why = frame[stage].tolist(), frame["refused"].tolist()
    refused, agree = 0, 0
    unreadable: list[tuple[str, str]] = []
    differs: dict[int, Fraction] = {}
    for id, value in given.items():
        if id not in place:
            continue
        row = place[id]
        if isinstance(why[row], str):
            refused += 1
            continue
        try:
            theirs = exact(value if not isinstance(value, float) else repr(value))
        except DefinitionError as error:
            unreadable.append((id, str(error)))
            continue
        if mine[row] is not pd.NA and theirs == _exact(mine[row]):
            agree += 1
        else:
            differs[row] = theirs
    reasons = explanations(rating, differs, stage)
    grouped: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row, theirs in differs.items():
        own = "-" if mine[row] is pd.NA else _text(_exact(mine[row]), stage)
        grouped[reasons[row], _text(theirs, stage), own].append(str(frame["employer"][row]))
    mismatches = tuple(
        Mismatch(key[0], tuple(ids), key[1], key[2]) for key, ids in sorted(grouped.items(), key=lambda kv: -len(kv[1]))
    )
    return Diagnosis(
        agree + len(differs), agree, mismatches, refused,
        tuple(id for id in given if id not in place), tuple(id for id in place if id not in given), tuple(unreadable),
    )


def _exact(value: Any) -> Fraction:
    return exact(value if isinstance(value, str) else int(value))


def _text(value: Fraction, stage: str) -> str:
    return percent_text(value, places=2) if stage == "rate" else value_words(value, "step", "en")
