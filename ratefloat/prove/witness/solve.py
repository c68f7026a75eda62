"""Choosing claims: a small exact search for numbers of building stones whose sums lie in given ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ratefloat.history.table import Ints, Mask
from ratefloat.prove.witness.demands import Form, Ranges

MOST_STEPS = 400
Limits = tuple[Ints, Ints]
ENDLESS = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Stones:
    """What each atom adds to each form: `claims[a, f]` for one of it, `money[a, f]` for each fen paid on it.

    Forms in `greatest` take the greatest single value in place of the sum.
    """

    forms: tuple[Form, ...]
    claims: Ints
    money: Ints
    greatest: Mask

    def limits(self, ranges: Ranges) -> Limits:
        """Least and greatest value of every form; forms that are not spoken of are free."""
        low, high = np.zeros(len(self.forms), dtype=np.int64), np.full(len(self.forms), ENDLESS, dtype=np.int64)
        for place, form in enumerate(self.forms):
            if form in ranges:
                least, most = ranges[form]
                low[place], high[place] = least, ENDLESS if most is None else most
        return low, high


    def movable(self, claims: Sequence[bool], money: Sequence[bool]) -> frozenset[Form]:
        """The forms to which some allowed atom adds."""
        adds: Mask = np.any(self.claims[np.asarray(claims, dtype=np.bool_)], axis=0)
        adds = adds | np.any(self.money[np.asarray(money, dtype=np.bool_)], axis=0)
        return frozenset(form for form, moves in zip(self.forms, adds.tolist(), strict=True) if moves)


@dataclass(frozen=True)
class Chosen:
    """Numbers of atoms, and fen paid on each."""

    claims: tuple[tuple[int, int], ...] = ()
    money: tuple[tuple[int, int], ...] = ()

    def add(self, atom: int, *, times: int = 0, fen: int = 0) -> Chosen:
        """With more of one atom."""
        claims, money = dict(self.claims), dict(self.money)
        if times:
            claims[atom] = claims.get(atom, 0) + times
        if fen:
            money[atom] = money.get(atom, 0) + fen
        return Chosen(tuple(sorted(claims.items())), tuple(sorted(money.items())))


class Search:
    """Solutions for some ranges, from a start; `allowed` says which atoms may be added, as claims and as money."""

    def __init__(self, stones: Stones, limits: Limits, allowed: tuple[Sequence[bool], Sequence[bool]]) -> None:
        self.stones, self.low, self.high = stones, *limits
        self.claims_allowed: Mask = np.asarray(allowed[0], dtype=np.bool_)
        self.money_allowed: Mask = np.asarray(allowed[1], dtype=np.bool_)
        self.plain: Mask = ~np.any(stones.claims, axis=1)
        self.weight: Ints = np.sum(stones.claims, axis=1)
        self.steps = 0

    def from_start(self, start: Chosen) -> Iterator[Chosen]:
        """Solutions that contain a start, small ones first."""
        yield from self._go(start, self.values(start))

    def values(self, chosen: Chosen) -> Ints:
        """The value of every form."""
        stones = self.stones
        values = np.zeros(len(stones.forms), dtype=np.int64)
        for atom, times in chosen.claims:
            more = stones.claims[atom]
            values = np.where(stones.greatest, np.maximum(values, more), values + times * more)
        for atom, fen in chosen.money:
            values = values + fen * stones.money[atom]
        return values

    def _go(self, chosen: Chosen, values: Ints) -> Iterator[Chosen]:
        self.steps += 1
        if self.steps > MOST_STEPS or (values > self.high).any():
            return
        lacking = np.flatnonzero(values < self.low)
        if not len(lacking):
            yield chosen
            return
        # Counts before money: a claim that is there anyway can carry the money.
        place = min(lacking.tolist(), key=lambda f: (bool(self.stones.money[:, f].any()), f))
        for more in self._moves(place, chosen, int(values[place])):
            yield from self._go(more, self.values(more))

    def _moves(self, place: int, chosen: Chosen, value: int) -> Iterator[Chosen]:
        stones, low, high = self.stones, int(self.low[place]), int(self.high[place])
        there = {atom for atom, _ in chosen.claims}
        paying = np.flatnonzero((stones.money[:, place] > 0) & self.money_allowed)
        usable = [a for a in paying.tolist() if self.plain[a] or a in there]
        for atom in sorted(usable, key=lambda a: (not self.plain[a], stones.money[a].sum(), a)):
            for target in dict.fromkeys((_middle(low, high), low)):
                yield chosen.add(atom, fen=-(-(target - value) // int(stones.money[atom, place])))
        counting = np.flatnonzero((stones.claims[:, place] > 0) & self.claims_allowed)
        for atom in sorted(counting.tolist(), key=lambda a: (self.weight[a], a)):
            each = int(stones.claims[atom, place])
            if stones.greatest[place]:
                if low <= each <= high:
                    yield chosen.add(atom, times=1)
            else:
                yield chosen.add(atom, times=-(-(low - value) // each))
        if (stones.money[:, place] > 0).any():
            fresh = [a for a in paying.tolist() if not self.plain[a] and a not in there and self.claims_allowed[a]]
            for atom in sorted(fresh, key=lambda a: (self.weight[a], a)):
                yield chosen.add(atom, times=1)


def _middle(low: int, high: int) -> int:
    """A number well inside a range, round where there is room."""
    target = low + (low // 4 if high == ENDLESS else (high - low) // 2)
    for unit in (10_000_00, 1_000_00, 100_00, 100):
        rounded = target // unit * unit
        if low <= rounded <= high:
            return rounded
    return target
