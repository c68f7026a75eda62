"""Within bounds: the national frame, the least and greatest rate, and bounds that a later clause undoes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.decision import clause_text
from ratefloat.prove.check.space import Space, some
from ratefloat.prove.check.subject import Subject, witnessed
from ratefloat.prove.check.traced import Use
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
    factors = np.asarray([_float(frame, state[2]) for state in space.outcomes.states], dtype=np.int8)
    of_row = np.where(space.decided, factors[space.outcomes.state], 0)
    lowest, below, above = of_row & 1 > 0, of_row & 2 > 0, of_row & 4 > 0
    if frame.class_1_never_down:
        rows = np.flatnonzero(lowest & (classes_of(space) == 1))
        yield from _outside(subject, rows, f"class 1 floats below its base rate, which {frame.source} bars")
    yield from _outside(subject, np.flatnonzero(below), f"below {percent_text(frame.low)} of the base rate, the least "
                        f"that {frame.source} permits")
    yield from _outside(subject, np.flatnonzero(above), f"above {percent_text(frame.high)} of the base rate, the most "
                        f"that {frame.source} permits")


def _float(frame: Frame, factor: Fraction | None) -> int:
    """Bits: below the base rate, below the frame, above it."""
    if factor is None:
        return 0
    return int(factor < 1) | 2 * int(factor < frame.low) | 4 * int(factor > frame.high)


def classes_of(space: Space) -> NDArray[np.int64]:
    """The rated class of every case."""
    if space.outcomes.states and space.outcomes.states[0][0] is not None:
        return np.asarray([int(s[0] or 0) for s in space.outcomes.states])[space.outcomes.state]
    if "risk_class" not in space.names:
        return np.full(space.size, (space.policy.classes or (1,))[0], dtype=np.int64)
    axis = space.names.index("risk_class")
    places = np.unravel_index(np.arange(space.size), space.shape)[axis]
    return np.asarray([int(cell.sample) for cell in space.cells["risk_class"]])[places]


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
    yield Finding("note", "bounded", "", message, "nothing to do: the range of the law on this day")


def _who(space: Space, row: int) -> str:
    told = ("risk_class", "base_group") if len(space.places) > 1 else ("risk_class",)
    said = case_words(space, row, [name for name in told if name in space.names])
    return f" ({said})" if said else ""


def check_undone(subject: Subject, uses: list[Use]) -> Iterator[Finding]:
    """Bounds and vetoes that a later clause undoes in some case."""
    space = subject.space
    for use in uses:
        if use.undone_in is None:
            continue
        _, witness = subject.first([Request((space.case(use.undone_in),))])
        by = "a later clause" if use.undone_by is None else clause_of(use.undone_by)
        rule = use.rule.words("en", use.stage)
        message = (
            f"{clause_of(use.rule)} ({rule}) is undone by {by}: "
            f"{case_words(space, use.undone_in)}: {outcome_words(space, use.undone_in)}"
        )
        hard = use.stage == "rate" or use.rule.kind == "move_limit"
        yield Finding(
            "warning" if hard else "note", "bounded", by, witnessed(message, witness),
            "if the bound is to hold in the end, place it after what undoes it", witness,
            {"cases": use.undone, "rule": use.rule.kind, "key": clause_of(use.rule)},
        )
