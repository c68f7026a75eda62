"""Public names of the simulator: each is what it says, whatever was imported before it."""

from __future__ import annotations

import importlib
import pkgutil
import types

import ratefloat as rf


def test_no_module_hides_a_public_name() -> None:
    modules = {each.name for each in pkgutil.iter_modules(rf.simulate.__path__)}
    assert modules & set(rf.simulate.__all__) == {"evidence"}
    for name in modules:
        importlib.import_module(f"ratefloat.simulate.{name}")
    for name in rf.simulate.__all__:
        assert isinstance(getattr(rf.simulate, name), types.ModuleType) == (name == "evidence"), name
