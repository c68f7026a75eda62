"""Behaviour: channels of response that add up, and the parameters they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ratefloat.actuarial.severities import Outcome
from ratefloat.errors import ConflictError, DataError, DefinitionError
from ratefloat.simulate.behaviour.parameter import Range, fixed
from ratefloat.simulate.response import Marginal, Response

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Asked:
    """What a channel answers to: premiums, outcomes, the values of its own parameters and of all others.

    `guard` is what hiding costs in expected fines, per yuan of the case.
    """

    marginal: Marginal
    outcomes: tuple[Outcome, ...]
    own: Mapping[str, float]
    guard: float


class Behaviour:
    """What employers do; channels are joined by `+`, in any order, each at most once.

    >>> from ratefloat.simulate.behaviour.prevention import Prevention
    >>> from ratefloat.simulate.behaviour.hiding import Hiding
    >>> Hiding() + Prevention(elasticity=0.4)
    Prevention(elasticity=0.4) + Hiding()
    """

    @property
    def parts(self) -> tuple[Part, ...]:
        """The channels in their fixed order."""
        raise NotImplementedError

    def __add__(self, other: Behaviour) -> Behaviour:
        if not isinstance(other, Behaviour):
            return NotImplemented
        return _joined((*self.parts, *other.parts))

    def parameters(self) -> dict[str, Range]:
        """The range of each parameter, by name such as "prevention.elasticity"."""
        return {f"{part.name}.{key}": value for part in self.parts for key, value in part.ranges.items()}

    def central(self) -> dict[str, float]:
        """The central value of each parameter."""
        return {name: value.central for name, value in self.parameters().items()}

    def response(self, marginal: Marginal, outcomes: Sequence[Outcome], values: Mapping[str, float]) -> Response:
        """What employers do about a policy, at given values of the parameters.

        Args:
            marginal: what one more case brings in, from the policy itself.
            outcomes: those of the last axis of `marginal`; the same for all cells.
            values: one for each of `parameters`, within its bounds.
        Raises:
            DataError: values missing, unknown or out of bounds, or outcomes that do not fit.
        """
        _check(self.parameters(), values)
        cells, levels, kinds = marginal.premium.shape
        if len(outcomes) != kinds:
            raise DataError(f"response: {len(outcomes)} outcomes for {kinds} in the premiums; expected as many")
        guard = values.get("inspection.found", 0.0) * values.get("inspection.fine", 0.0)
        answer: dict[str, Any] = {}
        for part in self.parts:
            own = {key: float(values[f"{part.name}.{key}"]) for key in part.ranges}
            answer |= part.answer(Asked(marginal, tuple(outcomes), own, guard))
        return replace(Response.none(cells, levels, kinds), **answer)

    def table(self) -> pd.DataFrame:
        """The parameters: low, central, high, mark and source of each."""
        import pandas as pd

        columns = ["parameter", "low", "central", "high", "mark", "source"]
        rows = [
            (name, value.low, value.central, value.high, value.mark, value.source)
            for name, value in self.parameters().items()
        ]
        return pd.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        return " + ".join(part.text for part in self.parts) or "Nothing()"


class Part(Behaviour):
    """One channel: a frozen dataclass whose fields are numbers or ranges, with ranges as defaults.

    `says` names what the channel decides; two channels cannot decide the same thing. A channel takes a number or
    a Range for each parameter; bounds stay those of the default.
    """

    name: ClassVar[str]
    says: ClassVar[str]
    place: ClassVar[int]

    def __post_init__(self) -> None:
        _ = self.ranges

    @property
    def parts(self) -> tuple[Part, ...]:
        """The channel itself."""
        return (self,)

    @cached_property
    def ranges(self) -> dict[str, Range]:
        """The range of each parameter by its own name."""
        return {
            field.name: ranged(getattr(self, field.name), field.default, what=f"{self.name}.{field.name}")
            for field in fields(self)  # type: ignore[arg-type]
        }

    @property
    def text(self) -> str:
        """The code that builds the channel."""
        given = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in fields(self)  # type: ignore[arg-type]
            if getattr(self, field.name) != field.default
        ]
        return f"{type(self).__name__}({', '.join(given)})"

    def answer(self, asked: Asked) -> dict[str, Any]:
        """The fields of a Response that the channel decides."""
        raise NotImplementedError


@dataclass(frozen=True, repr=False)
class Joined(Behaviour):
    """Several channels."""

    channels: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The channels in their fixed order."""
        return self.channels


@dataclass(frozen=True, repr=False)
class Nothing(Behaviour):
    """No answer at all: hazards, reports and payrolls stay what they are.

    >>> Nothing(), Nothing().parameters()
    (Nothing(), {})
    """

    @property
    def parts(self) -> tuple[Part, ...]:
        """None."""
        return ()


def ranged(value: object, default: Any, *, what: str) -> Range:
    """A number or range as a range within the bounds of the default.

    Raises:
        DefinitionError: neither, or beyond the bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Range):
        raise DefinitionError(f"{what}: {value!r}; expected a number or a Range", what=what, value=value)
    try:
        return (value if isinstance(value, Range) else fixed(value)).bounded_like(default)
    except DefinitionError as error:
        raise DefinitionError(f"{what}: {error.message}", what=what, value=value) from None


def _joined(parts: tuple[Part, ...]) -> Behaviour:
    for number, part in enumerate(parts):
        for other in parts[:number]:
            if type(other) is type(part):
                raise ConflictError(
                    f"behaviour: {part.text} beside {other.text}; expected each channel once", part=part
                )
            if other.says == part.says:
                raise ConflictError(
                    f"behaviour: {other.text} and {part.text} both say {part.says}; expected one of them", part=part
                )
    ordered = tuple(sorted(parts, key=lambda part: part.place))
    return Joined(ordered) if len(ordered) > 1 else ordered[0] if ordered else Nothing()


def _check(parameters: Mapping[str, Range], values: Mapping[str, float]) -> None:
    missing, unknown = [name for name in parameters if name not in values], sorted(set(values) - set(parameters))
    if missing or unknown:
        what = f"no {missing[0]!r}" if missing else f"unknown {unknown[0]!r}"
        raise DataError(f"values: {what}; expected {', '.join(parameters) or 'none'}", missing=missing, unknown=unknown)
    for name, known in parameters.items():
        if not known.least <= values[name] <= known.most:
            raise DataError(f"values: {name} {values[name]}; expected {known.least:g} to {known.most:g}", name=name)
