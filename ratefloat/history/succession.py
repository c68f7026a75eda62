"""Successions: how the record of predecessors comes over to those that follow them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.channels.base import Channel
from ratefloat.history.grid import Grid, Reasons, note, note_heir
from ratefloat.history.table import Ints, Table
from ratefloat.history.values import shares_of
from ratefloat.numeric.shares import largest_remainder


@dataclass(frozen=True)
class Succession:
    """Who takes over whose record: row of a predecessor -> (row of an heir, share), in the order of their ids.

    What is not given away stays with the predecessor, which then counts as its own first heir. The order of the
    ids settles ties: it is the same however the records are ordered.
    """

    heirs: dict[int, tuple[tuple[int, Fraction], ...]]
    main: dict[int, int]
    """Heir -> the predecessor that it is the continuation of: the largest share, the first that it names on a tie."""

    @classmethod
    def of(cls, employers: Table, ids: NDArray[np.object_], *, on: date | None = None) -> Succession:
        """The successions that employers declare, up to a day; all without one.

        A succession happens on `succeeded_on`, else when the heir comes in; until then every record stays.
        """
        words = employers.words("predecessors")
        happened = words.codes >= 0
        if on is not None:
            stated, joined = employers.days("succeeded_on"), employers.days("participation")
            happened &= ~(np.where(np.isnat(stated), joined, stated) > np.datetime64(on))
        declared = sorted(np.flatnonzero(happened).tolist(), key=lambda row: str(ids[row]))
        row_of = {str(name): row for row, name in enumerate(ids)} if declared else {}
        given: dict[int, list[tuple[int, Fraction]]] = {}
        main: dict[int, int] = {}
        for heir in declared:
            shares = shares_of(str(words.words[words.codes[heir]]))
            # A predecessor that was not yet known on a past day has no record to give.
            known = [(row_of[name], share) for name, share in shares if name in row_of and row_of[name] != heir]
            for giver, share in known:
                given.setdefault(giver, []).append((heir, share))
            if known:
                main[heir] = max(known, key=lambda entry: entry[1])[0]
        order = sorted(given, key=lambda row: str(ids[row]))
        return cls({giver: _whole(giver, given[giver]) for giver in order}, main)

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
        periods = grid.periods.copy()
        reasons: Reasons = {row: dict(by_period) for row, by_period in grid.reasons.items()}
        for heir in self.unknown:
            note(reasons, heir, range(len(periods)), "predecessor: in a cycle of predecessors; expected an end")
        for giver in self.order:
            for heir, _ in self.heirs[giver]:
                if heir != giver:
                    note_heir(reasons, heir, reasons.get(giver, {}))
            for period in periods:
                self._carry(giver, period, channel.carried)
        return Grid(grid.span, periods, reasons)

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


def _whole(giver: int, shares: list[tuple[int, Fraction]]) -> tuple[tuple[int, Fraction], ...]:
    kept = 1 - sum((share for _, share in shares), Fraction(0))
    return tuple(shares) if kept <= 0 else ((giver, kept), *shares)
