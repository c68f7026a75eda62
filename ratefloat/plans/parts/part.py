"""What a part of a law is: a rule to put into a frame, with the indicators that it reads and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ratefloat.history.indicator import Indicator
from ratefloat.policy.annex import Reading
from ratefloat.rules.rule import Rule


@dataclass(frozen=True)
class Part:
    """Articles of a law: `rule` goes where the law has it, `indicators` beside those of the frame.

    `mark` says how well its numbers are known: S read in a source, K known, D derived.
    """

    rule: Rule
    indicators: Mapping[str, Indicator]
    source: str
    mark: Literal["S", "K", "D"]
    readings: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()
