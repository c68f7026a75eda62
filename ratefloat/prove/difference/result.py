"""The difference of two policies as a value: of their documents, their base rates, and what they decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from ratefloat.prove.difference.axes import Axis
from ratefloat.prove.difference.bases import BaseChange
from ratefloat.prove.difference.documents import Change
from ratefloat.prove.difference.sweep import Met
from ratefloat.prove.difference.verdicts import Pair, Verdict, relation
from ratefloat.prove.difference.words import Where, rates_text, share_text, step_text, where
from ratefloat.rules.domain import Cell
from ratefloat.rules.words import value_words

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 50
"""How many lines of a kind are printed; the frame has all of them."""
FRAME = (
    "change", "old_step", "new_step", "old_factor", "new_factor", "old_rate", "new_rate", "relation", "old_clauses",
    "new_clauses",
)


@dataclass(frozen=True)
class Decided:
    """What one policy decides in the cases of a box: every value that occurs, the clauses behind them, refusals."""

    classes: tuple[int, ...]
    steps: tuple[Fraction, ...]
    factors: tuple[Fraction, ...]
    rates: tuple[Fraction, ...]
    clauses: tuple[str, ...]
    refused: tuple[str, ...]

    @classmethod
    def of(cls, verdicts: Sequence[Verdict], clauses: Sequence[str]) -> Decided:
        """The decisions of some cases together."""
        return cls(
            tuple(sorted({v.risk_class for v in verdicts if v.risk_class is not None})),
            _sorted(v.step for v in verdicts), _sorted(v.factor for v in verdicts), _sorted(v.rate for v in verdicts),
            tuple(clauses),
            tuple(dict.fromkeys(v.refused for v in verdicts if v.refused is not None)),
        )


@dataclass(frozen=True)
class Case:
    """One box of cases that two policies decide differently.

    `box` holds the cells of each axis that matters; `relation` says how the new rate stands to the old ("higher",
    "lower", "same", or nothing beside a refusal); `ratio` is new over old where it is one number in the whole box.
    """

    where: tuple[Where, ...]
    old: Decided
    new: Decided
    relation: str
    ratio: Fraction | None
    box: tuple[tuple[str, tuple[Cell, ...]], ...] = field(repr=False)

    @property
    def change(self) -> str:
        """What changes: "+1 -> 0", "class 4 -> class 5", "factor 50% -> 60%", "rate 0.20% -> 0.24%"."""
        if self.old.refused or self.new.refused:
            return f"{_kept(self.old)} -> {_kept(self.new)}"
        parts = [said for said in (self._classes(), self._steps(), self._factors()) if said]
        if parts and self.relation != "same":
            return ", ".join(parts)
        return f"{', '.join(parts)}, same rate" if parts else self._rates()

    def _classes(self) -> str:
        if self.old.classes == self.new.classes:
            return ""
        old, new = (
            " or ".join(value_words(Fraction(c), "class", "en") for c in side.classes) for side in (self.old, self.new)
        )
        return f"{old} -> {new}" if old and new else ""

    def _steps(self) -> str:
        return _arrow(self.old.steps, self.new.steps, step_text)

    def _factors(self) -> str:
        if self.old.steps != self.new.steps and self.old.steps and self.new.steps:
            return ""
        old, new = self.old.factors, self.new.factors
        if len(old) > 1 and len(old) == len(new) and old != new and old[0]:
            return f"factor x {new[0] / old[0]}, {rates_text(old)} -> {rates_text(new)}"
        said = _arrow(old, new, share_text)
        return f"factor {said}" if said else ""

    def _rates(self) -> str:
        old, new = rates_text(self.old.rates), rates_text(self.new.rates)
        if len(self.old.rates) == 1 and len(self.new.rates) == 1:
            return f"rate {old} -> {new}"
        times = f" (x {self.ratio})" if self.ratio is not None else ""
        return f"rate {self.relation}{times}, {old} -> {new}"

    def __str__(self) -> str:
        case = ", ".join(place.words for place in self.where) or "every case"
        reasons = [", ".join(side.clauses or side.refused) or "-" for side in (self.old, self.new)]
        return f"{case}: {self.change}  [{reasons[0]} | {reasons[1]}]"


@dataclass(frozen=True)
class Difference:
    """Where two policies differ.

    `document` are the changed articles and numbers, `base` the changed base rates, `cases` the boxes of cases that
    are decided differently. `complete`: all cases were decided by both, so that nothing else differs; else the
    cases are what a search has met.
    """

    old: str
    new: str
    document: tuple[Change, ...]
    base: tuple[BaseChange, ...]
    cases: tuple[Case, ...]
    compared: int
    impossible: int
    complete: bool
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no case is decided differently and no base rate differs."""
        return not self.cases and not self.base

    @property
    def proved_equal(self) -> bool:
        """Whether the two policies are proved to decide every case alike."""
        return self.empty and self.complete

    def to_frame(self) -> pd.DataFrame:
        """The differing cases as a pandas frame of text: one row a case, a column for each indicator that matters."""
        import pandas as pd

        axes = list(dict.fromkeys(place.name for case in self.cases for place in case.where))
        said = [{place.name: place.values for place in case.where} for case in self.cases]
        rows = [
            [*(known.get(name, "any") for name in axes), *_row(case)]
            for known, case in zip(said, self.cases, strict=True)
        ]
        return pd.DataFrame(rows, columns=[*axes, *FRAME])

    def __str__(self) -> str:
        blocks = [f"{self.old} -> {self.new}", *self._block("in the documents", self.document)]
        blocks += self._block("base rates", self.base)
        blocks += self._block("decided differently", self.cases)
        return "\n".join([*blocks, self._verdict(), *(f"note: {note}" for note in self.notes)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    @staticmethod
    def _block(title: str, lines: Sequence[object]) -> list[str]:
        more = [f"  ... and {len(lines) - SHOWN:,} more"] if len(lines) > SHOWN else []
        return [f"{title}:", *(f"  {line}" for line in lines[:SHOWN]), *more] if lines else []

    def _verdict(self) -> str:
        if not self.complete:
            return f"a search of {self.compared:,} cases, not a proof: others may differ too"
        left = f", {self.impossible:,} of them impossible" if self.impossible else ""
        said = "decided differently nowhere else" if self.cases else "every case is decided alike"
        return f"{said}: all {self.compared:,} cases were compared{left}"


def case_of(
    met: Met, known: Sequence[Pair], axes: Sequence[Axis], order: tuple[Sequence[str], Sequence[str]]
) -> Case:
    """A box and the verdicts in it as a case; `order` are the clauses of either document in order."""
    pairs = [known[number] for number in met.pairs]
    old, new = (sorted(found, key=said.index) for found, said in zip(met.clauses, order, strict=True))
    matter = [(axis, run) for axis, run in zip(axes, met.box.runs, strict=True) if run != (0, len(axis.cells))]
    ratios = {b.rate / a.rate for a, b in pairs if a.rate and b.rate is not None}
    return Case(
        where=tuple(where(axis, run) for axis, run in matter),
        old=Decided.of([pair[0] for pair in pairs], old), new=Decided.of([pair[1] for pair in pairs], new),
        relation=relation(pairs[0]), ratio=ratios.pop() if len(ratios) == 1 else None,
        box=tuple((axis.name, axis.cells[slice(*run)]) for axis, run in matter),
    )


def _sorted(values: Iterable[Fraction | None]) -> tuple[Fraction, ...]:
    return tuple(sorted({value for value in values if value is not None}))


def _arrow(old: Sequence[Fraction], new: Sequence[Fraction], text: Callable[[Fraction], str]) -> str:
    if not old or not new or old == new:
        return ""
    before, after = (" or ".join(map(text, side)) for side in (old, new))
    return f"{before} -> {after}"


def _kept(side: Decided) -> str:
    if side.refused:
        return "refused"
    if side.steps:
        return " or ".join(map(step_text, side.steps))
    return rates_text(side.rates)


def _row(case: Case) -> list[str]:
    sides = (case.old, case.new)
    return [
        case.change, *(" or ".join(map(step_text, side.steps)) for side in sides),
        *(" or ".join(map(share_text, side.factors)) for side in sides),
        *(rates_text(side.rates) if side.rates else "refused" for side in sides), case.relation,
        *("; ".join(side.clauses or side.refused) for side in sides),
    ]
