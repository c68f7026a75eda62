"""What two policies decide in the same case, and when that is not the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Key = tuple[object, ...]


@dataclass(frozen=True)
class Verdict:
    """One policy's decision in a case; step and factor are None where the law has none, `refused` says why not."""

    risk_class: int | None
    step: Fraction | None
    factor: Fraction | None
    rate: Fraction | None
    refused: str | None = None


Pair = tuple[Verdict, Verdict]


def relation(pair: Pair) -> str:
    """How the new rate stands to the old: "higher", "lower", "same", or nothing where one is refused."""
    old, new = pair
    if old.rate is None or new.rate is None:
        return ""
    return "higher" if new.rate > old.rate else "lower" if new.rate < old.rate else "same"


def key_of(pair: Pair) -> Key | None:
    """What makes two differing cases alike; None where both policies decide the same.

    The first stages that differ (rated class and step by their values, else the factor by its ratio) and the relation
    of the rates. Two refusals are the same, and a step that one of the laws does not know is no difference by itself.
    """
    old, new = pair
    if old.refused is not None or new.refused is not None:
        if old.refused is not None and new.refused is not None:
            return None
        kept = new if old.refused is not None else old
        return ("refused", old.refused is not None, kept.step, kept.factor if kept.step is None else None)
    differ: list[object] = []
    for name in ("risk_class", "step"):
        before, after = getattr(old, name), getattr(new, name)
        if None not in (before, after) and before != after:
            differ += [name, before, after]
    if old.factor is not None and new.factor is not None and old.factor != new.factor and "step" not in differ:
        differ += ["factor", new.factor / old.factor if old.factor else new.factor]
    if not differ and old.rate == new.rate:
        return None
    unstepped = [v.rate for v in pair if v.step is None and v.factor is None]
    return (*differ, relation(pair), *unstepped)


def kind_of(pair: Pair) -> Key | None:
    """The key of a search among exact numbers, where every case has a factor of its own: steps, and who pays more."""
    key = key_of(pair)
    if key is None or key[0] == "refused":
        return key
    old, new = pair
    steps = (old.step, new.step) if None not in (old.step, new.step) and old.step != new.step else ()
    return (*steps, relation(pair))
