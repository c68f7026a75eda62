"""The little HTML that pages need: escaped text, tables, and a document that loads nothing from outside."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

STYLE = """
:root { --ink: #1d2430; --soft: #5b6675; --line: #d9dee5; --tint: #f5f7f9; --link: #1f5f99; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.2rem 1.4rem 4rem; max-width: 66rem; color: var(--ink); background: #fff;
  font: 15px/1.55 "Source Sans 3", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "Hiragino Sans", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .2rem; font-weight: 650; }
h2 { font-size: 1.13rem; margin: 2.4rem 0 .6rem; padding-top: .7rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
.under { font-size: 1.08rem; color: var(--soft); margin: 0 0 1.2rem; }
p, ul, ol { margin: .5rem 0; } li { margin: .2rem 0; } a { color: var(--link); }
.soft, .soft td { color: var(--soft); } .small { font-size: .86rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .87rem; line-height: 1.4; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .28rem .9rem .28rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); border-bottom-color: #aab3bf; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n, .place { white-space: nowrap; }
table.facts th { width: 11rem; border-bottom-color: var(--line); }
ol.articles { padding-left: 1.5rem; } ol.articles ol { list-style: lower-alpha; }
.if { color: var(--link); } .clause { color: var(--soft); font-size: .86rem; }
.note { background: var(--tint); border-left: 3px solid #b8862b; padding: .5rem .8rem; margin: .8rem 0; }
.tag { font-size: .76rem; padding: .05rem .45rem; border-radius: .6rem; border: 1px solid currentColor; }
.error { color: #a6261d; } .warning { color: #9a6500; } .good { color: #1f6b3a; }
.figures { display: flex; flex-wrap: wrap; gap: 1.2rem; margin: .6rem 0; } figure { margin: 0; flex: 1 1 25rem; }
figcaption { font-size: .86rem; color: var(--soft); margin-bottom: .3rem; } svg { width: 100%; height: auto; }
summary { cursor: pointer; color: var(--link); margin: .5rem 0; } img { max-width: 100%; }
footer { margin-top: 3rem; color: var(--soft); font-size: .82rem;
  border-top: 1px solid var(--line); padding-top: .7rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } .scroll { overflow: visible; } h2 { break-after: avoid; }
  figure, tr, li { break-inside: avoid; } table { font-size: 8pt; } td, th { padding-right: .5rem; }
  summary { display: none; } details::details-content { content-visibility: visible; height: auto; }
  a { color: inherit; text-decoration: none; }
}
"""


def text(value: object) -> str:
    """A value as text that is safe inside HTML.

    >>> text("x < 5 & 'y'")
    'x &lt; 5 &amp; &#x27;y&#x27;'
    """
    return html.escape(str(value))


def chinese(value: str) -> str:
    """Chinese text, marked as such so that a reader's font fits."""
    return f'<span lang="zh-Hans">{text(value)}</span>'


def both(english: str, other: str) -> str:
    """Text in English and Chinese, once where they are the same.

    >>> both("art. 5", "art. 5")
    'art. 5'
    """
    return text(english) if english == other else f"{text(english)} &nbsp;{chinese(other)}"


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = (), soft: bool = False
) -> str:
    """A table of cells that are HTML already; columns of numbers stand right."""
    right = dict.fromkeys(numbers, ' class="n"')

    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}{right.get(i, '')}>{cell}</{tag}>" for i, cell in enumerate(row))

    body = "\n".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    mark = ' class="soft"' if soft else ""
    return (
        f'<div class="scroll"><table{mark}><thead><tr>{cells(head, "th")}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what is said of them, HTML already; those without a value are left out."""
    rows = "\n".join(f"<tr><th>{text(name)}</th><td>{said}</td></tr>" for name, said in pairs if said)
    return f'<table class="facts">{rows}</table>'


def listed(items: Iterable[str]) -> str:
    """A list of items that are HTML already."""
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def document(title: str, body: str) -> str:
    """A whole page; it needs nothing but itself."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
