"""Cases in words: what an employer is like, and what it pays."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ratefloat.prove.check.space import Space
from ratefloat.rules.domain import Boolean, Cell
from ratefloat.rules.interval import between
from ratefloat.rules.rule import Rule
from ratefloat.tables.glossary import step_text, term
from ratefloat.units import percent_text


def name_of(space: Space, name: str) -> str:
    """An indicator in words: its own label, else the field's term."""
    label = getattr(space.policy.indicator_map.get(name), "label", None)
    return str(label.en) if label is not None else term(name, "en")


def cell_words(space: Space, name: str, cell: Cell) -> str:
    """One cell of an indicator: "loss ratio (50%, 100%]", "no arrears", "class 4"."""
    if name == "risk_class":
        return f"class {cell.text}"
    if name == "base_group":
        area, tier = space.places[int(cell.sample)]
        return " ".join(part for part in (area, tier) if part) or "any area"
    if isinstance(space.kernel.domains[name], Boolean):
        return name_of(space, name) if cell.sample else f"no {name_of(space, name)}"
    if name == "prior_step":
        return f"present step: {step_text(int(cell.sample), 'en')}"
    return f"{name_of(space, name)} {cell.text}"


def case_words(space: Space, row: int, names: Iterable[str] | None = None) -> str:
    """A case, or some of its indicators; class and area first, flags that are not set left out."""
    places = space.place(row)
    wanted = [name for name in places if names is None or name in set(names)]
    first = [name for name in ("base_group", "risk_class") if name in wanted]
    said = []
    for name in [*first, *(name for name in wanted if name not in first)]:
        cell = space.cells[name][places[name]]
        unset = isinstance(space.kernel.domains[name], Boolean) and not cell.sample
        if names is not None or not (unset or (name == "base_group" and len(space.places) == 1)):
            said.append(cell_words(space, name, cell))
    return ", ".join(said)


def outcome_words(space: Space, row: int) -> str:
    """What is decided in a case: "1.08% (up one step)"."""
    _, step, _, rate = space.outcome(row)
    assert rate is not None
    return rate_words(rate) + (f" ({step_text(int(step), 'en')})" if step is not None else "")


def clause_of(rule: Rule) -> str:
    """The clause of a rule as reasons name it: its own, else the first inside it, else its word."""
    clause = next((part.clause for part in rule.walk() if part.clause is not None), None)
    return rule.kind if clause is None else clause.en


def rate_words(rate: Fraction) -> str:
    """A rate as percent with at least two decimals."""
    return percent_text(rate, places=2)


def range_words(space: Space, name: str, numbers: list[int]) -> str:
    """Some cells of an indicator, neighbours together, as words."""
    cells = space.cells[name]
    if len(numbers) == len(cells):
        return ""
    runs: list[list[int]] = []
    for number in numbers:
        joins = runs and runs[-1][-1] == number - 1 and cells[number].interval and cells[number - 1].interval
        runs[-1].append(number) if joins else runs.append([number])
    texts = [_run(cells, run) for run in runs]
    if name == "base_group" or isinstance(space.kernel.domains[name], Boolean):
        return " or ".join(cell_words(space, name, cells[number]) for number in numbers)
    head = "class" if name == "risk_class" else name_of(space, name)
    return f"{head} {' or '.join(texts)}"


def _run(cells: tuple[Cell, ...], run: list[int]) -> str:
    first, last = cells[run[0]], cells[run[-1]]
    if len(run) == 1 or first.interval is None or last.interval is None:
        return first.text
    text = first.text + last.text
    if any(mark in text for mark in "%‰(["):
        unit = "%" if "%" in text else "‰" if "‰" in text else ""
        return between(first.interval.start, last.interval.stop).text(unit)
    low, high = first.text.split(" to ")[0], last.text.split(" to ")[-1]
    return f">= {low}" if high.startswith(">=") else f"{low} to {high}"
