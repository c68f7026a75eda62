"""What a float rule is: it maps a column of numbers to a column of numbers and notes what it did."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, SerializeAsAny

from ratefloat.definition import Definition, of_family
from ratefloat.errors import DefinitionError
from ratefloat.periods import Period
from ratefloat.rules.conditions import Condition, as_condition
from ratefloat.rules.domain import Domain, Ratio
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.text import Clause
from ratefloat.rules.values import Values

if TYPE_CHECKING:
    from ratefloat.rules.pipeline import During, Then, When

STAGES: tuple[Stage, ...] = ("class", "step", "factor", "rate")


@dataclass(frozen=True)
class Context:
    """What a rule is checked against when its policy is built: indicator domains and values known to exist."""

    domains: Mapping[str, Domain]
    secured: frozenset[str] = frozenset()

    def guard(self, condition: Condition) -> Context:
        """The context of a rule that stands under a condition, after checking the condition."""
        bare = {n for n in condition.needs_value() if isinstance(self.domains.get(n), Ratio)} - self.secured
        if bare:
            name = sorted(bare)[0]
            raise DefinitionError(
                f"condition {condition!r}: {name} has no value without premium; expected a guard; "
                f"write indicator({name!r}).has_value() & ...",
                indicator=name,
            )
        return Context(self.domains, self.secured | condition.secures())


class Rule(Definition):
    """One article of a float law as a value; compose with >>, .when(condition), .during(period)."""

    family: ClassVar[str] = "rule"
    takes: ClassVar[tuple[Stage | None, ...]] = STAGES
    """Stages that the rule may follow; None: it may stand first."""
    gives: ClassVar[Stage | None] = None
    """The stage after the rule; None: the same as before."""
    converts: ClassVar[bool] = False
    """Whether the rule only changes the unit (a ladder, the base rate): never a reason by itself."""

    clause: Clause | None = None

    @abstractmethod
    def apply(self, value: Values | None, rows: Rows) -> Values:
        """The value after the rule; `value` is None where the rule stands first."""

    def words(self, lang: str, stage: str) -> str:
        """The rule in the law's words, "en" or "zh"."""
        return self.kind

    def stage_after(self, given: Stage | None) -> Stage:
        """The stage after the rule, or a refusal to follow what stands before it."""
        after = self.gives or given
        if after is None or (given is None and None not in self.takes):
            raise DefinitionError(f"{self.name}: can not stand first; start with start_from_base() or bands(...)")
        if given not in self.takes:
            wanted = " or ".join("the start" if s is None else s for s in self.takes)
            raise DefinitionError(f"{self.name}: expected {wanted} before it, found {given}")
        return after

    def parts(self) -> tuple[Rule, ...]:
        """The rules inside this one, in document order."""
        return ()

    def check(self, context: Context) -> None:
        """Refuse what only the policy's indicators can show to be wrong."""
        for part in self.parts():
            part.check(context)

    def walk(self) -> Iterator[Rule]:
        """This rule and all rules inside it, in document order."""
        yield self
        for part in self.parts():
            yield from part.walk()

    @property
    def name(self) -> str:
        """The rule's word and clause, for messages."""
        return f"{self.kind} ({self.clause.en})" if self.clause else self.kind

    def when(self, condition: Any) -> When:
        """The rule where a condition holds; elsewhere the value stays."""
        from ratefloat.rules.pipeline import When

        return When(rule=self, condition=as_condition(condition))

    def during(self, period: str | Period) -> During:
        """The rule for rating days within a period; outside it the value stays."""
        from ratefloat.rules.pipeline import During

        return During(rule=self, period=Period.parse(period))

    def __rshift__(self, other: Rule) -> Then:
        from ratefloat.rules.pipeline import Then

        if not isinstance(other, Rule):
            raise DefinitionError(f"{self.name} >> {other!r}: expected a rule on the right")
        return Then.of(self, other)


AnyRule = Annotated[SerializeAsAny[Rule], BeforeValidator(lambda value: of_family("rule", value))]


