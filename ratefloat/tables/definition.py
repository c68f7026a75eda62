"""What every definition in a table is: a frozen document that refuses bad values in plain words."""

from __future__ import annotations

from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ratefloat.errors import DefinitionError, RatefloatError


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

    >>> Words(en="deaths", zh="工亡").text("zh")
    '工亡'
    """

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """The label in one language, "en" or "zh"."""
        return in_language(lang, self.en, self.zh)


def in_language(lang: str, en: str, zh: str) -> str:
    """The text of a language.

    Raises:
        DefinitionError: the language is neither "en" nor "zh".
    """
    if lang not in ("en", "zh"):
        raise DefinitionError(f"language {lang!r}: unknown; expected en or zh", lang=lang)
    return zh if lang == "zh" else en


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
