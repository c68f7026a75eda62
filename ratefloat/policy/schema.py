"""The JSON Schema of policy documents: a union over every kind that is registered now."""

from __future__ import annotations

from typing import Any

from ratefloat.definition import Definition

FAMILIES = ("rule", "condition", "indicator", "channel")
ANY_OF = {
    "Rule": "rule", "Condition": "condition", "Channel": "channel", "Indicator": "indicator", "Measure": "indicator",
}
"""The family that a field may hold any kind of, by the class that types the field."""


def policy_schema() -> dict[str, Any]:
    """The JSON Schema of a policy document, users' own kinds included.

    >>> schema = policy_schema()
    >>> {"const": "bands"} in [node["properties"]["kind"] for node in schema["$defs"]["rule"]["oneOf"]]
    True
    """
    import ratefloat.history
    import ratefloat.rules  # noqa: F401
    from ratefloat.policy.document import FloatPolicy

    schema = FloatPolicy.model_json_schema(mode="validation")
    shared: dict[str, Any] = schema.setdefault("$defs", {})
    for family in FAMILIES:
        shared[family] = {"oneOf": [_node(kind, shared) for kind in Definition.registry.get(family, {}).values()]}
    schema["properties"]["kind"] = {"const": FloatPolicy.kind}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_open(schema)}


def _node(kind: type[Definition], shared: dict[str, Any]) -> dict[str, Any]:
    own = kind.model_json_schema(mode="validation")
    for name, node in own.pop("$defs", {}).items():
        shared.setdefault(name, node)
    return {
        "type": "object", "title": kind.kind, "description": (kind.__doc__ or kind.kind).splitlines()[0],
        "properties": {"kind": {"const": kind.kind}, **own.get("properties", {})},
        "required": ["kind", *own.get("required", [])], "additionalProperties": False,
    }


def _open(node: Any) -> Any:
    """Point every reference to a family's base class at the union of its kinds."""
    if isinstance(node, dict):
        family = node.get("family") or ANY_OF.get(str(node.get("$ref", "")).removeprefix("#/$defs/"))
        if isinstance(family, str):
            return {"$ref": f"#/$defs/{family}"}
        return {key: _open(child) for key, child in node.items()}
    if isinstance(node, list):
        return [_open(child) for child in node]
    return node
