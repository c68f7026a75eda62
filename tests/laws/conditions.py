"""Random conditions, guarded as a policy must guard them, or bare."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from laws.stand_in import RATIOS, SECTORS
from ratefloat.rules import indicator, window, yuan
from ratefloat.rules.conditions import Compare, Condition, as_condition

OPS = (">=", ">", "<=", "<", "==", "!=")
SHARES = ("0", "10%", "33.3%", "1/3", "50%", "2/3", "80%", "99.99%", "100%", "150%", "2.5", "1000%", "2‰", "7‰")


def comparison(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    """An indicator compared with one of some values."""
    return st.builds(Compare, indicator=st.just(name), op=st.sampled_from(OPS), value=values)


def ratio_comparison() -> st.SearchStrategy[Condition]:
    """A ratio compared with a share, without a guard."""
    return st.sampled_from(RATIOS).flatmap(lambda name: comparison(name, st.sampled_from(SHARES)))


@st.composite
def guarded(draw: st.DrawFn) -> Condition:
    """A ratio compared, with the case of no premium settled one way or the other."""
    made: Any = draw(ratio_comparison())
    has = indicator(made.indicator).has_value()
    return draw(st.sampled_from([has & made, made & has, ~has | made, made | ~has, ~(~made | ~has), ~made & has]))


def plain_atoms() -> st.SearchStrategy[Condition]:
    """Conditions on indicators that always have a value, and on having one."""
    small = st.integers(0, 4) | st.sampled_from(["1.5", "5/2"])
    return st.one_of(
        comparison("deaths", small),
        comparison("insured_months", st.sampled_from([0, 12, 24, 35, 36, 60, window.months, window.years])),
        comparison("wages", st.sampled_from([yuan(5000), yuan("12.5"), yuan(0)])),
        comparison("risk_class", st.integers(1, 4)),
        comparison("prior_step", st.integers(-2, 2)),
        st.sampled_from(["arrears", "standard"]).map(lambda name: as_condition(indicator(name))),
        st.sets(st.sampled_from(SECTORS), min_size=1, max_size=3).map(
            lambda chosen: indicator("sector").is_in(*sorted(chosen))
        ),
        st.sampled_from(RATIOS).map(lambda name: indicator(name).has_value()),
    )


def joined(atoms: st.SearchStrategy[Condition], leaves: int = 4) -> st.SearchStrategy[Condition]:
    """Conditions joined by & | ~."""
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds(lambda a, b: a & b, inner, inner), st.builds(lambda a, b: a | b, inner, inner),
            inner.map(lambda a: ~a),
        ),
        max_leaves=leaves,
    )


CONDITIONS = joined(plain_atoms() | guarded())
LOSS_RATIO = indicator("loss_ratio")
BARE = joined(
    st.sampled_from(
        [LOSS_RATIO.has_value(), ~LOSS_RATIO.has_value(), LOSS_RATIO >= "50%", LOSS_RATIO < "1/3",
         as_condition(indicator("arrears")), indicator("deaths") >= 1]
    ),
    leaves=6,
)
"""Conditions on one ratio, with a guard or without."""
