"""The industry classification: risk classes of GB/T 4754 divisions, by edition and never without one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ratefloat.errors import DataError, ShapeError, UncoveredError
from ratefloat.tables.shipped import data_text
from ratefloat.tables.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDITION_2011 = "GB/T 4754-2011"
EDITION_2017 = "GB/T 4754-2017"
EDITIONS = (EDITION_2011, EDITION_2017)
"""The editions that can be read; for older ones a table of employers gives the class itself."""
_EXPECTED = " or ".join(EDITIONS)


class _Edition(NamedTuple):
    classes: dict[str, int]
    """The shortest codes that decide a class: divisions, and groups where a division does not."""
    names: dict[str, Words]
    translations: dict[str, str]
    """Code of this edition -> the code of the other one that holds it."""
    split: dict[str, tuple[str, ...]]
    """Code -> the codes of the other edition that share it, where there is more than one."""


def risk_class(code: str, *, edition: str) -> int:
    """The risk class (1 to 8) that notice 71 gives to an industry code.

    Args:
        code: two, three or four digits as text; the longest beginning that decides counts.
        edition: "GB/T 4754-2011" or "GB/T 4754-2017". From 79 on, the same code means another industry.
    Raises:
        DataError: no edition, or a code that is not two to four digits.
        UncoveredError: an edition or code without a class, or a division that does not decide it.
    Source: 人社部发〔2015〕71号, annex, for 2011. A group that moved between divisions in 2017 is read by the
        division that holds it in its own edition.

    >>> risk_class("84", edition="GB/T 4754-2011"), risk_class("84", edition="GB/T 4754-2017")
    (1, 2)
    >>> risk_class("5910", edition="GB/T 4754-2017"), risk_class("5920", edition="GB/T 4754-2017")
    (5, 2)
    """
    table = _edition(code, edition)
    found = _longest(code, table.classes)
    if found is not None:
        return table.classes[found]
    raise _no_class(code, edition, table)


def risk_classes(
    codes: Sequence[Any] | NDArray[Any], editions: str | Sequence[Any] | NDArray[Any]
) -> tuple[NDArray[np.int8], dict[int, str]]:
    """The risk classes of a column of codes, each distinct code looked up once.

    Args:
        codes: text, shape (n,).
        editions: text, shape (n,), or one edition for all.
    Returns:
        classes, int8, shape (n,), 0 where there is none; and row -> reason for those rows.
    Raises:
        ShapeError: the two columns differ in length.

    >>> risk_classes(["84", "79", "06"], "GB/T 4754-2017")[0]
    array([2, 0, 8], dtype=int8)
    """
    import numpy as np

    of_row = [editions] * len(codes) if isinstance(editions, str) else editions
    if len(of_row) != len(codes):
        raise ShapeError(
            f"industry editions: {len(of_row)} for {len(codes)} codes; expected one for each, or one for all",
            codes=len(codes), editions=len(of_row),
        )
    numbers: dict[tuple[Any, Any], int] = {}
    pairs = (numbers.setdefault(pair, len(numbers)) for pair in zip(codes, of_row, strict=True))
    which = np.fromiter(pairs, dtype=np.int64, count=len(codes))
    classes = np.zeros(len(numbers), dtype=np.int8)
    reasons: dict[int, str] = {}
    for (code, edition), number in numbers.items():
        try:
            classes[number] = risk_class(code, edition=edition)
        except (DataError, UncoveredError) as error:
            reasons[number] = error.message
    found = classes[which] if len(numbers) else np.zeros(0, dtype=np.int8)
    return found, {int(row): reasons[int(which[row])] for row in np.flatnonzero(found == 0)}


def division_name(code: str, *, edition: str, lang: str) -> str:
    """The name of the division that a code belongs to, in the words of its edition.

    Raises:
        DataError, UncoveredError: as `risk_class`; but a division without a class has its name.

    >>> division_name("84", edition="GB/T 4754-2017", lang="zh")
    '卫生'
    """
    table = _edition(code, edition)
    if code[:2] not in table.names:
        raise _no_class(code, edition, table)
    return table.names[code[:2]].text(lang)


def translate(code: str, *, from_edition: str, to_edition: str) -> str:
    """The code of another edition that holds an industry: its division, or a group where that decides.

    Raises:
        DataError, UncoveredError: as `risk_class`; also where one code became several.

    >>> translate("8412", from_edition="GB/T 4754-2011", to_edition="GB/T 4754-2017")
    '85'
    """
    table, other = _edition(code, from_edition), _edition(code, to_edition)
    if table is other:
        return code
    found = _longest(code, table.translations)
    if found is not None:
        return table.translations[found]
    targets = table.split.get(code[:2])
    if targets is None:
        raise _no_class(code, from_edition, table)
    raise UncoveredError(
        f"industry code {code} ({from_edition}): spread over {' and '.join(targets)} in {to_edition}; "
        f"expected a three-digit code that tells which; give the group",
        code=code, edition=from_edition, targets=targets,
    )


def division_codes(edition: str) -> tuple[str, ...]:
    """The two-digit divisions of an edition, ascending; 96 in 2011, 97 in 2017.

    >>> len(division_codes("GB/T 4754-2011")), len(division_codes("GB/T 4754-2017"))
    (96, 97)
    """
    return tuple(sorted(_edition("01", edition).names))


def _longest(code: str, keys: dict[str, Any]) -> str | None:
    return next((code[:size] for size in range(len(code), 1, -1) if code[:size] in keys), None)


def _edition(code: Any, edition: Any) -> _Edition:
    if not (isinstance(code, str) and code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        raise DataError(
            f"industry code {code!r}: not two to four digits; expected text such as '21', '211' or '2110'; "
            f"keep codes as text, or the leading zero is lost",
            code=code, edition=edition,
        )
    if not isinstance(edition, str) or not edition.strip():
        raise DataError(
            f"industry code {code}: no edition; {_meanings(code)}; expected {_EXPECTED}; give the edition",
            code=code, edition=edition,
        )
    # The standards' own title page writes a long dash: GB/T 4754—2017.
    table = _tables().get(edition.replace("—", "-").strip())
    if table is None:
        raise UncoveredError(
            f"industry code {code}: edition {edition!r} is not in the table; expected {_EXPECTED}; "
            f"for an older edition give the risk class itself",
            code=code, edition=edition,
        )
    return table


def _meanings(code: str) -> str:
    names = [
        f"{edition} reads {table.names[code[:2]].zh}"
        for edition, table in _tables().items() if code[:2] in table.names
    ]
    return ", ".join(names) or "no edition has its division"


def _no_class(code: str, edition: str, table: _Edition) -> UncoveredError:
    division = code[:2]
    groups = [key for key in table.classes if key.startswith(division)]
    if groups:
        listed = ", ".join(f"{key}: class {table.classes[key]}" for key in groups)
        what, to_do = "its class depends on the group", f"expected three digits ({listed}); give the group"
    elif division in table.names:
        what = f"{table.names[division].zh} has no class in 人社部发〔2015〕71号"
        to_do = "expected a division of the 2011 edition; give the risk class that the agency has set"
    else:
        what, to_do = "no such division", "expected a code of that edition; check code and edition"
    return UncoveredError(f"industry code {code} ({edition}): {what}; {to_do}", code=code, edition=edition)


@cache
def _tables() -> dict[str, _Edition]:
    document = json.loads(data_text("industry-2015.json"))
    old, new = _Edition({}, {}, {}, {}), _Edition({}, {}, {}, {})
    for row in document["divisions"]:
        code, targets = row["code"], row["in_2017"]
        old.classes[code] = row["risk_class"]
        old.names[code] = Words(zh=row["zh"], en=row["en"])
        new.classes.update(dict.fromkeys(targets, row["risk_class"]))
        new.translations.update(dict.fromkeys(targets, code))
        divisions = tuple(dict.fromkeys(target[:2] for target in targets))
        if len(divisions) == 1:
            old.translations[code] = divisions[0]
            new.names[divisions[0]] = Words(**row.get("renamed_2017", {"zh": row["zh"], "en": row["en"]}))
        else:
            old.split[code] = tuple(targets)
    new.names.update({code: Words(**words) for code, words in document["names_2017"].items()})
    old.translations.update(document["groups_2011"])
    for division in {target[:2] for target in new.translations} - set(new.translations):
        sources = {old_code for target, old_code in new.translations.items() if target[:2] == division}
        new.split[division] = tuple(sorted(sources))
    return {EDITION_2011: old, EDITION_2017: new}
