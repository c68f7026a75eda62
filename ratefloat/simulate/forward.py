"""Running policies forward over a portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.markov import Discount
from ratefloat.errors import DataError, UncoveredError
from ratefloat.policy.decision import given_base
from ratefloat.simulate.behaviour.behaviour import Behaviour, Nothing
from ratefloat.simulate.behaviour.sample import sample
from ratefloat.simulate.engine.answer import Answer, offset_of
from ratefloat.simulate.engine.gather import Effort, Gathered
from ratefloat.simulate.engine.identity import fingerprint
from ratefloat.simulate.engine.ledger import Cash
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.engine.task import Work
from ratefloat.simulate.engine.typical import typical
from ratefloat.simulate.marginal import as_reported, marginal, uncharged
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import Marginal
from ratefloat.simulate.run import PolicyRun, Run, parameter_table
from ratefloat.simulate.terms import Terms
from ratefloat.simulate.totals import PLACE, Totals

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy
    from ratefloat.simulate.results.comparison import Comparison
    from ratefloat.simulate.results.projection import Projection

Ints = NDArray[np.int64]
YEARS_BEFORE = 3
"""Years before the policy that results show."""


def compare(
    policies: Mapping[str, FloatPolicy], portfolio: Portfolio, *, years: int = 10, behaviour: Behaviour | None = None,
    seed: int, terms: Terms = Terms(), effort: Effort = Effort(),  # noqa: B008
) -> Comparison:
    """Several policies over one portfolio, on common luck.

    All policies meet the same candidate cases; each thins them by what its employers do. What a policy shows does
    not depend on which others are run beside it.

    Args:
        policies: by a name of your choice; the first is what others are compared with.
        years: years from the first review on.
        behaviour: what employers do; nothing by default.
        seed: of the random numbers.
    Raises:
        UncoveredError: a policy reads what a portfolio does not have, lacks one of its classes, or is not in force
            in a year of the run.
        DataError: years or effort out of range, or a behaviour beyond the envelope of the portfolio.
    """
    from ratefloat.simulate.results.comparison import Comparison

    job = _Job(policies, portfolio, years, behaviour or Nothing(), seed, terms, effort)
    return Comparison(job.run(), rerun=job.rerun)


def project(
    policy: FloatPolicy, portfolio: Portfolio, *, years: int = 10, behaviour: Behaviour | None = None,
    seed: int, terms: Terms = Terms(), effort: Effort = Effort(),  # noqa: B008
) -> Projection:
    """One policy over a portfolio; see `compare`."""
    from ratefloat.simulate.results.projection import Projection

    job = _Job({policy.id: policy}, portfolio, years, behaviour or Nothing(), seed, terms, effort)
    return Projection(job.run(), rerun=job.rerun)


@dataclass(frozen=True, eq=False)
class _Job:
    """Everything that makes a run, so that it can be made again."""

    policies: Mapping[str, FloatPolicy]
    portfolio: Portfolio
    years: int
    behaviour: Behaviour
    seed: int
    terms: Terms
    effort: Effort

    def run(self) -> Run:
        """The run, with its evidence."""
        return self._run({}, self._sets(self.effort.sets), self.effort)

    def rerun(self, values: Mapping[str, float]) -> Run:
        """The central part again, with some parameters at other values."""
        return self._run(values, self._sets(0), replace(self.effort, sets=0, checkpoint=None, progress=None))

    def _sets(self, sets: int) -> pd.DataFrame:
        """The evidence sets; none where nothing is uncertain."""
        import pandas as pd

        if sets and self.behaviour.parameters():
            return sample(self.behaviour, sets=sets, seed=self.seed)
        return pd.DataFrame(columns=list(self.behaviour.parameters()), index=pd.RangeIndex(0, name="set"), dtype=float)

    def _run(self, values: Mapping[str, float], sets: pd.DataFrame, effort: Effort) -> Run:
        unknown = sorted(set(values) - set(self.behaviour.central()))
        if unknown:
            raise DataError(f"parameter {unknown[0]!r}: unknown; expected one of {', '.join(self.behaviour.central())}")
        plans = {name: self._plan(policy) for name, policy in self.policies.items()}
        drawn = [{str(name): float(value) for name, value in each.items()} for each in sets.to_dict("records")]
        chosen = [{**self.behaviour.central(), **values}, *drawn]
        answers = tuple(tuple(self._answer(self._margins[name], each) for each in chosen) for name in plans)
        before = min(YEARS_BEFORE, self.portfolio.history)
        gathered = Gathered(Work(self.portfolio, tuple(plans.values()), answers, self.years, before, self.seed), effort)
        printed = fingerprint(self.portfolio)
        gathered.run(fingerprint(
            printed, [(name, policy.hash) for name, policy in self.policies.items()], repr(self.behaviour), chosen,
            (self.years, self.seed, self.terms.document, effort.replicates, effort.rows),
        ))
        return Run(
            portfolio=self.portfolio.name, fingerprint=printed, groups=self.portfolio.groups,
            policies={
                name: self._policy_run(plan, self._margins[name], gathered, number)
                for number, (name, plan) in enumerate(plans.items())
            },
            years=self.years, seed=self.seed, replicates=effort.replicates, behaviour=repr(self.behaviour),
            parameters=parameter_table(self.behaviour.parameters()), sets=sets,
            evidence_replicates=effort.of_each_set, fund=self.portfolio.fund, before=before,
            first_year=self.terms.first_year, notes=_notes(self.portfolio, self.behaviour),
        )

    def __post_init__(self) -> None:
        _require_kinds(self)
        read = {name for policy in self.policies.values() for name in self.terms.names_read(policy)}
        unread = sorted(set(self.terms.given) - read)
        if unread:
            raise DataError(f"{unread[0]!r} given but not read by any policy; they read {', '.join(sorted(read))}")
        if not 1 <= self.years <= self.portfolio.horizon:
            raise DataError(
                f"years: {self.years}; expected 1 to {self.portfolio.horizon}, which portfolio "
                f"{self.portfolio.name} holds", years=self.years,
            )

    def _plan(self, policy: FloatPolicy) -> Plan:
        plan = Plan.of(policy, self.portfolio, self.terms.day_of(policy), self.terms.given)
        if self.terms.first_year is not None:
            self._refuse_undated(policy, plan)
        return plan

    def _refuse_undated(self, policy: FloatPolicy, plan: Plan) -> None:
        """Refuse reviews at which the policy or its base table is not in force, or has other rates."""
        assert self.terms.first_year is not None
        anchor = policy.structure.review.anchor
        for t in range(0, self.years, plan.reading.cycle):
            moment = date(self.terms.first_year + t, anchor.month, 1)
            policy.require_in_force(moment)
            rates = {c: r for (_, c), r in given_base(policy, moment, self.portfolio.area, None).items()}
            if rates != dict(plan.base):
                raise UncoveredError(
                    f"policy {policy.id}: other base rates on {moment} than on {plan.reading.dates.on}; expected a run "
                    f"of at most {t} years, or first_year=None to hold one law in all years", date=moment,
                )

    @cached_property
    def _margins(self) -> dict[str, Marginal]:
        """The marginal premiums under each policy; they do not depend on the parameters of behaviour."""
        return {name: self._marginal(self._plan(policy)) for name, policy in self.policies.items()}

    def _marginal(self, plan: Plan) -> Marginal:
        """Marginal premiums of employers who report as they did before anything was charged for it."""
        still = uncharged(plan.readings)
        if isinstance(self.behaviour, Nothing):
            return still
        usual = self._answer(still, self.behaviour.central())
        report = usual.before.report[:, 0]
        seen = as_reported(self.portfolio.cells, report, np.exp(usual.offset))
        before = None
        if self.terms.before is not None:
            old = Plan.of(self.terms.before, self.portfolio, Terms().day_of(self.terms.before), self.terms.given)
            before = old.readings_of(seen, typical(old, usual, self.seed))
        readings = plan.readings_of(seen, typical(plan, usual, self.seed))
        found = marginal(readings, before=before, discount=Discount(self.terms.discount, "claim"))
        return replace(found, cells=still.cells, chance=still.chance, seen=report)

    def _answer(self, margin: Marginal, values: Mapping[str, float]) -> Answer:
        outcomes = self.portfolio.severities[0].outcomes
        before = self.behaviour.response(margin.as_before, outcomes, values)
        return Answer(
            margin, self.behaviour.response(margin, outcomes, values), before, self.portfolio.envelope,
            offset_of(self.portfolio, margin.chance, before.report[:, 0]),
        )

    def _policy_run(self, plan: Plan, margin: Marginal, gathered: Gathered, number: int) -> PolicyRun:
        labels = tuple(
            replace(label, factor=label.factor if label.factor is not None else plan.factor_of(place))
            for place, label in enumerate(plan.labels)
        )
        answers, replicates = gathered.work.answers[number], len(gathered.central[number])
        central = Totals(labels, gathered.central[number], gathered.central_moves[number], _spent(
            gathered.central[number], [answers[0].response.money] * replicates, gathered.work.before
        ))
        evidence = Totals(labels, gathered.evidence[number], gathered.evidence_moves[number], _spent(
            gathered.evidence[number], [answer.response.money for answer in answers[1:]], gathered.work.before
        ))
        return PolicyRun(
            id=plan.policy.id, hash=plan.policy.hash, title=plan.policy.title.en, document=plan.policy.to_json(),
            cycle=plan.reading.cycle, central=central, evidence=evidence,
            base=np.asarray([float(plan.base.get(c, np.nan)) for c in self.portfolio.groups["risk_class"]]),
            marginal=margin, assumptions=_assumed(plan),
        )


def _assumed(plan: Plan) -> tuple[str, ...]:
    """What was taken for granted of a policy; what severities rest on stands in the notes, once for all policies."""
    known = set(plan.reading.cell.severity.notes)
    return tuple(note for note in plan.reading.assumptions if note not in known)


def _notes(portfolio: Portfolio, behaviour: Behaviour) -> tuple[str, ...]:
    cash = Cash(portfolio.payment)
    notes = [*portfolio.notes, *dict.fromkeys(note for law in portfolio.severities for note in law.notes)]
    if cash.pays_pensions:
        notes = [note for note in notes if not note.startswith("left out: pensions")]
    if not cash.at_once and not isinstance(behaviour, Nothing):
        notes.append("incentives count a case as paid at once, without its pension: those of grave cases are too low")
    return tuple(notes)


def _require_kinds(job: _Job) -> None:
    """Refuse arguments of a wrong kind before they fail somewhere inside."""
    from ratefloat.policy.document import FloatPolicy

    if not isinstance(job.policies, Mapping) or not job.policies:
        raise DataError("policies: expected a mapping of at least one name to a policy")
    for name, policy in job.policies.items():
        if not isinstance(policy, FloatPolicy):
            raise DataError(f"policy {name!r}: a {type(policy).__name__}; expected a FloatPolicy")
    if not isinstance(job.behaviour, Behaviour):
        raise DataError(f"behaviour: {job.behaviour!r}; expected one such as Prevention() + Hiding()")
    for what, value, least in (("years", job.years, 1), ("seed", job.seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise DataError(f"{what}: {value!r}; expected a whole number, {least} or more")


def _spent(sums: Ints, money: list[float], before: int) -> Ints:
    """Prevention money by year: a share of the premium of the year before, from year 0 on."""
    premium = sums[:, :, PLACE["premium"]].sum(axis=(2, 3))
    spent = np.zeros_like(premium)
    spent[:, 1:] = np.rint(premium[:, :-1] * np.asarray(money)[:, None])
    spent[:, :before] = 0
    return np.asarray(spent)
