"""All checks of a policy, over all its regimes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ratefloat.errors import UncoveredError
from ratefloat.periods import day
from ratefloat.prove.check.bounded import FRAME_2015, FROM_2015, Frame, check_bounded, check_undone
from ratefloat.prove.check.chance import check_luck
from ratefloat.prove.check.cliffs import check_cliffs
from ratefloat.prove.check.covered import check_covered
from ratefloat.prove.check.drivers import check_worse, drivers_of
from ratefloat.prove.check.examples import check_examples
from ratefloat.prove.check.monotone import check_monotone
from ratefloat.prove.check.reachable import check_reachable
from ratefloat.prove.check.regimes import Regime, day_for_witnesses, regimes
from ratefloat.prove.check.space import Space
from ratefloat.prove.check.stale import check_stale
from ratefloat.prove.check.subject import Subject
from ratefloat.prove.check.traced import Use, merged, uses_of
from ratefloat.prove.check.typical import Typical
from ratefloat.prove.check.walks import Walks, joined, walks_of
from ratefloat.prove.finding import Finding, Findings, ordered
from ratefloat.prove.witness import Workshop

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

BY_JURISDICTION = "by jurisdiction"


def check(
    policy: FloatPolicy, on: date | str | None = None, *, worse: Mapping[str, str] | None = None,
    frame: Frame | str | None = BY_JURISDICTION, typical: Typical | None = None,
) -> Findings:
    """What is wrong, odd or worth knowing about a policy, over all its cases.

    Args:
        policy: complete; a template is refused.
        on: the rating day; by default every stretch of days on which the policy is one table.
        worse: for indicators whose direction the library can not know, whether "more" or "less" is worse.
        frame: the bounds of a higher law; by default those of 2015 for policies of China since then; None for none.
        typical: the employers by whom cliffs are shown.
    Returns:
        findings, errors first; each with a witness where one could be built.
    Raises:
        UncoveredError: the policy is not in force on the day.
        DefinitionError: a template with open holes; a direction of an indicator that the policy does not have.

    >>> from ratefloat.plans import load_plan
    >>> found = check(load_plan("cn-shenzhen-2018"))
    >>> [one.message for one in found.of(check="stale")]
    ['base table shenzhen-2016: no base rate from 2022-07-01 to 2023-03-01, though the policy is in force']
    """
    policy.require_complete()
    check_worse(worse or {}, policy.structure.domains)
    moment = None if on is None else policy.require_in_force(on)
    found = [*check_examples(policy), *check_stale(policy, moment)]
    bound = _frame(policy, frame)
    uses: list[Use] = []
    walks: Walks = {}
    cases = 0
    last: Space | None = None
    for number, regime in enumerate(regimes(policy, moment)):
        try:
            subject = _subject(policy, regime, worse or {}, typical or Typical())
        except UncoveredError as error:
            if error.facts.get("tail"):
                found += _searched(policy, regime, worse or {})
            continue
        space = last = subject.space
        cases += int(space.possible.sum())
        found += [*check_covered(subject), *check_monotone(subject), *check_bounded(subject, bound)]
        now = uses_of(space)
        found += check_undone(subject, now)
        uses, walks = merged(uses, now), joined(walks, walks_of(space))
        found += [*check_cliffs(subject), *check_luck(subject)] if number == 0 else ()
    if last is not None:
        found += check_reachable(last, uses, walks)
    return Findings(policy.id, ordered(found), cases)


def cliffs(policy: FloatPolicy, on: date | str, *, typical: Typical) -> Findings:
    """The cliffs of a policy on a day, for employers of stated sizes, without the other checks.

    Their fact "cost_by_class_and_heads" holds what each costs over the cycle.
    Raises:
        UncoveredError: the policy is not in force on the day, or has no finite table then.
    """
    policy.require_complete()
    subject = _subject(policy, next(iter(regimes(policy, policy.require_in_force(on)))), {}, typical)
    return Findings(policy.id, tuple(check_cliffs(subject)), int(subject.space.possible.sum()))


def _subject(policy: FloatPolicy, regime: Regime, worse: Mapping[str, str], typical: Typical) -> Subject:
    space = Space.of(policy, regime.on)
    drivers = drivers_of(policy.indicator_map, space.names, worse)
    workshop = Workshop(policy, day_for_witnesses(policy, regime), space.axes)
    return Subject(space, regime, workshop, tuple(drivers), typical)


def _frame(policy: FloatPolicy, frame: Frame | str | None) -> Frame | None:
    if isinstance(frame, Frame) or frame is None:
        return frame
    chinese = policy.jurisdiction.startswith("CN") and policy.effective.end > day(FROM_2015)
    return FRAME_2015 if chinese else None


def _searched(policy: FloatPolicy, regime: Regime, worse: Mapping[str, str]) -> list[Finding]:
    from ratefloat.prove.check.search import search

    return list(search(policy, regime.on, worse))
