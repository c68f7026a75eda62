"""What every check is given: the cases, the drivers, and a workshop for witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ratefloat.prove.check.drivers import Driver
from ratefloat.prove.check.regimes import Regime
from ratefloat.prove.check.space import Space
from ratefloat.prove.check.typical import Typical
from ratefloat.prove.finding import UNWITNESSED
from ratefloat.prove.witness import Request, Witness, Workshop
from ratefloat.prove.witness.standing import BUILT_IN, KINDS


@dataclass(frozen=True)
class Subject:
    """A policy in one regime, ready to be checked."""

    space: Space
    regime: Regime
    workshop: Workshop
    drivers: tuple[Driver, ...]
    typical: Typical
    options: Mapping[str, object] = field(default_factory=dict)

    def coupled(self) -> tuple[str, ...]:
        """Indicators whose cases may exclude each other: those that are made of sums."""
        own = self.space.policy.indicator_map
        free = (*BUILT_IN, *(n for n, made in own.items() if isinstance(made, KINDS)))
        return tuple(n for n in self.space.names if n not in free and not n.startswith("privilege_used."))

    def first(self, requests: Sequence[Request]) -> tuple[int, Witness | None]:
        """The first request that a witness could be built for, and it; (0, None) where there is none."""
        for start in range(0, len(requests), BATCH):
            for number, witness in enumerate(self.workshop.build(requests[start : start + BATCH])):
                if witness is not None:
                    return start + number, witness
        return 0, None


BATCH = 12


def witnessed(message: str, witness: Witness | None) -> str:
    """A message that says where it has no witness."""
    return message if witness is not None else f"{message} ({UNWITNESSED})"
