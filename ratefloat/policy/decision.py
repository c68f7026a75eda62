"""The rate of one employer, and why: every article that was looked at, in the order of the notice."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.errors import ConflictError, DataError, UncoveredError
from ratefloat.periods import Period, Span
from ratefloat.policy.base import rates_on
from ratefloat.policy.derive import derive
from ratefloat.policy.engine import State, constants, run
from ratefloat.policy.given import column_of
from ratefloat.rules.column import Column
from ratefloat.rules.rows import Log
from ratefloat.rules.values import Values

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True)
class Line:
    """What one rule did to one employer: not applicable, applied without effect, or changed the value."""

    rule: Any
    stage: str
    active: bool
    changed: bool
    before: Fraction | None
    after: Fraction
    branch: int | None
    privilege: str | None
    conditions: tuple[Any, ...] = ()

    @property
    def effect(self) -> str:
        """ "not applicable", "applied without effect" or "changed"."""
        if not self.active:
            return "not applicable"
        return "changed" if self.changed else "applied without effect"


@dataclass(frozen=True)
class Decision:
    """One employer's rated class, step, factor and rate; step and factor are None where the law has none."""

    policy: FloatPolicy = field(repr=False)
    on: date
    period: Period
    window: Span
    risk_class: int | None
    step: int | None
    factor: Fraction | None
    rate: Fraction
    base_rate: Fraction | None
    lines: tuple[Line, ...] = field(repr=False)
    columns: Mapping[str, Column] = field(repr=False)
    employer: str = ""
    currency: str = "CNY"

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that changed the value, in document order."""
        return tuple(dict.fromkeys(clause_text(line) for line in self.lines if line.changed))

    @property
    def privileges(self) -> tuple[str, ...]:
        """The privileges that were used."""
        return tuple(dict.fromkeys(line.privilege for line in self.lines if line.changed and line.privilege))

    def explain(self, lang: str = "en") -> str:
        """The decision in words, "en" or "zh": each rule that decided, with its article."""
        from ratefloat.report.explanation import explain

        return explain(self, lang)

    def worksheet(self, lang: str = "en") -> str:
        """The decision with every rule of the policy: changed, applied without effect, or not applicable."""
        from ratefloat.report.explanation import worksheet

        return worksheet(self, lang)


def clause_text(line: Any) -> str:
    """The clause behind a line or note, as reasons name it."""
    return rule_text(line.rule)


def rule_text(rule: Any) -> str:
    """The clause of a rule as reasons name it; the rule's own word where it has none."""
    return rule.clause.en if rule.clause is not None else str(rule.kind)


def trace(
    policy: FloatPolicy, on: date, columns: Mapping[str, Column], base: Mapping[tuple[int, int], Fraction],
    *, employer: str = "", currency: str = "CNY",
) -> Decision:
    """One row decided by a direct run that records every rule.

    Raises:
        UncoveredError: no case of the policy covers the row.
        ConflictError: two rules claim the row.
    """
    structure = policy.structure
    period = structure.review.period(on)
    setting = constants(structure, on, base)
    log = Log(tracing=True)
    after = run(structure.parts, columns, State(), setting, log)
    for refusal in log.refusals:
        if refusal.mask[0]:
            kind = ConflictError if refusal.conflict else UncoveredError
            raise kind(f"policy {policy.id}: {refusal.reason}", policy=policy.id, reason=refusal.reason)
    step, factor = (first(after.kept.get(name)) for name in ("step", "factor"))
    assert after.value is not None
    rated = after.risk_class or (columns["risk_class"].pooled() if "risk_class" in columns else None)
    risk_class, group = first(rated), first(columns["base_group"].pooled())
    return Decision(
        policy=policy, on=on, period=period, window=structure.window.before(period.start),
        risk_class=None if risk_class is None else int(risk_class), step=None if step is None else int(step),
        factor=factor, rate=after.value.pool[after.value.codes[0]],
        base_rate=None if risk_class is None else base.get((int(group or 0), int(risk_class))),
        lines=tuple(_line(note) for note in log.notes), columns=dict(columns), employer=employer,
        currency=currency,
    )


def first(values: Values | None) -> Fraction | None:
    """The number of the first row."""
    return None if values is None else values.pool[values.codes[0]]


def _line(note: Any) -> Line:
    after = first(note.after)
    assert after is not None
    branch = None if note.branch is None else int(note.branch[0])
    return Line(
        note.rule, note.stage, bool(note.active[0]), bool(note.changed[0]), first(note.before), after, branch,
        note.privilege, note.conditions,
    )


def decide(policy: FloatPolicy, on: date | str, given: Mapping[str, Any]) -> Decision:
    """One employer's rate from indicator values alone.

    Args:
        on: the day the rate applies.
        given: area, tier, risk_class, prior_step (default 0) and every indicator that the rule reads;
            a ratio is text ("62.4%"), a pair (benefits, premium), or None without premium.
    Raises:
        DataError: an indicator is missing, unknown or of the wrong kind.
        UncoveredError: the day, the area or the case is not covered.
    """
    moment = policy.require_in_force(on)
    values = dict(given)
    area, tier = values.pop("area", None), values.pop("tier", None)
    columns = given_columns(policy, moment, values)
    base = given_base(policy, moment, area, tier)
    return trace(policy, moment, columns, base, currency=policy.currency)


def given_base(
    policy: FloatPolicy, moment: date, area: str | None, tier: str | None
) -> dict[tuple[int, int], Fraction]:
    """The base rates of one area and tier, as the only group."""
    spec = policy.structure.base
    return {} if spec is None else {(0, c): rate for c, rate in rates_on(spec, moment, area, tier).items()}


def given_columns(policy: FloatPolicy, moment: date, values: Mapping[str, Any]) -> dict[str, Column]:
    """Columns of one row from plain values, for all that the policy reads."""
    domains = policy.structure.domains
    needed = read_names(policy, moment)
    unknown = set(values) - set(domains)
    if unknown:
        name = min(unknown)
        near = difflib.get_close_matches(name, domains, 1)
        raise DataError(
            f"policy {policy.id}: no indicator {name!r}{f'; did you mean {near[0]!r}?' if near else ''}; "
            f"expected {', '.join(sorted(needed))}", indicator=name,
        )
    full = {"prior_step": 0, "base_group": 0, **{n: 0 for n in domains if n.startswith("privilege_used.")}, **values}
    missing = sorted(needed - set(full))
    if missing:
        raise DataError(
            f"policy {policy.id}: no value for {', '.join(missing)}; expected one for each indicator the rule reads",
            missing=missing,
        )
    return {name: column_of(name, domains[name], value) for name, value in full.items()}


def read_names(policy: FloatPolicy, moment: date) -> set[str]:
    """The indicators that the rule reads on a day."""
    derived = derive(policy, moment)
    return {name for link in derived.links for name in link.names} | set(derived.rate_cuts)
