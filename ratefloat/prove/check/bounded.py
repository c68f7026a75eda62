"""Within bounds: the national frame, the least and greatest rate, and bounds that a later clause undoes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.decision import clause_text
from ratefloat.prove.check.space import Mask, Space, some
from ratefloat.prove.check.subject import Subject, witnessed
from ratefloat.prove.check.traced import Use
from ratefloat.prove.check.walks import classes_of, closure, walks_of
from ratefloat.prove.check.words import case_words, clause_of, outcome_words, rate_words
from ratefloat.prove.finding import Finding
from ratefloat.prove.witness import Request, Witness
from ratefloat.units import percent_text

FROM_2015 = "2015-10-01"


@dataclass(frozen=True)
class Frame:
    """Bounds of the factor that a higher law sets: for all classes, and whether class 1 never floats down."""

    low: Fraction
    high: Fraction
    class_1_never_down: bool
    source: str


FRAME_2015 = Frame(
    Fraction(1, 2), Fraction(3, 2), class_1_never_down=True, source="人社部发〔2015〕71号, clause 2"
)
"""The national frame since 1 October 2015: 50 to 150 % of the base rate; class 1 never below it."""


def check_bounded(subject: Subject, frame: Frame | None) -> Iterator[Finding]:
    """Cases outside a frame, and the least and greatest rate."""
    if frame is not None:
        yield from _frame(subject, frame)
    yield from _extremes(subject)


def _frame(subject: Subject, frame: Frame) -> Iterator[Finding]:
    space = subject.space
    down, below, above = (found & _walked(space) for found in _against(space, frame))
    if frame.class_1_never_down:
        said = f"class 1 floats below its base rate, which {frame.source} bars"
        yield from _outside(subject, np.flatnonzero(down & (classes_of(space) == 1)), said)
    said = f"below {percent_text(frame.low)} of the base rate, the least that {frame.source} permits"
    yield from _outside(subject, np.flatnonzero(below), said)
    said = f"above {percent_text(frame.high)} of the base rate, the most that {frame.source} permits"
    yield from _outside(subject, np.flatnonzero(above), said)


def _against(space: Space, frame: Frame) -> tuple[Mask, Mask, Mask]:
    """Which cases are rated below the base rate, below a frame, and above it.

    Both the factor and the rate must lie outside: a reduction for all is no float, and a least rate may end one.
    """
    groups = _groups(space)
    triples = np.stack([space.outcomes.state, classes_of(space), groups], axis=1)
    distinct, inverse = np.unique(triples, axis=0, return_inverse=True)
    found = np.asarray([_bits(space, frame, *row) for row in distinct.tolist()], dtype=np.int8)[inverse.reshape(-1)]
    return tuple((found & bit > 0) & space.decided for bit in (1, 2, 4))  # type: ignore[return-value]


def _walked(space: Space) -> Mask:
    """The cases whose present step an employer of that class can have come to by this law."""
    if "prior_step" not in space.names:
        return np.ones(space.size, dtype=np.bool_)
    walks, classes = walks_of(space), classes_of(space)
    digits = space.digits(np.arange(space.size), ("prior_step",))[:, 0]
    steps = np.asarray([int(cell.sample) for cell in space.cells["prior_step"]])[digits]
    mask = np.zeros(space.size, dtype=np.bool_)
    for risk_class, pairs in walks.items():
        mask |= (classes == risk_class) & np.isin(steps, [0, *closure(pairs, 0)])
    return mask


def _bits(space: Space, frame: Frame, state: int, risk_class: int, group: int) -> int:
    _, _, factor, rate = space.outcomes.states[state]
    base = space.kernel.setting.base.get((group, risk_class))
    if not base or rate is None:
        return 0
    floats = [rate / base] if factor is None else [rate / base, factor]
    highest, lowest = max(floats), min(floats)
    return int(highest < 1) | 2 * int(highest < frame.low) | 4 * int(lowest > frame.high)


def _groups(space: Space) -> NDArray[np.int64]:
    if "base_group" not in space.names:
        return np.zeros(space.size, dtype=np.int64)
    digits = space.digits(np.arange(space.size), ("base_group",))[:, 0]
    return np.asarray([int(cell.sample) for cell in space.cells["base_group"]])[digits]


def _outside(subject: Subject, rows: NDArray[np.intp], said: str) -> Iterator[Finding]:
    space = subject.space
    if not len(rows):
        return
    row, witness = shown(subject, rows)
    if row is None:
        return
    notes = space.outcomes.reasons[int(space.outcomes.reason[row])]
    clause = clause_text(notes[0]) if notes else ""
    message = f"{case_words(space, row)}: {outcome_words(space, row)}: {said}"
    yield Finding(
        "warning", "bounded", clause, witnessed(message, witness),
        "hold the float in the frame, or give frame=None if another law governs", witness,
        {"cases": len(rows), "key": said},
    )


def shown(subject: Subject, rows: NDArray[np.intp], *, most: int = 48) -> tuple[int | None, Witness | None]:
    """A case of some that a witness shows; no case at all if every different one was tried in vain."""
    space = subject.space
    chosen = some(rows, space.digits(rows, subject.coupled()), most + 1)
    number, witness = subject.first([Request((space.case(row),)) for row in chosen[:most]])
    if witness is None and len(chosen) <= most and subject.workshop.complete:
        return None, None
    return chosen[number], witness


def _extremes(subject: Subject) -> Iterator[Finding]:
    space = subject.space
    if len(space.rates) < 2:
        return
    ranked = np.where(space.rank < 0, np.iinfo(np.int32).max, space.rank)
    least, most = int(np.argmin(ranked)), int(np.argmax(space.rank))
    message = (
        f"rates from {rate_words(space.rates[int(space.rank[least])])}{_who(space, least)} "
        f"to {rate_words(space.rates[int(space.rank[most])])}{_who(space, most)} on {space.on}"
    )
    bounds = {"least": space.rates[int(space.rank[least])], "most": space.rates[int(space.rank[most])]}
    yield Finding("note", "bounded", "", message, "nothing to do: the range of the law on this day", None, bounds)


def _who(space: Space, row: int) -> str:
    told = ("risk_class", "base_group") if len(space.places) > 1 else ("risk_class",)
    said = case_words(space, row, [name for name in told if name in space.names])
    return f" ({said})" if said else ""


def check_undone(subject: Subject, uses: list[Use]) -> Iterator[Finding]:
    """Bounds and vetoes that a later clause undoes in some case."""
    space = subject.space
    for use in uses:
        hard = use.stage == "rate" or use.rule.kind == "move_limit"
        for undone in use.undone.values():
            _, witness = subject.first([Request((space.case(undone.row),))])
            clause, by = clause_of(use.rule), clause_of(undone.by)
            message = (
                f"{clause} ({use.rule.words('en', use.stage)}) is undone by {by}: "
                f"{case_words(space, undone.row)}: {outcome_words(space, undone.row)}"
            )
            yield Finding(
                "warning" if hard else "note", "bounded", by, witnessed(message, witness),
                "if the bound is to hold in the end, place it after what undoes it", witness,
                {"cases": undone.cases, "rule": use.rule.kind, "key": clause},
            )
