"""What each single rule of a document does to one employer's value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from oracle.reading import names_class, number, row_of

Node = Mapping[str, Any]
BASE_OF_STAGE = {"step": Fraction(0), "factor": Fraction(1)}
LADDERS = ("ladder", "points_ladder", "rate_ladder")


class Refused(Exception):
    """The document does not decide this employer: "uncovered" or "conflict"."""


@dataclass
class Clerk:
    """Knows a document and one employer, and applies one rule at a time."""

    document: Node
    row: Mapping[str, Any]
    base: Mapping[int, Fraction]
    on: date
    risk_class: int = 0
    stage: str | None = None
    step: Fraction | None = None
    factor: Fraction | None = None
    reasons: list[str] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)

    @property
    def months(self) -> int:
        """The length of the policy's window."""
        return int(self.document["window"]["months"])

    def number(self, written: Any) -> Fraction:
        """A number of the document."""
        return number(written, self.months)

    def leaf(self, node: Node, value: Fraction | None) -> tuple[Fraction, str, bool]:
        """Value and stage after a rule that has no rules inside, and whether it only changes the unit."""
        kind = node["kind"]
        if kind in ("bands", "grid"):
            return self.table(node), node.get("of", "step"), False
        if kind in LADDERS:
            assert value is not None and self.stage == "step"
            self.step = value
            worth = self.rung(node, value)
            return (worth + self.own_base() if kind == "points_ladder" else worth), (
                "factor" if kind == "ladder" else "rate"
            ), True
        if kind == "base_rate":
            self.factor = Fraction(1) if value is None else value
            return self.factor * self.own_base(), "rate", True
        if kind == "protected_part":
            assert value is not None
            part, self.factor = self.number(node["part"]), value
            return part + (self.own_base() - part) * value, "rate", True
        if kind == "credibility":
            return self.credible(node), "factor", False
        if kind == "start_from_base":
            return Fraction(0), "step", False
        if kind == "start_from_prior":
            return Fraction(self.row["prior_step"]), "step", False
        assert value is not None and self.stage is not None, kind
        return self.changed(node, value), self.stage, False

    def table(self, node: Node) -> Fraction:
        """What a table of one or two indicators says."""
        if node["kind"] == "bands":
            place = row_of(list(node["rows"]), self.row[node["indicator"]])
            found = None if place is None else list(node["rows"].values())[place]
        else:
            down = row_of(node["down_rows"], self.row[node["down"]])
            across = row_of(node["across_rows"], self.row[node["across"]])
            found = None if down is None or across is None else node["cells"][down][across]
        if found is None:
            raise Refused("uncovered")
        return self.number(found)

    def credible(self, node: Node) -> Fraction:
        """A factor between 1 and the employer's own record, the nearer to the record the greater the employer."""
        top, bottom = self.row[node["ratio"]]
        if bottom == 0:
            if "no_premium" not in node:
                raise Refused("uncovered")
            return self.number(node["no_premium"])
        size, half = Fraction(self.row[node["weight"]]), self.number(node["k"])
        own = Fraction(top, bottom) / self.number(node["expected"])
        return (size * own + half) / (size + half)

    def rungs(self, node: Node) -> Node | None:
        """The ladder of the employer's class."""
        if not any(isinstance(rungs, dict) for rungs in node["steps"].values()):
            return dict(node["steps"])
        return next((rungs for key, rungs in node["steps"].items() if names_class(key, self.risk_class)), None)

    def rung(self, node: Node, step: Fraction) -> Fraction:
        """What a step is worth on the ladder of the employer's class."""
        worth = {Fraction(int(key)): self.number(share) for key, share in (self.rungs(node) or {}).items()}
        if step not in worth:
            raise Refused("uncovered")
        return worth[step]

    def own_base(self) -> Fraction:
        """The base rate of the rated class."""
        return self.base[self.risk_class]

    def changed(self, node: Node, value: Fraction) -> Fraction:
        """The value after a rule that keeps its unit."""
        kind, by = node["kind"], self.number(node.get("by", node.get("value", 0)))
        if kind == "set_to":
            return by
        if kind in ("move", "add_points"):
            return value + by
        if kind == "times":
            return value * by
        if kind in ("at_least", "at_most"):
            return max(value, by) if kind == "at_least" else min(value, by)
        if kind == "escalate_class":
            return max(value, min(value + by, Fraction(node["highest"])))
        if kind in ("no_decrease", "no_increase", "only_first_step_down"):
            return self.vetoed(node, value)
        if kind == "move_limit":
            prior = Fraction(self.row["prior_step"])
            lowest = prior - node["down"] if "down" in node else value
            highest = prior + node["up"] if "up" in node else value
            return lowest if value < lowest else min(value, highest)
        if kind == "stay_on_ladder":
            return self.held(value)
        return self.rate_changed(node, value, by)

    def rate_changed(self, node: Node, value: Fraction, by: Fraction) -> Fraction:
        """The factor or rate after a cut, a floor, a cap or rounding."""
        kind = node["kind"]
        if kind == "phase_cut":
            of = node.get("of", "floated rate")
            if of == "floated rate":
                return value - value * by
            if of == "base rate":
                return value - (1 if self.factor is None else self.factor) * self.own_base() * by
            before = Fraction(self.row["rate_in_force." + of.removeprefix("rate in force on ")])
            return before - before * by
        if kind == "floor_rate":
            return max(value, self.base[node["of_class"]])
        if kind in ("floor_by_class", "cap_by_class"):
            own = [self.number(rate) for key, rate in node["rates"].items() if names_class(key, self.risk_class)]
            assert len(own) <= 1
            return (max if kind == "floor_by_class" else min)([value, *own])
        assert kind == "round_to", kind
        return rounded(value / self.number(node["unit"]), node.get("mode", "half_up")) * self.number(node["unit"])

    def vetoed(self, node: Node, value: Fraction) -> Fraction:
        """The value after a bar on movements away from the base, or from the prior step."""
        assert self.stage is not None
        mark = BASE_OF_STAGE[self.stage] if self.stage in BASE_OF_STAGE else self.own_base()
        if node.get("against") == "prior":
            mark = Fraction(self.row["prior_step"])
        if node["kind"] == "no_increase":
            return min(value, mark)
        return max(value, mark if node["kind"] == "no_decrease" else mark - 1)

    def held(self, value: Fraction) -> Fraction:
        """A step no further than the last rung of the ladder that the document has."""
        node = next(n for n in nodes(self.document["rule"]) if n.get("kind") in LADDERS)
        rungs = self.rungs(node)
        if rungs is None:
            return value
        steps = [Fraction(int(key)) for key in rungs]
        return min(max(value, min(steps)), max(steps))


def rounded(value: Fraction, mode: str) -> int:
    """A number rounded to a whole one, alike above and below zero."""
    whole, rest = divmod(abs(value), 1)
    more = {
        "down": False, "up": rest > 0, "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
    }[mode]
    return int(whole + more) * (1 if value >= 0 else -1)


def nodes(node: Any) -> Iterator[Node]:
    """Every mapping in a document, in order."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from nodes(child)
