"""One employer decided by a policy document, rule by rule, as a clerk with a notice would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from oracle.clerk import BASE_OF_STAGE, LADDERS, Clerk, Node, Refused, nodes
from oracle.conditions import holds
from oracle.reading import clause_of, in_period


class Unguarded(AssertionError):
    """A result hangs on the ratio of an employer without premium: such a document must not be built."""


@dataclass(frozen=True)
class Result:
    """What an employer gets; step and factor are None where the law has none for anybody, else the base's.

    `clauses` changed the value, each once; `applied` are those of every rule that was applied, with or without effect.
    """

    risk_class: int
    step: Fraction | None
    factor: Fraction | None
    rate: Fraction
    clauses: tuple[str, ...]
    applied: tuple[str, ...] = field(compare=False, default=())


class Reader(Clerk):
    """Goes through a document for one employer."""

    def decide(self) -> Result:
        """The result, or Refused."""
        self.risk_class = self.row["risk_class"]
        if "class_rule" in self.document:
            self.stage = "class"
            self.risk_class = int(self.go(self.document["class_rule"], Fraction(self.risk_class)))
            self.row = {**self.row, "risk_class": self.risk_class}
        self.stage = None
        rate = self.go(self.document["rule"], None)
        assert self.stage == "rate"
        if rate < 0:
            raise Refused("uncovered")
        kinds = {node.get("kind") for node in nodes(self.document["rule"])}
        if self.step is None and kinds & set(LADDERS):
            self.step = Fraction(0)
        if self.factor is None and kinds & {"base_rate", "protected_part"}:
            self.factor = Fraction(1)
        clauses = tuple(dict.fromkeys(self.reasons))
        return Result(self.risk_class, self.step, self.factor, rate, clauses, tuple(self.applied))

    def go(self, node: Node, value: Fraction | None) -> Fraction:
        """The value after a rule."""
        kind = node["kind"]
        many = getattr(self, f"_{kind}", None)
        if many is not None:
            return Fraction(many(node, value))
        self.applied.append(clause_of(node))
        after, stage, converts = self.leaf(node, value)
        before = value if value is not None else BASE_OF_STAGE.get(stage)
        if not converts and after != before:
            self.reasons.append(clause_of(node))
        self.stage = stage
        return after

    def holds(self, condition: Node) -> bool:
        """Whether a condition holds; one that hangs on a number that does not exist must not be asked."""
        answer = holds(condition, self.row, self.months)
        if answer is None:
            raise Unguarded(f"{condition} for {self.row}")
        return answer

    def _then(self, node: Node, value: Fraction | None) -> Fraction | None:
        for rule in node["rules"]:
            value = self.go(rule, value)
        return value

    def _when(self, node: Node, value: Fraction) -> Fraction:
        return self.go(node["rule"], value) if self.holds(node["condition"]) else value

    def _during(self, node: Node, value: Fraction) -> Fraction:
        return self.go(node["rule"], value) if in_period(node["period"], self.on) else value

    def _privilege(self, node: Node, value: Fraction) -> Fraction:
        times = node.get("times", 1)
        spent = times is not None and self.row[f"privilege_used.{node['name_of']}"] >= times
        return value if spent else self.go(node["rule"], value)

    def _supplied(self, node: Node, value: Fraction | None) -> Fraction:
        return self.go(node["rule"], value)

    def _first_of(self, node: Node, value: Fraction | None) -> Fraction:
        chosen = next((case["rule"] for case in node["cases"] if self.holds(case["condition"])), None)
        return self.case(chosen, node, value)

    def _one_of(self, node: Node, value: Fraction | None) -> Fraction:
        answers = [holds(case["condition"], self.row, self.months) for case in node["cases"]]
        if answers.count(True) > 1:
            raise Refused("conflict")
        if True not in answers and None in answers:
            raise Unguarded(f"{node} for {self.row}")
        return self.case(node["cases"][answers.index(True)]["rule"] if True in answers else None, node, value)

    def case(self, chosen: Node | None, node: Node, value: Fraction | None) -> Fraction:
        """The rule of the case that applies, or what is said otherwise."""
        chosen = chosen or node.get("otherwise")
        if chosen is None:
            raise Refused("uncovered")
        if value is None and not can_start(chosen):
            self.stage, value = "step", Fraction(0)
        return self.go(chosen, value)

    def apart(self, node: Node, value: Fraction | None) -> list[tuple[Fraction, list[str]]]:
        """The result of each rule from the same start, with the reasons it adds."""
        stage, reasons, found = self.stage, self.reasons, []
        for rule in node["rules"]:
            self.stage, self.reasons = stage, []
            found.append((self.go(rule, value), self.reasons))
        self.reasons = reasons
        return found

    def best(self, found: list[tuple[Fraction, list[str]]], best: Fraction) -> Fraction:
        """The winner's value; only the first winner has an effect."""
        self.reasons += next(reasons for value, reasons in found if value == best)
        return best

    def _highest_of(self, node: Node, value: Fraction | None) -> Fraction:
        found = self.apart(node, value)
        return self.best(found, max(after for after, _ in found))

    def _lowest_of(self, node: Node, value: Fraction | None) -> Fraction:
        found = self.apart(node, value)
        return self.best(found, min(after for after, _ in found))

    def start(self, value: Fraction | None) -> Fraction:
        """Where movements are measured from."""
        assert self.stage is not None
        return value if value is not None else BASE_OF_STAGE.get(self.stage, Fraction(0))

    def _sum_of(self, node: Node, value: Fraction | None) -> Fraction:
        found = self.apart(node, value)
        self.reasons += [reason for _, reasons in found for reason in reasons]
        start = self.start(value)
        return start + sum(after - start for after, _ in found)

    def _blend(self, node: Node, value: Fraction | None) -> Fraction:
        found = self.apart(node, value)
        self.reasons += [reason for _, reasons in found for reason in reasons]
        self.applied.append(clause_of(node))
        weight = self.number(node["weight"])
        mixed = weight * found[0][0] + (1 - weight) * found[1][0]
        assert self.stage is not None
        if mixed != (value if value is not None else BASE_OF_STAGE.get(self.stage)):
            self.reasons.append(clause_of(node))
        return mixed


def can_start(node: Node) -> bool:
    """Whether a rule may stand first by itself."""
    kind = node["kind"]
    if kind in ("then", "first_of", "one_of", "highest_of", "lowest_of", "sum_of", "blend"):
        inner = node.get("rules") or [case["rule"] for case in node["cases"]]
        return kind in ("first_of", "one_of") or can_start(inner[0])
    if kind == "privilege":
        return False
    if kind == "supplied":
        return True
    return kind in ("bands", "grid", "base_rate", "credibility", "start_from_base", "start_from_prior")


def decide(document: Node, row: Mapping[str, Any], base: Mapping[int, Fraction], on: date) -> Result | str:
    """The result of one employer, or the kind of refusal.

    Args:
        document: the policy as plain data.
        row: risk_class, prior_step and every indicator by name; a ratio is a pair of integers.
        base: the base rate of each class.
        on: the day for which the rate applies.
    """
    try:
        return Reader(document, row, base, on).decide()
    except Refused as refusal:
        return str(refusal)
