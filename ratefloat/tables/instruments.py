"""Legal instruments by their short names, and short English clauses in the statutory Chinese form."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from ratefloat.errors import UncoveredError
from ratefloat.tables.chinese_numerals import chinese_numeral


class Instrument(NamedTuple):
    """A law, regulation or notice: its short names and how each language cites it."""

    aliases: tuple[str, ...]
    zh: str
    """As a clause cites it: number of a notice, title of a law."""
    en: str
    title_zh: str


INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument(
        ("SIL",), "社会保险法",
        "Social Insurance Law (2010, amended 2018)", "中华人民共和国社会保险法",
    ),
    Instrument(
        ("WIIR", "regulation 375", "order 375"), "工伤保险条例",
        "Regulation on Work-Injury Insurance (order 375 of 2003, amended by order 586 of 2010)",
        "工伤保险条例",
    ),
    Instrument(
        ("notice 2003-29", "notice 29"), "劳社部发〔2003〕29号",
        "Notice 29 of 2003 on work-injury premium rates", "关于工伤保险费率问题的通知",
    ),
    Instrument(
        ("notice 2015-71", "notice 71"), "人社部发〔2015〕71号",
        "Notice 71 of 2015 on adjusting work-injury premium rates", "关于调整工伤保险费率政策的通知",
    ),
    Instrument(
        ("notice 2015-72", "notice 72"), "人社部发〔2015〕72号",
        "Notice 72 of 2015 on rates and fund management",
        "关于做好工伤保险费率调整 进一步加强基金管理的指导意见",
    ),
    Instrument(
        ("notice 2018-25", "notice 25"), "人社部发〔2018〕25号",
        "Notice 25 of 2018 on the phase reduction of premium rates", "关于继续阶段性降低社会保险费率的通知",
    ),
    Instrument(
        ("notice 2023-19", "notice 19"), "人社部发〔2023〕19号",
        "Notice 19 of 2023 prolonging the phase reduction",
        "关于阶段性降低失业保险、工伤保险费率有关问题的通知",
    ),
    Instrument(
        ("order 10",), "部分行业企业工伤保险费缴纳办法",
        "Order 10 of 2010 on premiums where wages are hard to establish", "部分行业企业工伤保险费缴纳办法",
    ),
    Instrument(
        ("order 15",), "社会保险基金先行支付暂行办法",
        "Order 15 of 2011 on advance payment by the fund", "社会保险基金先行支付暂行办法",
    ),
    Instrument(
        ("notice 2017-13", "prevention rule"), "人社部规〔2017〕13号",
        "Rule 13 of 2017 on the use of the prevention fee", "工伤预防费使用管理暂行办法",
    ),
    Instrument(
        ("JX33", "Jiangxi 2023-33"), "赣人社发〔2023〕33号",
        "Jiangxi rule 33 of 2023 on work-injury premium rates", "江西省工伤保险费率管理办法",
    ),
)
"""The instruments that definitions cite by a short name."""


def instrument(name: str) -> Instrument:
    """The instrument of a short name, in any case.

    Raises:
        UncoveredError: the name is not listed.

    >>> instrument("notice 71").zh
    '人社部发〔2015〕71号'
    """
    found = _by_alias().get(name.casefold())
    if found is None:
        names = ", ".join(entry.aliases[0] for entry in INSTRUMENTS)
        raise UncoveredError(f"instrument {name!r}: not listed; expected one of {names}", name=name)
    return found


def clause_zh(text: str) -> str:
    """The statutory Chinese form of a short English clause; text that is none comes back unchanged.

    Article and clause are 条 (a notice's numbered heads are cited so), paragraph 款, item 项, section 节,
    chapter 章, annex 附件.

    >>> clause_zh("notice 71, art. 2"), clause_zh("art. 12(3)"), clause_zh("WIIR arts. 8-9")
    ('人社部发〔2015〕71号第二条', '第十二条第（三）项', '工伤保险条例第八条至第九条')
    >>> clause_zh("as the agency decides")
    'as the agency decides'
    """
    written: list[str] = []
    rest = text.strip()
    head = _instrument_pattern().match(rest)
    if head:
        written.append(instrument(head[1]).zh)
        rest = rest[head.end():]
    while rest:
        place = _place(rest)
        if place is None:
            return text
        phrase, rest = place
        written.append(phrase)
    return "".join(written) or text


_SEPARATOR = r"(?:\s*,\s*|\s+|$)"
_ARTICLE, _PARAGRAPH, _ITEM = r"art(?:icle|\.)|clause|cl\.", r"para(?:graph|\.)", r"item"


def _ordinal(unit: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"第{chinese_numeral(int(match[1]))}{unit}"


_PLACES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(rf"{pattern}{_SEPARATOR}", re.IGNORECASE), write)
    for pattern, write in (
        (rf"(?:{_ARTICLE})\s*(\d{{1,3}})\s*\(\s*(\d{{1,3}})\s*\)",
         lambda match: f"第{chinese_numeral(int(match[1]))}条第（{chinese_numeral(int(match[2]))}）项"),
        (r"(?:arts\.|articles)\s*(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})",
         lambda match: f"第{chinese_numeral(int(match[1]))}条至第{chinese_numeral(int(match[2]))}条"),
        (rf"(?:{_ARTICLE})\s*(\d{{1,3}})", _ordinal("条")),
        (rf"(?:{_PARAGRAPH})\s*(\d{{1,3}})", _ordinal("款")),
        (rf"{_ITEM}\s*\(?(\d{{1,3}})\)?", lambda match: f"第（{chinese_numeral(int(match[1]))}）项"),
        (r"section\s*(\d{1,3})", _ordinal("节")),
        (r"chapter\s*(\d{1,3})", _ordinal("章")),
        (r"annex\s*(\d{1,3})", lambda match: f"附件{match[1]}"),
        (r"annex", lambda match: "附件"),
    )
)


def _place(text: str) -> tuple[str, str] | None:
    for pattern, write in _PLACES:
        match = pattern.match(text)
        if match:
            return write(match), text[match.end():]
    return None


@cache
def _by_alias() -> dict[str, Instrument]:
    return {alias.casefold(): entry for entry in INSTRUMENTS for alias in entry.aliases}


@cache
def _instrument_pattern() -> re.Pattern[str]:
    names = sorted(_by_alias(), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, names))}){_SEPARATOR}", re.IGNORECASE)
