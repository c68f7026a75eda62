"""Labels in the two languages of the library."""

from __future__ import annotations

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError


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

    >>> in_language("zh", "down", "下浮")
    '下浮'
    """
    if lang not in ("en", "zh"):
        raise DefinitionError(f"language {lang!r}: unknown; expected en or zh", lang=lang)
    return zh if lang == "zh" else en
