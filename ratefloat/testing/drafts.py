"""Made-up policies, with rule kinds of one's own among the shipped ones."""

from __future__ import annotations

import typing
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from ratefloat.errors import DefinitionError
from ratefloat.rules.rule import Rule

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ratefloat.policy.document import FloatPolicy

EDGES = ("25%", "50%", "80%", "100%", "120%", "150%", "1/3", "300%")
WORTHS = ("50%", "80%", "90%", "100%", "110%", "120%", "150%", "200%")


def policies(*, own: SearchStrategy[Rule] | None = None) -> SearchStrategy[FloatPolicy]:
    """Policies on a loss ratio, deaths, injuries, months insured and arrears, on the national base rates.

    Args:
        own: rules of one's own, one of which stands in every policy at the stage that it takes; see `rules_of`.

    >>> made = policies()
    """
    from hypothesis import strategies as st

    @st.composite
    def policy(draw: DrawFn) -> FloatPolicy:
        from hypothesis import reject

        mine = None if own is None else draw(own)
        try:
            return _policy(draw, mine)
        except DefinitionError:
            if mine is None:
                raise
            # A rule of one's own may refuse to stand where it was put.
            reject()

    return policy()


def rules_of(kind: type[Rule], **fields: SearchStrategy[Any]) -> SearchStrategy[Rule]:
    """Rules of a kind, each field drawn by its type: small whole numbers, shares, yes or no, listed words.

    Args:
        kind: a class of rules, of one's own or shipped.
        fields: strategies of fields that a type alone does not tell; `indicator` is "deaths" by default.
    Raises:
        DefinitionError: a field without a default can not be drawn by its type.

    >>> from ratefloat.rules.move import Move
    >>> made = rules_of(Move)
    """
    from hypothesis import strategies as st

    drawn: dict[str, SearchStrategy[Any]] = {"clause": st.sampled_from(["own art. 1", "own art. 2"])}
    for name, field in kind.model_fields.items():
        if name in fields:
            drawn[name] = fields[name]
        elif name != "clause":
            made = _by_type(name, field.annotation)
            if made is not None:
                drawn[name] = made
            elif field.is_required():
                raise DefinitionError(f"{kind.kind}: field {name!r} of {field.annotation}; expected {name}=a strategy")
    return st.builds(kind, **drawn)


def _by_type(name: str, annotation: Any) -> SearchStrategy[Any] | None:
    from hypothesis import strategies as st

    if name == "indicator":
        return st.just("deaths")
    if get_origin(annotation) is typing.Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if annotation is bool:
        return st.booleans()
    # Operands of a rule are numbers, amounts or names of numbers.
    if annotation is int or Fraction in get_args(annotation):
        return st.integers(1, 3)
    return st.sampled_from(WORTHS) if annotation is Fraction else None


def _policy(draw: DrawFn, own: Rule | None) -> FloatPolicy:
    from hypothesis import strategies as st

    from ratefloat import history
    from ratefloat.periods import Review, Window
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.rules import base_rate, floor_rate, ladder, stay_on_ladder

    low, high = draw(st.integers(-2, 0)), draw(st.integers(0, 2))
    months = draw(st.sampled_from([12, 24, 36]))
    rule = _bands(draw, low, high)
    for _ in range(draw(st.integers(0, 3))):
        rule = rule >> _modifier(draw, high)
    rule = _placed(rule, own, "step") >> stay_on_ladder()
    rule = rule >> ladder({step: draw(st.sampled_from(WORTHS)) for step in range(low, high + 1)}, clause="art. 20")
    rule = _placed(_placed(rule, own, "factor") >> base_rate(), own, "rate")
    if draw(st.booleans()):
        rule = rule >> floor_rate(of_class=1, clause="art. 21")
    return FloatPolicy(
        id="made-up", title="a made-up policy", source="made up", effective="2022-01-01/2032-01-01",
        review=Review(every_years=draw(st.integers(1, 3)), anchor="2022-01-01"), window=Window(months=months),
        base="cn-national-2015", rule=rule,
        indicators={
            "loss_ratio": history.ratio(history.benefits(without=["commuting"]), history.premium("paid")),
            "deaths": history.count("death"), "injuries": history.count("injury"),
            "insured_months": history.insured_months(), "arrears": history.flag("arrears", when="any in window"),
        },
    )


def _placed(rule: Rule, own: Rule | None, stage: Literal["step", "factor", "rate"]) -> Rule:
    """The rule with one's own behind it, at the first stage that it takes."""
    if own is None or stage != next((found for found in ("step", "factor", "rate") if found in own.takes), None):
        return rule
    return rule >> own


def _bands(draw: DrawFn, low: int, high: int) -> Rule:
    from hypothesis import strategies as st

    from ratefloat.rules import bands
    from ratefloat.units import exact

    edges = sorted(draw(st.sets(st.sampled_from(EDGES), min_size=1, max_size=4)), key=exact)
    ends = ["0", *edges, "inf"]
    closed = draw(st.booleans())
    rows = [f"({a}, {b}]" if closed and b != "inf" else f"({a}, {b})" if closed else f"[{a}, {b})"
            for a, b in pairwise(ends)]
    steps = st.integers(low, high)
    table = {"no premium": draw(steps), **({"0": draw(steps)} if closed else {}), **{row: draw(steps) for row in rows}}
    return bands("loss_ratio", table, clause="art. 1")


def _modifier(draw: DrawFn, high: int) -> Rule:
    from hypothesis import strategies as st

    from ratefloat.rules import at_least, at_most, indicator, move, no_decrease, no_increase, set_to

    number = draw(st.integers(2, 19))
    clause = f"art. {number}"
    rules: list[Rule] = [
        at_least(high, clause=clause), at_most(0, clause=clause), no_decrease(clause=clause),
        no_increase(clause=clause), set_to(0, clause=clause), move(1, clause=clause),
    ]
    conditions = [
        indicator("deaths") >= draw(st.integers(1, 3)), indicator("injuries") >= draw(st.integers(1, 3)),
        indicator("insured_months") < draw(st.sampled_from([12, 24])), indicator("arrears"),
        ~indicator("arrears") & (indicator("risk_class") <= draw(st.integers(1, 7))),
        indicator("loss_ratio").has_value() & (indicator("loss_ratio") > draw(st.sampled_from(EDGES))),
    ]
    return draw(st.sampled_from(rules)).when(draw(st.sampled_from(conditions)))
