"""The parts of a policy's rule in order, and the domain of every indicator that they may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratefloat.errors import DefinitionError
from ratefloat.periods import Review, Window
from ratefloat.policy.base import Spec
from ratefloat.rules.domain import Choice, Domain, Integer, Pooled
from ratefloat.rules.ladder import LadderRule
from ratefloat.rules.operand import Hole
from ratefloat.rules.phase_cut import BASE, PhaseCut
from ratefloat.rules.pipeline import During, Then
from ratefloat.rules.privilege import Privilege
from ratefloat.rules.rows import Stage
from ratefloat.rules.rule import Context, Rule
from ratefloat.rules.supplied import Supplied

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

ONE_CLASS = (1,)
ASIDE = ("area", "tier")
"""State that chooses the base table."""
BASED = ("base_rate", "floor_rate", "points_ladder", "protected_part")
"""Kinds that read the base table."""


@dataclass(frozen=True)
class Part:
    """One rule of the pipeline's top level, with the stage before and after it."""

    rule: Rule
    before: Stage | None
    after: Stage
    last: bool = False


@dataclass(frozen=True)
class Structure:
    """What the engines need to know of a policy: its parts, where rates begin, its domains and its ladder."""

    review: Review
    window: Window
    base: Spec | None
    parts: tuple[Part, ...]
    domains: dict[str, Domain]
    steps: dict[int | None, tuple[int, ...]]
    periods: tuple[During, ...]

    @classmethod
    def of(cls, policy: FloatPolicy) -> Structure:
        """The structure of a complete policy."""
        rule, review, window, base = policy.rule, policy.review, policy.window, policy.base
        assert isinstance(rule, Rule) and isinstance(review, Review)
        assert isinstance(window, Window) and not isinstance(base, Hole)
        parts = [Part(policy.class_rule, "class", policy.class_rule.stage_after("class"))] if policy.class_rule else []
        given: Stage | None = None
        rule.stage_after(None)
        for piece in _pieces(rule):
            after = piece.stage_after(given)
            parts.append(Part(piece, given, after))
            given = after
        parts[-1] = replace(parts[-1], last=True)
        walked = [*(policy.class_rule.walk() if policy.class_rule else ()), *rule.walk()]
        ladders = [found for found in walked if isinstance(found, LadderRule)]
        if len(ladders) > 1:
            raise DefinitionError(f"policy {policy.id}: {len(ladders)} ladders; expected at most one")
        no_ladder: dict[int | None, tuple[int, ...]] = {None: (0,)}
        steps = ladders[0].rungs() if ladders else no_ladder
        return cls(
            review, window, base, tuple(parts), {**built_in(policy, walked, steps), **_own(policy)}, steps,
            tuple(found for found in walked if isinstance(found, During)),
        )

    @property
    def first_rate_part(self) -> int:
        """The number of the first part whose result is a rate."""
        return next(i for i, part in enumerate(self.parts) if part.after == "rate")


def _pieces(rule: Rule) -> tuple[Rule, ...]:
    """The rules of the top level; the articles that an agency supplied stand there one by one."""
    if isinstance(rule, Then):
        return tuple(piece for part in rule.rules for piece in _pieces(part))
    if isinstance(rule, Supplied) and isinstance(rule.rule, Rule):
        return _pieces(rule.rule)
    return (rule,)


def _own(policy: FloatPolicy) -> dict[str, Domain]:
    made = {name: indicator.domain() for name, indicator in policy.indicator_map.items()}
    return {
        name: replace(domain, currency=policy.currency) if isinstance(domain, Integer) else domain
        for name, domain in made.items()
    }


def built_in(
    policy: FloatPolicy, walked: list[Rule], steps: dict[int | None, tuple[int, ...]]
) -> dict[str, Domain]:
    """The indicators that every policy may read without defining them."""
    found: dict[str, Domain] = {
        "risk_class": Choice(policy.classes or ONE_CLASS),
        "base_group": Choice((0,)),
        "prior_step": Choice(tuple(sorted({step for rungs in steps.values() for step in rungs}))),
    }
    for rule in walked:
        if isinstance(rule, Privilege) and rule.times is not None:
            found[rule.used] = Integer()
        if isinstance(rule, PhaseCut) and rule.in_force_on is not None:
            found[f"rate_in_force.{rule.in_force_on}"] = Pooled()
    return found


def _check_base_cuts(structure: Structure) -> None:
    """Refuse a cut of the base rate where the rate is no longer a factor or points on the base rate."""
    # Added points do not depend on the base rate, so they may stand between.
    parts = [part for part in structure.parts if part.rule.kind != "add_points"]
    for part, before in zip(parts[1:], parts, strict=False):
        cuts = [rule for rule in part.rule.walk() if isinstance(rule, PhaseCut) and rule.of == BASE]
        if cuts and before.rule.kind not in ("base_rate", "protected_part", "points_ladder"):
            raise DefinitionError(
                f"{cuts[0].name} of the base rate: stands after {before.rule.name}; expected directly after "
                f"base_rate(), protected_part() or points_ladder(); put it there, or cut the floated rate"
            )


def check_structure(policy: FloatPolicy) -> None:
    """Refuse a policy whose parts do not fit together."""
    structure = policy.structure
    last = structure.parts[-1]
    if last.after != "rate":
        raise DefinitionError(
            f"policy {policy.id}: ends in a {last.after} ({last.rule.name}); expected a rate; "
            f"end with ladder(...) >> base_rate()"
        )
    walked = [rule for part in structure.parts for rule in part.rule.walk()]
    based = [rule.name for rule in walked if rule.kind in BASED]
    if policy.base is None and based:
        raise DefinitionError(f"policy {policy.id}: {based[0]} without a base table; expected base=...")
    clash = set(policy.indicator_map) & {*built_in(policy, [], structure.steps), *ASIDE}
    if clash:
        raise DefinitionError(f"policy {policy.id}: indicator {min(clash)!r} is built in; expected another name")
    _check_base_cuts(structure)
    context = Context(structure.domains)
    for part in structure.parts:
        part.rule.check(context)
    from ratefloat.policy.derive import derive, refuse_conflicts, try_out

    try_out(policy)
    if any(rule.kind == "one_of" for rule in walked):
        from ratefloat.policy.kernel import Kernel

        derived = derive(policy)
        refuse_conflicts(policy.id, derived.links, derived.refusals)
        whole = Kernel(derived, derived.setting.base)
        refuse_conflicts(policy.id, whole.links, whole.refusals)


