"""Documents as people read them: a field a line at the top, below it a rule a line where it fits."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 128


def written(document: dict[str, Any]) -> str:
    """JSON text that is laid out in one way only, so that equal documents are equal files.

    What fits on a line of 128 characters stands on one. A longer list or table has an item a line; a longer
    object of a kind, or within an item of a list, goes on below its first name.

    >>> print(written({"id": "x", "rows": {"[0, 1]": 0, "(1, inf)": 1}}))
    {
      "id": "x",
      "rows": {"[0, 1]": 0, "(1, inf)": 1}
    }
    """
    return _table(document, 0)


def _node(value: Any, indent: int, lead: str = "", *, tables: bool = True) -> str:
    """A value after its lead, on lines that begin at an indent; a comma may follow the last."""
    flat = lead + json.dumps(value, ensure_ascii=False)
    if indent + len(flat) < WIDTH or not isinstance(value, dict | list):
        return flat
    if isinstance(value, list):
        return lead + _block("[]", [_node(item, indent + 2) for item in value], indent)
    if lead and tables and "kind" not in value:
        return lead + _table(value, indent)
    return _object(value, indent, lead)


def _table(value: dict[str, Any], indent: int) -> str:
    return _block("{}", [_node(item, indent + 2, _lead(name)) for name, item in value.items()], indent)


def _block(ends: str, items: list[str], indent: int) -> str:
    pad = "\n" + " " * (indent + 2)
    return f"{ends[0]}{pad}{f',{pad}'.join(items)}\n{' ' * indent}{ends[1]}"


def _object(value: dict[str, Any], indent: int, lead: str) -> str:
    below = indent + (2 if lead else 1)
    lines = [" " * (indent - below) + lead + "{"]
    for number, (name, item) in enumerate(value.items()):
        flat = _lead(name) + json.dumps(item, ensure_ascii=False) + ","
        line = lines[-1] + (" " if number else "") + flat
        if "\n" not in line and below + len(line) <= WIDTH:
            lines[-1] = line
        else:
            lines.append(_node(item, below, _lead(name), tables="kind" in value) + ",")
    return f"\n{' ' * below}".join(lines)[:-1] + "}"


def _lead(name: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}: "
