"""Worked examples with the library's result beside them, and what a check of the law found."""

from __future__ import annotations

from ratefloat.atlas.markup import table, text
from ratefloat.errors import RatefloatError
from ratefloat.policy.annex import Example
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.table.words import named
from ratefloat.prove.check import check
from ratefloat.tables.currencies import amount_text
from ratefloat.tables.glossary import term
from ratefloat.units import exact, percent_text


def examples(policy: FloatPolicy, filled: FloatPolicy | None) -> str:
    """The examples of a plan: given, expected, and what the library decides."""
    if not policy.examples:
        return ""
    head = ["example", "origin", "given", "expected", "library"]
    rows = [_row(policy, filled, example) for example in policy.examples]
    return f"<h2>Examples</h2>{table(head, rows)}"


def _row(policy: FloatPolicy, filled: FloatPolicy | None, example: Example) -> list[str]:
    known = [(name, value) for name, value in example.given if value is not False]
    told = [f"{_name(policy, name)} {_value(policy, name, value)}" for name, value in known]
    absent = [_name(policy, name) for name, value in example.given if value is False]
    given = ", ".join([*told, *([f"no {' or '.join(absent)}"] if absent else [])])
    expected = ", ".join(f"{name.replace('_', ' ')} {_result(name, value)}" for name, value in example.expect)
    origin = f"{example.origin}{f', {example.source}' if example.source else ''}"
    return [text(example.name), text(origin), text(given), text(expected), _decided(filled, example)]


def _decided(filled: FloatPolicy | None, example: Example) -> str:
    if filled is None:
        return '<span class="soft">not decided: open holes</span>'
    try:
        decision = filled.decide(on=example.on or filled.effective.start, **dict(example.given))
    except RatefloatError as error:
        return f'<span class="error">refused: {text(error)}</span>'
    got = {name: getattr(decision, name) for name, _ in example.expect}
    said = ", ".join(f"{name.replace('_', ' ')} {_result(name, value)}" for name, value in got.items())
    right = all(got[name] == exact(value) for name, value in example.expect)
    mark, tone = ("✓", "good") if right else ("differs", "error")
    return f'{text(said)} <span class="{tone}">{mark}</span>'


def _name(policy: FloatPolicy, name: str) -> str:
    label = named(policy, name, "en")
    return term(name, "en") if label == name else label


def _value(policy: FloatPolicy, name: str, value: object) -> str:
    if value is None or value is True:
        return "(none)" if value is None else "yes"
    made = policy.indicator_map.get(name)
    if isinstance(value, int) and made is not None and getattr(made.domain(), "unit", "") == "fen":
        return amount_text(value, policy.currency)
    return f"{value[0]} / {value[1]}" if isinstance(value, tuple | list) and len(value) == 2 else str(value)


def _result(name: str, value: object) -> str:
    if value is None:
        return "(none)"
    number = exact(value)
    if name in ("step", "risk_class", "rated_class"):
        return f"{int(number):+d}" if name == "step" and number else str(int(number))
    return percent_text(number)


def findings(filled: FloatPolicy) -> str:
    """What the checks found, errors first."""
    found = check(filled)
    head = f"<h2>Findings</h2><p>{found.cases:,} cases were looked at. "
    if not len(found):
        return f"{head}Nothing was found.</p>"
    items = "".join(
        f'<li><span class="tag {one.severity}">{one.severity}</span> {text(one.message)}'
        f'{f" <span class=clause>[{text(one.clause)}]</span>" if one.clause else ""}'
        f'{" <span class=good>shown by records</span>" if one.witness else ""}'
        f'<br><span class="soft small">{text(one.advice)}</span></li>'
        for one in found
    )
    return f"{head}Each finding is a statement about the text.</p><ul>{items}</ul>"
