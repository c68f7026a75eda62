"""From recognised cases to true ones: which share of each outcome is reported."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.severities import Outcome, Severity
from ratefloat.errors import DefinitionError
from ratefloat.simulate.behaviour.hiding import BASELINES
from ratefloat.simulate.response import KINDS, kind_of

Reporting = str | float | Mapping[str, float]
ENVELOPE = 1.5
"""Candidate cases over expected ones: room for the true cases that stand behind few reports."""
FINE = 100_000
"""Chances of true outcomes are whole multiples of one in so many."""


def levels(reporting: Reporting) -> dict[str, float]:
    """The chance of a report by kind of case; deaths are always reported.

    Raises:
        DefinitionError: an unknown name or kind, or a chance outside 0 to 1.

    >>> levels("baseline")["no grade"], levels(1.0)["no grade"]
    (0.7, 1.0)
    """
    if isinstance(reporting, str):
        if reporting != "baseline":
            raise DefinitionError(f'reporting {reporting!r}: unknown; expected "baseline", a number, or kind -> number')
        found = {kind: known.central for kind, known in BASELINES.items()}
    elif isinstance(reporting, Mapping):
        found = dict(reporting)
    else:
        found = {kind: float(reporting) for kind in KINDS[:4]}
    for kind, chance in found.items():
        if kind not in KINDS or not 0 < chance <= 1:
            raise DefinitionError(
                f"reporting of {kind!r}: {chance}; expected a chance above 0 up to 1 for one of {', '.join(KINDS)}"
            )
    return {kind: found.get(kind, 1.0) for kind in KINDS}


def reported(law: Severity, reporting: Reporting) -> NDArray[np.float64]:
    """The chance that each outcome of a law is reported, shape (outcomes,)."""
    by_kind = levels(reporting)
    return np.asarray([by_kind[KINDS[kind_of(outcome)]] for outcome in law.outcomes])


def true_law(recognised: Severity, reporting: Reporting) -> Severity:
    """The law of true cases of which reports leave a law of recognised cases.

    Chances are rounded to whole multiples of one in `FINE`; what rounding leaves goes to the likeliest outcome.

    >>> from ratefloat.actuarial import severity
    >>> two = severity({"1000": "70%", "2000": "30%"})
    >>> [str(o.probability) for o in true_law(two, 0.7).outcomes]
    ['7/10', '3/10']
    """
    by_kind = levels(reporting)
    weights = [o.probability / Fraction(str(by_kind[KINDS[kind_of(o)]])) for o in recognised.outcomes]
    total = sum(weights, Fraction(0))
    parts = [round(FINE * weight / total) for weight in weights]
    parts[parts.index(max(parts))] += FINE - sum(parts)
    outcomes = [_with(o, Fraction(part, FINE)) for o, part in zip(recognised.outcomes, parts, strict=True)]
    return Severity(outcomes=tuple(outcomes), local_wage=recognised.local_wage, notes=recognised.notes)


def _with(outcome: Outcome, chance: Fraction) -> Outcome:
    return Outcome(**{name: getattr(outcome, name) for name in Outcome.model_fields} | {"probability": chance})
