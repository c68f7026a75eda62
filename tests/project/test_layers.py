"""What may import what, and what an import costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest
from project.fences import ROOT

HEAVY = ("numpy", "pandas", "pydantic", "scipy", "matplotlib", "pyarrow")


def loaded(statement: str) -> set[str]:
    """The heavy libraries that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_layers() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_module_has_a_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    folder = ROOT / "ratefloat"
    found = {p.stem for p in folder.glob("*.py") if p.stem != "__init__"}
    found |= {p.parent.name for p in folder.glob("*/__init__.py")}
    assert found == {layer.removeprefix("ratefloat.") for layer in layers}


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import ratefloat", set()),
        ("import ratefloat.cli.main", set()),
        ("import ratefloat.rules", {"numpy", "pydantic"}),
        ("import ratefloat.tables.base_rates", {"numpy", "pydantic"}),
        ("import ratefloat as rf; rf.FloatPolicy; rf.load_plan", {"numpy", "pydantic"}),
    ],
)
def test_imports_stay_light(statement: str, allowed: set[str]) -> None:
    assert loaded(statement) <= allowed


def test_help_loads_nothing_heavy() -> None:
    statement = "from ratefloat.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: print('\\n')"
    assert not loaded(statement) & set(HEAVY)


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "ratefloat").rglob("*.py"))
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 300
    }
    assert not long


def test_the_package_reads_no_clock_and_no_environment() -> None:
    asked = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted((ROOT / "ratefloat").rglob("*.py"))
        for word in (".today()", ".now(", "os.environ", "getenv(", "random.seed", "np.random.seed")
        if word in path.read_text(encoding="utf-8")
    ]
    assert not asked, os.linesep.join(asked)
