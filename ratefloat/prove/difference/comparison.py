"""Both policies on common axes, ready to decide rows of cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.kernel import Kernel
from ratefloat.prove.difference.axes import Axis, Side
from ratefloat.prove.difference.bases import Bases
from ratefloat.prove.difference.boxes import SAME
from ratefloat.prove.difference.readers import Digits, Direct, Given, Ints, Reader, Tabled
from ratefloat.prove.difference.verdicts import Key, Pair, Verdict
from ratefloat.rules.domain import Pooled

Codes = NDArray[np.int32]


@dataclass
class Comparison:
    """Two policies and every pair of verdicts that was met, numbered."""

    axes: tuple[Axis, ...]
    readers: tuple[Reader, Reader]
    classes: int | None
    """The side whose law rates employers in their own class, where the other has a class rule."""
    numbers: dict[Pair, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sides: tuple[Side, Side], axes: tuple[Axis, ...], bases: Bases) -> Comparison:
        """Two policies on common axes and base rates."""
        first, second = (_reader(side, axes, bases, number) for number, side in enumerate(sides))
        ruled = [side.policy.class_rule is not None for side in sides]
        return cls(axes, (first, second), ruled.index(False) if sum(ruled) == 1 else None)

    @property
    def pairs(self) -> list[Pair]:
        """The pairs of verdicts by number."""
        return list(self.numbers)

    def decide(self, digits: Digits, n: int, given: Given | None = None) -> Codes:
        """The number of each row's pair of verdicts."""
        codes, mine = self._rated(0, self.readers[0].verdicts(digits, n, given or {}), digits)
        others, theirs = self._rated(1, self.readers[1].verdicts(digits, n, given or {}), digits)
        return self.number((codes, mine), (others, theirs))

    def number(self, old: tuple[Ints, list[Verdict]], new: tuple[Ints, list[Verdict]]) -> Codes:
        """The number of each row's pair, from both sides' verdicts."""
        size = len(new[1])
        present, inverse = np.unique(old[0] * size + new[0], return_inverse=True)
        found = [(old[1][code // size], new[1][code % size]) for code in present.tolist()]
        table = np.asarray([self.numbers.setdefault(pair, len(self.numbers)) for pair in found], dtype=np.int32)
        return np.asarray(table[inverse.reshape(-1)])

    def clauses(self, digits: Digits, n: int, given: Given | None = None) -> tuple[set[str], set[str]]:
        """The clauses of either side that change the value of any of the rows."""
        return (self.readers[0].clauses(digits, n, given or {}), self.readers[1].clauses(digits, n, given or {}))

    def _rated(self, side: int, found: tuple[Ints, list[Verdict]], digits: Digits) -> tuple[Ints, list[Verdict]]:
        """The verdicts with the class of every row where its law has no class rule and the other's has."""
        place = next((i for i, axis in enumerate(self.axes) if axis.name == "risk_class"), None)
        if side != self.classes or place is None:
            return found
        codes, verdicts = found
        cells = self.axes[place].cells
        more = [v if v.refused else replace(v, risk_class=cell.sample) for v in verdicts for cell in cells]
        return codes * len(cells) + digits[place], more


def _reader(side: Side, axes: tuple[Axis, ...], bases: Bases, number: int) -> Reader:
    pools = {axis.names[number] or "": axis.domain.values for axis in axes if isinstance(axis.domain, Pooled)}
    kernel = Kernel(side.derived, bases.by_group, pools)
    return Direct(kernel, axes, number) if kernel.direct else Tabled.of(kernel, axes, number)


@dataclass
class Numbering:
    """Numbers of the keys of pairs of verdicts, SAME where there is no difference; they stay as more pairs appear."""

    comparison: Comparison
    key: Callable[[Pair], Key | None]
    known: dict[Key | None, int] = field(default_factory=lambda: {None: SAME})
    numbers: list[int] = field(default_factory=list)

    def of(self, codes: Codes) -> Codes:
        """The number of the key of each row's pair."""
        for pair in self.comparison.pairs[len(self.numbers) :]:
            self.numbers.append(self.known.setdefault(self.key(pair), len(self.known)))
        return np.asarray(np.asarray(self.numbers, dtype=np.int32)[codes])
