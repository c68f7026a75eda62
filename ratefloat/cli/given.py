"""Indicator values as people write them on a command line: name=value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ratefloat.errors import DataError
from ratefloat.rules.domain import Boolean, Domain, Ratio

WORDS = {"yes": True, "true": True, "no": False, "false": False}
PAIR = re.compile(r"(\d+)/(\d+)")


def values_of(texts: Sequence[str], domains: Mapping[str, Domain]) -> dict[str, Any]:
    """Values by name, as `FloatPolicy.decide` takes them.

    >>> values_of(["loss_ratio=62.4%", "arrears=no"], {"loss_ratio": Ratio("%"), "arrears": Boolean()})
    {'loss_ratio': '62.4%', 'arrears': False}
    >>> values_of(["loss_ratio=none"], {"loss_ratio": Ratio("%")})
    {'loss_ratio': None}
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise DataError(f"{text!r}: expected name=value, such as loss_ratio=62.4%")
        if name in found:
            raise DataError(f"{name}: given twice; expected once", indicator=name)
        found[name] = _value(name, value, domains.get(name))
    return found


def _value(name: str, text: str, domain: Domain | None) -> Any:
    if isinstance(domain, Boolean):
        if text.lower() not in WORDS:
            raise DataError(f"{name}: {text!r}; expected yes or no", indicator=name)
        return WORDS[text.lower()]
    if isinstance(domain, Ratio):
        if text.lower() == "none":
            return None
        # Kept as a pair, because benefits over no premium (n/0) is a case of its own.
        pair = PAIR.fullmatch(text)
        return (int(pair[1]), int(pair[2])) if pair else text
    return text
