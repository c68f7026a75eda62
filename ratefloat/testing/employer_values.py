"""Made-up employers: indicator values on, beside and far from every edge of a policy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ratefloat.policy.table.whole import base_groups
from ratefloat.rules.domain import Domain, Integer, Ratio
from ratefloat.testing.cases import read_cells, special_values

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ratefloat.policy.document import FloatPolicy

BIG = 2**40


def employers(policy: FloatPolicy, *, on: date | str | None = None) -> SearchStrategy[dict[str, Any]]:
    """Values of all indicators that a policy reads, as `policy.decide(on=..., **employer)` takes them.

    Half of all values lie on an edge or one unit beside it.

    Args:
        on: the day; by default the first of the policy.

    >>> import ratefloat as rf
    >>> made = employers(rf.load_plan("cn-shenzhen-2018"))
    """
    from hypothesis import strategies as st

    moment = policy.effective.start if on is None else policy.require_in_force(on)
    groups, _ = base_groups(policy.structure.base, moment)
    values = {
        name: _values(policy.structure.domains[name], cells) for name, cells in read_cells(policy, moment).items()
    }
    places = st.sampled_from(groups)
    return st.builds(_employer, places, st.fixed_dictionaries(values))


def _employer(place: tuple[str | None, str | None], values: dict[str, Any]) -> dict[str, Any]:
    where = {name: word for name, word in zip(("area", "tier"), place, strict=True) if word is not None}
    return {**where, **values}


def _values(domain: Domain, cells: Any) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    special = [found.value for found in special_values(domain, cells)]
    if isinstance(domain, Ratio):
        anywhere = st.tuples(st.integers(0, BIG), st.integers(0, BIG))
        return st.sampled_from(special) | anywhere
    if isinstance(domain, Integer):
        return st.sampled_from(special) | st.integers(domain.least, BIG if domain.greatest is None else domain.greatest)
    return st.sampled_from(special)
