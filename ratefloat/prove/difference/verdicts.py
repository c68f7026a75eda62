"""What two policies decide in the same cases, and when that is not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.decision import clause_text
from ratefloat.policy.kernel import Kernel, Outcomes
from ratefloat.prove.difference.axes import GROUP, Axis, Side, samples, unknown
from ratefloat.prove.difference.bases import Bases
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Choice, Pooled

Digits = NDArray[np.int64]
Codes = NDArray[np.int32]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Verdict:
    """One policy's decision in a case; step and factor are None where the law has none, `refused` says why not."""

    risk_class: int | None
    step: Fraction | None
    factor: Fraction | None
    rate: Fraction | None
    clauses: tuple[str, ...] = ()
    refused: str | None = None


Pair = tuple[Verdict, Verdict]


def relation(pair: Pair) -> str:
    """How the new rate stands to the old: "higher", "lower", "same", or nothing where one is refused."""
    old, new = pair
    if old.rate is None or new.rate is None:
        return ""
    return "higher" if new.rate > old.rate else "lower" if new.rate < old.rate else "same"


def key_of(pair: Pair) -> Key | None:
    """What makes two differing cases alike; None where both policies decide the same.

    The first stages that differ (rated class, step, else factor, else the rate) and the relation of the rates.
    Two refusals are the same, and a step that one of the laws does not know is no difference by itself.
    """
    old, new = pair
    if old.refused is not None or new.refused is not None:
        if old.refused is not None and new.refused is not None:
            return None
        kept = new if old.refused is not None else old
        return ("refused", old.refused is not None, kept.step, kept.factor if kept.step is None else None)
    differ: list[object] = []
    for name in ("risk_class", "step", "factor"):
        before, after = getattr(old, name), getattr(new, name)
        if None not in (before, after) and before != after and not (name == "factor" and "step" in differ):
            differ += [name, before, after]
    if not differ and old.rate == new.rate:
        return None
    unstepped = [v.rate for v in pair if v.step is None and v.factor is None]
    return (*differ, relation(pair), *unstepped)


def kind_of(pair: Pair) -> Key | None:
    """The key of a search among exact numbers, where every case has a factor of its own: steps, and who pays more."""
    key = key_of(pair)
    if key is None or key[0] == "refused":
        return key
    old, new = pair
    steps = (old.step, new.step) if None not in (old.step, new.step) and old.step != new.step else ()
    return (*steps, relation(pair))


@dataclass
class Comparison:
    """Both policies, ready to decide rows of cells; keeps every pair of verdicts that it has seen.

    A row is given by the number of its cell on each axis.
    """

    sides: tuple[Side, Side]
    axes: tuple[Axis, ...]
    kernels: tuple[Kernel, Kernel]
    numbers: dict[Pair, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sides: tuple[Side, Side], axes: tuple[Axis, ...], bases: Bases) -> Comparison:
        """Two policies on common axes and base rates."""
        base = bases.by_group
        kernels = [
            Kernel(side.derived, base, {
                axis.names[n] or "": axis.domain.values for axis in axes if isinstance(axis.domain, Pooled)
            })
            for n, side in enumerate(sides)
        ]
        return cls(sides, axes, (kernels[0], kernels[1]))

    @property
    def pairs(self) -> list[Pair]:
        """The pairs of verdicts by number."""
        return list(self.numbers)

    def decide(self, digits: Sequence[Digits], given: Mapping[str, tuple[Column, Column]] | None = None) -> Codes:
        """The number of each row's pair of verdicts.

        Args:
            digits: the cell of every row on each axis, shape (rows,) each.
            given: columns for both sides in place of representatives, by axis.
        """
        n = len(digits[0]) if digits else 1
        (codes, mine), (others, theirs) = (self._side(number, digits, n, given or {}) for number in (0, 1))
        present, inverse = np.unique(codes * len(theirs) + others, return_inverse=True)
        found = [(mine[c // len(theirs)], theirs[c % len(theirs)]) for c in present.tolist()]
        table = np.asarray([self.numbers.setdefault(pair, len(self.numbers)) for pair in found], dtype=np.int32)
        return np.asarray(table[inverse.reshape(-1)])

    def _side(
        self, number: int, digits: Sequence[Digits], n: int, given: Mapping[str, tuple[Column, Column]]
    ) -> tuple[Digits, list[Verdict]]:
        outcomes = self.kernels[number].decide(self._columns(number, digits, n, given), n)
        classes, of_row = self._classes(number, digits, n)
        strange = np.zeros(n, dtype=np.bool_)
        for axis, digit in zip(self.axes, digits, strict=True):
            if axis.names[number] is not None:
                strange |= np.asarray(unknown(axis, number), dtype=np.bool_)[digit]
        radix = (len(outcomes.states), len(outcomes.reasons), len(outcomes.refusals) + 1, len(classes), 2)
        code = np.zeros(n, dtype=np.int64)
        for size, part in zip(
            radix, (outcomes.state, outcomes.reason, outcomes.refused, of_row, strange), strict=True
        ):
            code = code * size + part.astype(np.int64)
        present, inverse = np.unique(code, return_inverse=True)
        places = np.unravel_index(present, radix)
        verdicts = [
            _verdict(outcomes, place, classes) for place in zip(*(p.tolist() for p in places), strict=True)
        ]
        return inverse.reshape(-1).astype(np.int64), verdicts

    def _classes(self, number: int, digits: Sequence[Digits], n: int) -> tuple[list[int | None], Digits]:
        """The class of each row where the other law rates employers in other classes and this one does not."""
        mine, other = self.sides[number].policy.class_rule, self.sides[1 - number].policy.class_rule
        for axis, digit in zip(self.axes, digits, strict=True):
            if axis.name == "risk_class" and other is not None and mine is None:
                return [cell.sample for cell in axis.cells], digit
        return [None], np.zeros(n, dtype=np.int64)

    def _columns(
        self, number: int, digits: Sequence[Digits], n: int, given: Mapping[str, tuple[Column, Column]]
    ) -> dict[str, Column]:
        domains = {**self.kernels[number].domains}
        columns = {name: domain.probe().take(np.zeros(n, dtype=np.intp)) for name, domain in domains.items()}
        for axis, digit in zip(self.axes, digits, strict=True):
            name = axis.names[number]
            if name is None or name not in domains:
                continue
            if axis.name in given:
                columns[name] = given[axis.name][number]
            else:
                domain = Choice() if name == GROUP else domains[name]
                columns[name] = domain.column(samples(axis, number)).take(digit.astype(np.intp))
        return columns


def _verdict(outcomes: Outcomes, place: tuple[int, ...], classes: Sequence[int | None]) -> Verdict:
    state, reason, refused, of_class, strange = place
    if refused or strange:
        why = "a value that the policy does not know" if strange else outcomes.refusals[refused - 1]
        return Verdict(None, None, None, None, refused=why)
    risk_class, step, factor, rate = outcomes.states[state]
    rated = classes[of_class] if risk_class is None else int(risk_class)
    clauses = tuple(dict.fromkeys(clause_text(note) for note in outcomes.reasons[reason]))
    return Verdict(rated, step, factor, rate, clauses)
