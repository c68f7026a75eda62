"""What every definition in a table is: a frozen document that refuses bad values in plain words."""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ratefloat.errors import DefinitionError, RatefloatError

Lang = Literal["en", "zh"]
"""The two languages in which every label exists."""


class Definition(BaseModel):
    """A frozen document; a wrong field is a DefinitionError that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise _plain(type(self).__name__, error) from None


class Words(Definition):
    """One label in both languages.

    >>> Words(en="deaths", zh="工亡")["zh"]
    '工亡'
    """

    en: str
    zh: str

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


def _plain(name: str, error: ValidationError) -> DefinitionError:
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    where = ".".join(str(step) for step in first["loc"])
    if isinstance(cause, RatefloatError):
        message = f"{where}: {cause.message}" if where else cause.message
        return DefinitionError(message, **(cause.facts | {"field": where}))
    value = first["input"]
    return DefinitionError(f"{name} {where}: {value!r}; {first['msg']}", field=where, value=value)


def data_text(*path: str) -> str:
    """The text of a data file that ships with this package.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return resources.files("ratefloat.tables").joinpath("data", *path).read_text(encoding="utf-8")
