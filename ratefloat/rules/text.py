"""Bilingual labels and clauses of a definition."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.tables.instruments import clause_zh
from ratefloat.tables.words import Words


class Said(Words):
    """A label or clause of a definition; its repr is what a user would write."""

    def __repr__(self) -> str:
        return repr(_plain_label(self))

    __str__ = __repr__


def _label(value: Any) -> Any:
    if isinstance(value, str):
        return Said(en=value, zh=value)
    return value


def _clause(value: Any) -> Any:
    if isinstance(value, str):
        return Said(en=value, zh=clause_zh(value))
    return value


def _plain_label(label: Said) -> Any:
    if label.zh in (label.en, clause_zh(label.en)):
        return label.en
    return {"en": label.en, "zh": label.zh}


_BOTH = {"type": "object", "properties": {"en": {"type": "string"}, "zh": {"type": "string"}}}
_SCHEMA = WithJsonSchema({"anyOf": [{"type": "string"}, _BOTH]})
Text = Annotated[Said, BeforeValidator(_label), PlainSerializer(_plain_label, return_type=Any), _SCHEMA]
"""A label: one text for both languages, or {"en": ..., "zh": ...}."""

Clause = Annotated[Said, BeforeValidator(_clause), PlainSerializer(_plain_label, return_type=Any), _SCHEMA]
"""A clause of a law: "art. 5" reads 第五条 in Chinese, or give both."""
