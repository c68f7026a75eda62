"""Two policy documents side by side: which article changed, and which number in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import shorten
from typing import Any

from ratefloat.definition import of_family
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.difference.tables import bands_changed, grid_changed

Node = dict[str, Any]
APART = ("kind", "rule", "class_rule", "indicators", "base")
PATHS: dict[str, tuple[str, ...]] = {"by": (), "value": (), "rows": (), "steps": ("step",)}
"""How a field of a rule is called where its own name says little."""
NOTHING = "-"
_NAME = re.compile(r"indicator\('([^']+)'\)")
SHOWN = 100
"""How much of a text a printed change shows; the whole text is in its fields."""


@dataclass(frozen=True)
class Change:
    """One change of a document: the clause (or field) it is in, what there changed, and both texts.

    >>> print(Change("art. 5", "(120%, 150%]", "+1", "0"))
    art. 5: (120%, 150%] +1 -> 0
    """

    where: str
    what: str
    old: str
    new: str

    def __str__(self) -> str:
        old, new = (shorten(text, SHOWN, placeholder=" ...") for text in (self.old, self.new))
        return f"{self.where}: {self.what}{' ' if self.what else ''}{old} -> {new}"


def changes(old: FloatPolicy, new: FloatPolicy) -> Iterator[Change]:
    """Every change from one document to another, in document order."""
    before, after = old.document(), new.document()
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in APART and before.get(name) != after.get(name):
            yield from _leaves(before.get(name), after.get(name), name, ())
    if before.get("base") != after.get("base"):
        yield Change("base", "", _table_name(before.get("base")), _table_name(after.get("base")))
    known = before.get("indicators") or {}, after.get("indicators") or {}
    for name in [*known[0], *(name for name in known[1] if name not in known[0])]:
        yield from _leaves(known[0].get(name), known[1].get(name), f"indicator {name}", ())
    for name in ("class_rule", "rule"):
        yield from _rules(_pieces(before.get(name)), _pieces(after.get(name)), name)


def _pieces(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return list(node["rules"]) if node["kind"] == "then" else [node]


def _rules(old: Sequence[Node], new: Sequence[Node], where: str) -> Iterator[Change]:
    """Rules in order: those that stayed, those that changed in place, those that went or came."""
    matcher = SequenceMatcher(None, [_text(node) for node in old], [_text(node) for node in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield from _replaced(list(old[a:b]), list(new[c:d]), where)


def _replaced(old: list[Node], new: list[Node], where: str) -> Iterator[Change]:
    for node in old:
        names = _names(node)
        partner = next((other for other in new if _names(other) == names), None)
        partner = partner or next((other for other in new if _names(other)[0] == names[0] is not None), None)
        if partner is None and len(old) == len(new) == 1:
            partner = new[0]
        if partner is None:
            yield Change(_clause(node) or where, "", _shown(node), NOTHING)
            continue
        new.remove(partner)
        yield from _rule(node, partner, where)
    for node in new:
        yield Change(_clause(node) or where, "", NOTHING, _shown(node))


def _rule(old: Node, new: Node, where: str) -> Iterator[Change]:
    """One rule and what became of it."""
    where = _clause(old) or _clause(new) or where
    if old["kind"] != new["kind"]:
        yield Change(where, "", _shown(old), _shown(new))
        return
    for name in [*old, *(name for name in new if name not in old)]:
        before, after = old.get(name), new.get(name)
        if before != after:
            yield from _field(name, (old, new), where)


def _field(name: str, nodes: tuple[Node, Node], where: str) -> Iterator[Change]:
    old, new = nodes
    before, after = old.get(name), new.get(name)
    if name == "clause":
        yield Change(where, "clause", _shown(before), _shown(after))
    elif name in ("rules", "cases"):
        yield from _rules(before or [], after or [], where)
    elif name == "condition":
        yield Change(where, "when", *(_NAME.sub(r"\1", _shown(side, "condition")) for side in (before, after)))
    elif before and after and _is_rule(before) and _is_rule(after):
        yield from _rules(_pieces(before), _pieces(after), where)
    elif old["kind"] == "bands" and name == "rows" and isinstance(before, dict) and isinstance(after, dict):
        for row, first, second in bands_changed(before, after, old.get("of", "step")):
            yield Change(where, row, first, second)
    elif old["kind"] == "grid" and name == "cells" and grid_changed(old, new) is not None:
        for row, first, second in grid_changed(old, new) or ():
            yield Change(where, row, first, second)
    else:
        yield from _leaves(before, after, where, PATHS.get(name, (name,)))


def _leaves(old: Any, new: Any, where: str, path: tuple[str, ...]) -> Iterator[Change]:
    """The scalars in which two pieces of a document differ."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and old.get("kind") == new.get("kind"):
        for name in [*old, *(name for name in new if name not in old)]:
            yield from _leaves(old.get(name), new.get(name), where, (*path, str(name)))
        return
    yield Change(where, " ".join(path), _shown(old), _shown(new))


def _names(node: Node) -> tuple[str | None, str]:
    """The clause and the kind of a rule, seen through conditions and periods."""
    inner = node
    while "clause" not in inner and _is_rule(inner.get("rule")):
        inner = inner["rule"]
    return _clause(inner), inner["kind"]


def _clause(node: Node) -> str | None:
    clause = node.get("clause")
    if clause is None and _is_rule(node.get("rule")):
        return _clause(node["rule"])
    return clause["en"] if isinstance(clause, dict) else clause


def _is_rule(value: Any) -> bool:
    return isinstance(value, dict) and "kind" in value


def _shown(value: Any, family: str = "rule") -> str:
    """A piece of a document as a person reads it; a rule as the code that builds it."""
    if value is None:
        return NOTHING
    if isinstance(value, dict) and "kind" in value:
        try:
            return repr(of_family(family, value))
        except ValueError:
            return _text(value)
    if isinstance(value, dict) and set(value) == {"en", "zh"}:
        return str(value["en"])
    return value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _table_name(value: Any) -> str:
    if isinstance(value, dict) and "rows" in value:
        return str(value["id"])
    if isinstance(value, dict):
        return ", ".join(f"{area}: {_table_name(source)}" for area, source in value.items())
    return _shown(value)

