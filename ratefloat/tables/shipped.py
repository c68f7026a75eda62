"""The data files that ship with the tables."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable


def data_text(*path: str) -> str:
    """The text of a data file.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return _folder().joinpath(*path).read_text(encoding="utf-8")


def data_names(folder: str) -> tuple[str, ...]:
    """The names of the JSON files of a folder, without their ending, ascending.

    >>> "cn-national-2015" in data_names("base-rates")
    True
    """
    names = (file.name for file in _folder().joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def _folder() -> Traversable:
    return resources.files("ratefloat.tables").joinpath("data")
