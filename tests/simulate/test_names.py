"""Public names of the simulator: each is what it says, whatever was imported before it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import types
from pathlib import Path

import ratefloat as rf

PUBLIC = [
    "Around", "Assumptions", "Behaviour", "Comparison", "Effort", "Family", "Hiding", "Inspection", "Nothing",
    "Portfolio", "Prevention", "PreventionMoney", "Projection", "Range", "RationalHiding", "Run", "Target",
    "Terms", "Underdeclaration", "backtest", "compare", "evidence", "exact", "load", "project", "reversion",
    "sample", "search",
]


def test_public_names_are_those_that_stay() -> None:
    assert rf.simulate.__all__ == PUBLIC
    tree = ast.parse(Path(rf.simulate.__file__ or "").read_text(encoding="utf-8"))
    typed = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    told = {name.asname for node in ast.walk(typed[0]) if isinstance(node, ast.ImportFrom) for name in node.names}
    assert told == set(PUBLIC)


def test_no_module_hides_a_public_name() -> None:
    modules = {each.name for each in pkgutil.iter_modules(rf.simulate.__path__)}
    assert modules & set(rf.simulate.__all__) == {"evidence"}
    for name in modules:
        importlib.import_module(f"ratefloat.simulate.{name}")
    for name in rf.simulate.__all__:
        assert isinstance(getattr(rf.simulate, name), types.ModuleType) == (name == "evidence"), name
