"""Successions: how the record of predecessors comes over to those that follow them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.channels.base import Channel
from ratefloat.history.grid import Grid
from ratefloat.history.table import Ints, Table
from ratefloat.history.values import shares_of
from ratefloat.numeric.shares import largest_remainder


@dataclass(frozen=True)
class Succession:
    """Who takes over whose record: row of a predecessor -> (row of an heir, share), in book order.

    What is not given away stays with the predecessor, which then counts as its own first heir.
    """

    heirs: dict[int, tuple[tuple[int, Fraction], ...]]

    @classmethod
    def of(cls, employers: Table, ids: NDArray[np.object_]) -> Succession:
        """The successions that employers declare."""
        words = employers.words("predecessors")
        declared = np.flatnonzero(words.codes >= 0).tolist()
        row_of = {str(name): row for row, name in enumerate(ids)} if declared else {}
        given: dict[int, list[tuple[int, Fraction]]] = {}
        for heir in declared:
            for name, share in shares_of(str(words.words[words.codes[heir]])):
                # A predecessor that was not yet known on a past day has no record to give.
                if name in row_of and row_of[name] != heir:
                    given.setdefault(row_of[name], []).append((heir, share))
        return cls({giver: _whole(giver, shares) for giver, shares in given.items()})

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The predecessors, each before its heirs; whoever stands in a cycle, or after one, is left out."""
        waiting = Counter(heir for giver, heirs in self.heirs.items() for heir, _ in heirs if heir != giver)
        ready = deque(giver for giver in self.heirs if not waiting[giver])
        found = []
        while ready:
            giver = ready.popleft()
            found.append(giver)
            for heir, _ in self.heirs[giver]:
                if heir != giver:
                    waiting[heir] -= 1
                    if not waiting[heir] and heir in self.heirs:
                        ready.append(heir)
        return tuple(found)

    @cached_property
    def unknown(self) -> tuple[int, ...]:
        """Heirs of predecessors in a cycle, or after one: nobody can say what comes to them."""
        lost = [giver for giver in self.heirs if giver not in set(self.order)]
        return tuple(dict.fromkeys(heir for giver in lost for heir, _ in self.heirs[giver]))

    def main_heir(self, giver: int) -> int:
        """The heir with the largest share, the first on a tie; counts and steps go there."""
        return max(self.heirs[giver], key=lambda heir: heir[1])[0]

    def carry(self, grid: Grid, channel: Channel) -> Grid:
        """A grid in which heirs have taken over what comes to them; who gives all keeps nothing."""
        if not self.heirs or channel.carried == "itself":
            return grid
        periods, refused = grid.periods.copy(), dict(grid.refused)
        for heir in self.unknown:
            refused.setdefault(heir, "predecessor: in a cycle of predecessors; expected an end")
        for giver in self.order:
            for heir, _ in self.heirs[giver]:
                if giver in refused:
                    refused.setdefault(heir, f"predecessor: {refused[giver]}")
            for period in periods:
                self._carry(giver, period, channel.carried)
        return Grid(grid.span, periods, refused)

    def _carry(self, giver: int, period: Ints, how: str) -> None:
        amount = int(period[giver])
        if how == "split":
            period[giver] = 0
            heirs = self.heirs[giver]
            parts: Sequence[int] = largest_remainder(amount, [share for _, share in heirs])
            for (heir, _), part in zip(heirs, parts, strict=True):
                period[heir] += part
            return
        heir = self.main_heir(giver)
        if heir != giver:
            period[giver] = 0
            period[heir] = max(amount, int(period[heir])) if how == "greatest" else period[heir] + amount

    def inherited_from(self) -> dict[int, int]:
        """Heir -> the predecessor whose step it inherits: the largest share that comes to it, the first on a tie."""
        best: dict[int, tuple[Fraction, int]] = {}
        for giver, heirs in self.heirs.items():
            for heir, share in heirs:
                if heir != giver and (heir not in best or share > best[heir][0]):
                    best[heir] = (share, giver)
        return {heir: giver for heir, (_, giver) in best.items()}


def _whole(giver: int, shares: list[tuple[int, Fraction]]) -> tuple[tuple[int, Fraction], ...]:
    kept = 1 - sum((share for _, share in shares), Fraction(0))
    return tuple(shares) if kept <= 0 else ((giver, kept), *shares)
