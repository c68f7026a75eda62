"""A family of policies: one policy in every combination of some choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Self

from ratefloat.errors import DefinitionError
from ratefloat.policy.document import FloatPolicy
from ratefloat.simulate.searching.changes import CHANGES, words


@dataclass(frozen=True)
class Family(Mapping[str, FloatPolicy]):
    """Policies by name; `left_out` are combinations that are no valid policy, with why."""

    policies: Mapping[str, FloatPolicy]
    left_out: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, policy: FloatPolicy, **choices: Sequence[Any]) -> Self:
        """A policy in every combination of some choices.

        Args:
            choices: `cycle` in years, `window` in months, `thresholds` (of ratios) and `ladder` (its distance from
                100 %) as multiples of what they are, `limit` of a case in the main unit, None for none.
        Raises:
            DefinitionError: an unknown choice, one without a value, or no combination that is a valid policy.

        >>> from ratefloat.plans import load_plan
        >>> made = Family.of(load_plan("cn-shenzhen-2018"), cycle=[1, 2], thresholds=["100%", "150%"])
        >>> list(made)[1]
        'cycle 1, thresholds x150%'
        """
        policy.require_complete()
        unknown = sorted(set(choices) - set(CHANGES))
        if unknown:
            raise DefinitionError(f"family: no choice {unknown[0]!r}; expected some of {', '.join(CHANGES)}")
        for name, values in choices.items():
            if isinstance(values, str) or not values:
                raise DefinitionError(f"family: {name}={values!r}; expected a list of at least one value")
        found, left_out = dict[str, FloatPolicy](), dict[str, str]()
        for chosen in product(*choices.values()):
            name = ", ".join(map(words, choices, chosen)) or policy.id
            try:
                found[name] = _changed(policy, dict(zip(choices, chosen, strict=True)))
            except DefinitionError as error:
                left_out[name] = str(error)
        if not found:
            name, why = next(iter(left_out.items()))
            raise DefinitionError(f"family of {policy.id}: none of {len(left_out)} is a valid policy; {name}: {why}")
        return cls(found, left_out)

    def __getitem__(self, name: str) -> FloatPolicy:
        return self.policies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.policies)

    def __len__(self) -> int:
        return len(self.policies)

    def __repr__(self) -> str:
        out = f", {len(self.left_out)} left out" if self.left_out else ""
        return f"Family({len(self)} policies: {'; '.join(list(self)[:3])}{'; ...' if len(self) > 3 else ''}{out})"


def _changed(policy: FloatPolicy, chosen: Mapping[str, Any]) -> FloatPolicy:
    for name, value in chosen.items():
        policy = CHANGES[name](policy, value)
    return policy
