"""One change at a time to a policy: its cycle, window, thresholds, ladder, or what counts of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.history.indicators.ratio import Ratio
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.interval import Interval
from ratefloat.units import decimal_text, exact, percent_text, plain

Change = Callable[[Any], Any]


def cycle(policy: FloatPolicy, years: Any) -> FloatPolicy:
    """The policy reviewed every so many years."""
    return policy.replace(review=policy.structure.review.replace(every_years=_whole("cycle", years)))


def window(policy: FloatPolicy, months: Any) -> FloatPolicy:
    """The policy with an experience period of so many months; windows that indicators have of their own stay."""
    return policy.replace(window=policy.structure.window.replace(months=_whole("window", months)))


def thresholds(policy: FloatPolicy, by: Any) -> FloatPolicy:
    """The policy with every threshold of a ratio multiplied; zero stays what it is.

    Thresholds are the ends of band tables and grids and the numbers that conditions compare with.

    Raises:
        DefinitionError: a factor that is not positive, or a policy without thresholds of a ratio.

    >>> from ratefloat.plans import load_plan
    >>> plan = thresholds(load_plan("cn-shenzhen-2018"), "150%")
    >>> [plan.decide(on="2018-03-01", risk_class=4, loss_ratio=x).step for x in ("75%", "75.01%")]
    [-1, 0]
    """
    factor = exact(by, what="thresholds")
    if factor <= 0:
        raise DefinitionError(f"thresholds times {percent_text(factor)}; expected above 0")
    names = frozenset(name for name, made in policy.indicator_map.items() if isinstance(made, Ratio))
    document = policy.document()
    parts: list[str] = [name for name in ("rule", "class_rule") if name in document]
    made = {name: _scaled(document[name], names, factor) for name in parts}
    if factor != 1 and all(made[name] == document[name] for name in made):
        raise DefinitionError(f"policy {policy.id}: no thresholds of a ratio; leave out thresholds=")
    return FloatPolicy.from_document({**document, **made})


def ladder(policy: FloatPolicy, by: Any) -> FloatPolicy:
    """The policy with a wider or narrower ladder: every factor as far from 100 % as `by` times before.

    Raises:
        DefinitionError: a policy without a ladder of factors, or a factor below 0.

    >>> from ratefloat.plans import load_plan
    >>> wider = ladder(load_plan("cn-shenzhen-2018"), "150%")
    >>> wider.decide(on="2018-03-01", risk_class=4, loss_ratio="200%").factor
    Fraction(7, 4)
    """
    width = exact(by, what="ladder")
    if width < 0:
        raise DefinitionError(f"ladder times {percent_text(width)}; expected 0 or more")

    def wider(node: dict[str, Any]) -> dict[str, Any]:
        def rung(factor: Any) -> str:
            return percent_text(1 + width * (exact(factor) - 1))

        return {**node, "steps": _each_rung(node["steps"], rung)}

    return _replaced(policy, "ladder", wider, what="ladder of factors")


def limit(policy: FloatPolicy, amount: Any) -> FloatPolicy:
    """The policy with benefits counted up to an amount a case, in the main unit; None for no limit.

    Raises:
        DefinitionError: a policy that reads no benefits.
    """
    text = None if amount is None else decimal_text(exact(amount, what="limit"))

    def limited(node: dict[str, Any]) -> dict[str, Any]:
        return {**node, "per_claim_at_most": text, "per_accident_at_most": None}

    return _replaced(policy, "benefits", limited, what="benefits that it reads")


CHANGES: Mapping[str, Callable[[FloatPolicy, Any], FloatPolicy]] = {
    "cycle": cycle, "window": window, "thresholds": thresholds, "ladder": ladder, "limit": limit,
}


def words(name: str, value: Any) -> str:
    """One choice in words.

    >>> words("cycle", 2), words("thresholds", "1.5"), words("limit", None)
    ('cycle 2', 'thresholds x150%', 'no limit')
    """
    if value is None:
        return f"no {name}"
    return f"{name} x{percent_text(exact(value))}" if name in ("thresholds", "ladder") else f"{name} {value}"


def _whole(name: str, value: Any) -> int:
    number = exact(value, what=name)
    if number.denominator != 1 or number < 1:
        raise DefinitionError(f"{name} {value!r}: expected a whole number from 1 on")
    return int(number)


def _replaced(policy: FloatPolicy, kind: str, change: Change, *, what: str) -> FloatPolicy:
    document = policy.document()
    made, changed = _walked(document, kind, change)
    if not changed:
        raise DefinitionError(f"policy {policy.id}: has no {what}; leave this choice out")
    return FloatPolicy.from_document(made)


def _walked(node: Any, kind: str, change: Change) -> tuple[Any, bool]:
    """A document with every node of a kind changed, and whether there was one."""
    if isinstance(node, dict):
        parts = {key: _walked(value, kind, change) for key, value in node.items()}
        made: Any = {key: part for key, (part, _) in parts.items()}
        found = node.get("kind") == kind
        return (change(made) if found else made), found or any(any_ for _, any_ in parts.values())
    if isinstance(node, list):
        each = [_walked(value, kind, change) for value in node]
        return [part for part, _ in each], any(any_ for _, any_ in each)
    return node, False


def _each_rung(steps: Any, change: Change) -> Any:
    if isinstance(steps, dict):
        return {key: _each_rung(value, change) for key, value in steps.items()}
    return change(steps)


def _scaled(node: Any, names: frozenset[str], by: Fraction) -> Any:
    if isinstance(node, list):
        return [_scaled(item, names, by) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _scaled(value, names, by) for key, value in node.items()}
    if node.get("indicator") in names and isinstance(node.get("rows"), dict):
        made["rows"] = {_key(key, by): value for key, value in node["rows"].items()}
    if node.get("kind") == "compare" and node.get("indicator") in names:
        made["value"] = _value(node["value"], by)
    for axis in ("down", "across"):
        if node.get(axis) in names and f"{axis}_rows" in node:
            made[f"{axis}_rows"] = [_key(key, by) for key in node[f"{axis}_rows"]]
    return made


def _key(key: str, by: Fraction) -> str:
    if key.startswith("no premium"):
        return key
    interval = Interval.parse(key)
    high = None if interval.high is None else interval.high * by
    return str(Interval(interval.low * by, high, interval.low_closed, interval.high_closed))


def _value(value: Any, by: Fraction) -> Any:
    try:
        return plain(exact(value) * by)
    except DefinitionError:
        return value
