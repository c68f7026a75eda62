"""Documents as people read them: what fits on a line stands on one."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 118


def written(document: Any) -> str:
    """JSON text in which every object and list that fits into a line of 118 characters stands on one line.

    The writing of a document is unique, so that equal documents are equal files.

    >>> print(written({"id": "x", "rows": {"[0, 1]": 0, "(1, inf)": 1}}))
    {
      "id": "x",
      "rows": {"[0, 1]": 0, "(1, inf)": 1}
    }
    """
    return _opened(document, 0)


def _node(value: Any, level: int, taken: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + taken <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    return _opened(value, level)


def _opened(value: Any, level: int) -> str:
    inner = "  " * (level + 1)
    if isinstance(value, dict):
        names = [f"{json.dumps(str(name), ensure_ascii=False)}: " for name in value]
        lines = [n + _node(v, level + 1, len(inner + n) + 1) for n, v in zip(names, value.values(), strict=True)]
        ends = "{}"
    elif isinstance(value, list):
        lines = [_node(v, level + 1, len(inner) + 1) for v in value]
        ends = "[]"
    else:
        return json.dumps(value, ensure_ascii=False)
    body = ",\n".join(inner + line for line in lines)
    return f"{ends[0]}\n{body}\n{'  ' * level}{ends[1]}"
