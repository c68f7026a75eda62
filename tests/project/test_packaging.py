"""What is installed beside the code: types, data, licence, the command."""

from __future__ import annotations

import json
import tomllib
from fnmatch import fnmatch
from importlib import import_module, metadata, resources

from project.fences import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_types_are_shipped() -> None:
    assert resources.files("ratefloat").joinpath("py.typed").is_file()


def test_all_data_files_are_declared() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["ratefloat"]
    folder = ROOT / "ratefloat"
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")]
    data = [p.relative_to(folder).as_posix() for p in files]
    assert data
    assert not [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)]


def test_all_data_files_are_json() -> None:
    for path in (ROOT / "ratefloat").rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_every_folder_with_code_is_a_package() -> None:
    folder = ROOT / "ratefloat"
    assert not [p for p in folder.rglob("*.py") if not (p.parent / "__init__.py").exists()]


def test_one_version() -> None:
    import ratefloat

    assert ratefloat.__version__ == PROJECT["project"]["version"] == metadata.version("ratefloat")
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if line.startswith("## "))
    assert first.split()[1] == ratefloat.__version__


def test_the_command_leads_to_the_command_line() -> None:
    module, _, name = PROJECT["project"]["scripts"]["ratefloat"].partition(":")
    assert callable(getattr(import_module(module), name))


def test_the_licence_is_the_one_declared() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
