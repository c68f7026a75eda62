"""The plans that ship with the library, read from their files."""

from __future__ import annotations

import difflib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from ratefloat.errors import UncoveredError
from ratefloat.policy.document import FloatPolicy


@cache
def load_plan(id: str) -> FloatPolicy:
    """The policy of a published plan; a template has open holes and decides nothing until they are filled.

    Raises:
        UncoveredError: no plan has this id; the message names those that look like it.

    >>> load_plan("cn-shenzhen-2018").decide(on="2018-03-01", risk_class=4, loss_ratio="50%").rate
    Fraction(63, 12500)
    >>> [hole.hole for hole in load_plan("cn-fujian-2011").holes]
    ['review', 'base table']
    """
    ids = plan_ids()
    if id not in ids:
        near = difflib.get_close_matches(id, ids, 3) or ids
        raise UncoveredError(
            f"plan {id!r}: not among the shipped ones; did you mean {' or '.join(near)}? see ratefloat.plans()",
            plan=id, plans=ids,
        )
    return FloatPolicy.from_json(_folder().joinpath(f"{id}.json").read_text(encoding="utf-8"))


@cache
def plan_ids() -> tuple[str, ...]:
    """The ids of the shipped plans, ascending.

    >>> "cn-hainan-2016" in plan_ids()
    True
    """
    names = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def _folder() -> Traversable:
    return resources.files("ratefloat.plans").joinpath("data")
