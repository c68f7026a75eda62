"""A rating as pandas frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ratefloat.policy.base import tables_of
from ratefloat.policy.decision import clause_text
from ratefloat.units import percent_text

if TYPE_CHECKING:
    from ratefloat.policy.rating import Rating


def rating_frame(rating: Rating) -> pd.DataFrame:
    """One row an employer, in the order of the book."""
    outcomes, rated = rating.outcomes, rating.rated
    state = outcomes.state
    refused = pd.Series([None] * len(rating), dtype=object)
    if rating.refusals:
        refused.iloc[list(rating.refusals)] = list(rating.refusals.values())
    e8, known = rating.rates_e8()[state], rating.money.known
    return pd.DataFrame(
        {
            "employer": rating.book.ids,
            "risk_class": _integers(rating.classes, rating.classes > 0),
            "step": _whole([s[1] for s in outcomes.states], state, rated),
            "factor": _texts([None if s[2] is None else percent_text(s[2]) for s in outcomes.states], state, rated),
            "rate": _texts(rating.rate_texts(), state, rated),
            "rate_e8": _integers(e8, rated & (e8 >= 0)),
            "payroll": _integers(rating.money.payroll, known),
            "estimated_premium": _integers(rating.money.premium, rated & known),
            "reasons": _texts(reason_texts(rating), outcomes.reason, rated),
            "refused": refused,
        }
    )


def reason_texts(rating: Rating) -> list[str]:
    """The clauses of each distinct set of effective rules, in document order, as text."""
    return ["; ".join(dict.fromkeys(clause_text(note) for note in notes)) for notes in rating.outcomes.reasons]


def _whole(numbers: list[Any], codes: Any, rated: Any) -> Any:
    known = np.asarray([n is not None for n in numbers], dtype=np.bool_)
    table = np.asarray([int(n or 0) for n in numbers], dtype=np.int64)
    return pd.arrays.IntegerArray(table[codes], ~(known[codes] & rated))


def _integers(values: Any, rated: Any) -> Any:
    return pd.arrays.IntegerArray(np.where(rated, values, 0), ~rated)


def _texts(texts: Sequence[str | None], codes: Any, rated: Any) -> Any:
    names = list(dict.fromkeys(t for t in texts if t is not None))
    place = {t: i for i, t in enumerate(names)}
    table = np.asarray([-1 if t is None else place[t] for t in texts], dtype=np.int32)
    return pd.Categorical.from_codes(np.where(rated, table[codes], -1), categories=pd.Index(names, dtype=object))


def refused_frame(rating: Rating) -> pd.DataFrame:
    """The refused employers, each with its reason."""
    frame = rating.to_frame()
    rows = frame[frame["refused"].notna()]
    return rows[["employer", "refused"]].rename(columns={"refused": "reason"}).reset_index(drop=True)


def decisions_frame(rating: Rating) -> pd.DataFrame:
    """The rated employers as rows of the table `decisions`."""
    period, start = rating.dates.period, rate_start(rating).isoformat()
    frame = rating.to_frame()
    frame = frame[frame["refused"].isna()]
    used = ["; ".join(dict.fromkeys(n.privilege for n in notes if n.privilege)) for notes in rating.outcomes.reasons]
    privileges = np.asarray(used, dtype=object)[rating.outcomes.reason][rating.rated]
    return pd.DataFrame(
        {
            "employer": frame["employer"].to_numpy(),
            "review_start": period.start.isoformat(),
            "risk_class": frame["risk_class"].to_numpy(),
            "step": frame["step"].to_numpy(dtype=object),
            "factor": frame["factor"].astype(object).to_numpy(),
            "rate": frame["rate"].astype(object).to_numpy(),
            "start": start,
            "end": period.end.isoformat(),
            "privileges": privileges,
            "reason": frame["reasons"].astype(object).to_numpy(),
        }
    )


def rate_start(rating: Rating) -> date:
    """The day from which these rates run: the start of the review, or the last change of a table or rule since."""
    structure, period = rating.policy.structure, rating.dates.period
    days = {period.start}
    for table in tables_of(structure.base).values() if structure.base is not None else ():
        days |= {row.effective.start for row in table.rows} | {row.effective.end for row in table.rows}
    for rule in structure.periods:
        days |= {rule.period.start, rule.period.end}
    return max(moment for moment in days if period.start <= moment <= max(rating.dates.on, period.start))
