"""A policy out of a family of one parameter, chosen so that a book brings in what it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.numeric import round_fraction
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.solve.balance import Goal
from ratefloat.prove.solve.ready import Income, Ready
from ratefloat.rules.interval import Interval
from ratefloat.units import exact, money_text, percent_text, plain

Family = Callable[[Fraction], FloatPolicy]
COARSE = 9


@dataclass(frozen=True)
class Scan:
    """The parameters that are tried: low, low + step, ... up to high, exact numbers as text.

    >>> [str(x) for x in Scan("-10%", "10%", step="10%").points]
    ['-1/10', '0', '1/10']
    """

    low: Any
    high: Any
    step: Any

    @property
    def points(self) -> list[Fraction]:
        """All parameters, ascending.

        Raises:
            DefinitionError: a step that is not positive, or an end below the start.
        """
        low, high, step = exact(self.low), exact(self.high), exact(self.step)
        if step <= 0 or high < low:
            raise DefinitionError(f"scan from {self.low} to {self.high} by {self.step}: expected low <= high, step > 0")
        return [low + step * place for place in range(int((high - low) / step) + 1)]


@dataclass(frozen=True)
class Solution:
    """The member of a family whose income comes nearest to the target.

    `tried` are all parameters that were evaluated, each with its exact income less its target, minor units;
    `scanned`: every member was tried, since the income did not only rise or only fall along the family; `left_out`:
    the parameters that give no valid policy.
    """

    parameter: Fraction
    policy: FloatPolicy
    income: Income
    gap: Fraction
    tried: tuple[tuple[Fraction, Fraction], ...]
    scanned: bool
    left_out: tuple[Fraction, ...]
    currency: str

    def __str__(self) -> str:
        left = money_text(int(round_fraction(self.gap, Fraction(1), "half_up")), self.currency)
        how = "all members tried" if self.scanned else f"{len(self.tried)} members tried, monotone at all of them"
        invalid = f"; {len(self.left_out)} give no valid policy" if self.left_out else ""
        return f"parameter {percent_text(self.parameter)}: {left} beside the target ({how}{invalid})"


def solve(family: Family, goal: Goal, *, scan: Scan) -> Solution:
    """The member of a family of policies that comes nearest to a target income on a book.

    Members that are no valid policy are left out. Where the income only rises or only falls at a few members spread
    over the family, the target is bisected for; wherever it is seen to turn, every member is tried. Ties go to the
    parameter nearest to 0, of two such to the negative one.

    Args:
        family: the policy of a parameter.
        scan: the parameters.
    Raises:
        DefinitionError: no parameter gives a valid policy.
    """
    members = dict(_members(family, scan))
    if not members:
        raise DefinitionError("family: no parameter gives a valid policy; expected at least one; choose another scan")
    search = _Search(members, goal)
    points = list(members)
    scanned = not search.bisected(points)
    if scanned:
        for point in points:
            search.gap(point)
    best = min(search.found, key=lambda point: (abs(search.gap(point)), abs(point), point))
    left_out = tuple(point for point in scan.points if point not in members)
    tried = tuple(sorted((point, gap) for point, (_, gap) in search.found.items()))
    income, gap = search.found[best]
    return Solution(best, members[best], income, gap, tried, scanned, left_out, goal.book.currency)


def threshold_shift(policy: FloatPolicy, goal: Goal, *, indicator: str, scan: Scan) -> Solution:
    """The shift of an indicator's thresholds that makes a policy neutral on a book, or meet a target income."""
    return solve(lambda by: shifted(policy, indicator, by), goal, scan=scan)


def shifted(policy: FloatPolicy, indicator: str, by: Any) -> FloatPolicy:
    """The policy with every threshold of an indicator moved by a number; zero stays what it is.

    Thresholds are the ends of band tables and grids and the numbers that conditions compare with.

    Raises:
        DefinitionError: the moved bands overlap or leave nothing of one of them.

    >>> from ratefloat.plans import load_plan
    >>> plan = shifted(load_plan("cn-shenzhen-2018"), "loss_ratio", "10%")
    >>> plan.decide(on="2018-03-01", risk_class=4, loss_ratio="60%").step
    -1
    """
    move = exact(by)
    if not move:
        return policy
    document = policy.document()
    for name in ("rule", "class_rule"):
        if name in document:
            document[name] = _moved(document[name], indicator, move)
    return FloatPolicy.from_document(document)


def _moved(node: Any, name: str, by: Fraction) -> Any:
    if isinstance(node, list):
        return [_moved(item, name, by) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _moved(value, name, by) for key, value in node.items()}
    if node.get("indicator") == name and isinstance(node.get("rows"), dict):
        made["rows"] = {_key(key, by): value for key, value in node["rows"].items()}
    if node.get("kind") == "compare" and node.get("indicator") == name:
        made["value"] = _value(node["value"], by)
    for axis in ("down", "across"):
        if node.get(axis) == name and f"{axis}_rows" in node:
            made[f"{axis}_rows"] = [_key(key, by) for key in node[f"{axis}_rows"]]
    return made


def _key(key: str, by: Fraction) -> str:
    if key.startswith("no premium"):
        return key
    interval = Interval.parse(key)
    high = interval.high
    if interval.low == high:
        return key if not high else str(Interval(high + by, high + by, True, True))
    low = interval.low + by if interval.low else interval.low
    moved = Interval(low, high + by if high else high, interval.low_closed, interval.high_closed)
    if moved.empty or low < 0:
        raise DefinitionError(f"threshold: {key} moved by {percent_text(by)} is empty; expected a smaller shift")
    return str(moved)


def _value(value: Any, by: Fraction) -> Any:
    try:
        number = exact(value)
    except DefinitionError:
        return value
    return plain(number + by) if number else value


def _members(family: Family, scan: Scan) -> Iterator[tuple[Fraction, FloatPolicy]]:
    for point in scan.points:
        try:
            yield point, family(point)
        except DefinitionError:
            continue


class _Search:
    """Members of a family evaluated on one reading of the book, each at most once."""

    def __init__(self, members: dict[Fraction, FloatPolicy], goal: Goal) -> None:
        self.members, self.goal = members, goal
        self.ready = Ready.of(next(iter(members.values())), goal.book, goal.on)
        self.found: dict[Fraction, tuple[Income, Fraction]] = {}

    def gap(self, point: Fraction) -> Fraction:
        """The income of a member less its target."""
        if point not in self.found:
            income = self.ready.income(self.members[point])
            target = income.base if self.goal.income is None else Fraction(self.goal.income)
            self.found[point] = (income, income.floated - target)
        return self.found[point][1]

    def bisected(self, points: list[Fraction]) -> bool:
        """Whether the target could be bisected for: everything that was tried on the way was monotone."""
        last = len(points) - 1
        chosen = sorted({place * last // (COARSE - 1) for place in range(COARSE)})
        if not self._monotone(points, chosen):
            return False
        between = [(a, b) for a, b in pairwise(chosen) if self.gap(points[a]) * self.gap(points[b]) <= 0]
        low, high = between[0] if between else (0, 0)
        while high - low > 1:
            middle = (low + high) // 2
            chosen.append(middle)
            low, high = (middle, high) if self.gap(points[low]) * self.gap(points[middle]) > 0 else (low, middle)
        return self._monotone(points, sorted(chosen))

    def _monotone(self, points: list[Fraction], chosen: list[int]) -> bool:
        gaps = [self.gap(points[place]) for place in chosen]
        return all(a <= b for a, b in pairwise(gaps)) or all(a >= b for a, b in pairwise(gaps))
