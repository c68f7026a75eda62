"""Lists of texts in one cell of a file: joined so that they can be told apart again, whatever they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

RESERVED = ("", "any", "any other", "elsewhere")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def joined(texts: Iterable[str], by: str) -> str:
    """The texts with a separator between; one that could be misread is quoted.

    >>> joined(["art. 5", "art. 6; note"], "; ")
    'art. 5; "art. 6; note"'
    """
    return by.join(quoted(text, by) for text in texts)


def quoted(text: str, by: str) -> str:
    """A text of a list, in quotation marks where it would be misread without."""
    cut = (text + by).index(by) != len(text)
    unsafe = cut or text.strip() != text or text in RESERVED or text[:1] == '"' or not text.isprintable()
    return json.dumps(text, ensure_ascii=False) if unsafe else text


def parted(cell: str, by: str) -> tuple[str, ...]:
    """The texts that were joined.

    >>> parted('art. 5; "art. 6; note"', "; ")
    ('art. 5', 'art. 6; note')
    """
    return tuple(text for text, _ in pieces(cell, by))


def pieces(cell: str, by: str) -> Iterator[tuple[str, bool]]:
    """The same, each with whether it was quoted."""
    rest = cell
    while rest:
        marked = _QUOTED.match(rest)
        if marked:
            rest = rest[marked.end() :].removeprefix(by)
            yield str(json.loads(marked[0])), True
        else:
            text, _, rest = rest.partition(by)
            yield text, False
