"""The parts of a page that come from the document: what it is, what it looks at, what it says, what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from ratefloat.atlas.articles import Article, articles
from ratefloat.atlas.definitions import definition_words, window_words
from ratefloat.atlas.markup import both, chinese, facts, listed, table, text
from ratefloat.errors import UncoveredError
from ratefloat.periods import FAR, Review, Window
from ratefloat.policy.base import tables_of
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.table.decision_table import DecisionTable, TableRow
from ratefloat.policy.table.words import ANY, named, said
from ratefloat.rules.operand import Hole
from ratefloat.tables.glossary import term

MARKS = {"S": "S: read in a source", "K": "K: known, not compared with the printed text", "D": "D: derived", "": ""}
LONG = 40
"""The most rows of a decision table that stand open on a page."""


def heading(policy: FloatPolicy) -> str:
    """Title, and the facts of the document."""
    title = policy.title
    under = f'<p class="under">{chinese(title.zh)}</p>' if title.zh != title.en else ""
    end = "" if policy.effective.end == FAR else str(policy.effective.end)
    pairs = [
        ("plan", f"<code>{text(policy.id)}</code>"), ("place", text(policy.jurisdiction)),
        ("instrument", text(policy.source)),
        ("in force", text(f"from {policy.effective.start}" + (f" until {end}" if end else ", no end recorded"))),
        ("review", text(_review(policy.review))), ("window", text(_window(policy.window))),
        ("base rates", text(_base(policy))), ("money", text(policy.currency)), ("owner", text(policy.owner)),
        ("mark", text(MARKS[policy.mark])), ("document", f'<code class="small">{policy.hash[:16]}</code>'),
    ]
    return f"<h1>{text(title.en)}</h1>{under}{facts(pairs)}"


def _review(review: Review | Hole) -> str:
    if isinstance(review, Hole):
        return f"open: {review.what or review.hole}"
    years = review.every_years
    return f"every {'year' if years == 1 else f'{years} years'}, from {review.anchor}"


def _window(window: Window | Hole) -> str:
    return f"open: {window.what or window.hole}" if isinstance(window, Hole) else window_words(window)


def _base(policy: FloatPolicy) -> str:
    if policy.base is None:
        return "none: the rule gives the rates itself"
    if isinstance(policy.base, Hole):
        return f"open: {policy.base.what or policy.base.hole}"
    tables = tables_of(policy.base).items()
    return ", ".join((f"{area}: " if area else "") + f"{made.title.en}, {made.span()}" for area, made in tables)


def holes(policy: FloatPolicy, filled: FloatPolicy | None) -> str:
    """What a template leaves to the agency, and whether an illustration stands in for it on this page."""
    if not policy.holes:
        return ""
    names = listed(f"<b>{text(hole.hole)}</b>{f': {text(hole.what)}' if hole.what else ''}" for hole in policy.holes)
    if filled is None:
        told = "Articles on floating are among them, so there is no decision table, no check and no curve here."
    else:
        told = (
            "What follows under “decision table”, “examples”, “findings” and “incentive” has an <b>illustration</b> in "
            f"these places, which no source has: {text(_illustration(policy, filled))}. "
            "Steps and factors are the law's own."
        )
    return f'<div class="note">This plan is a template; its source leaves open:{names}{told}</div>'


def _illustration(policy: FloatPolicy, filled: FloatPolicy) -> str:
    names = {hole.hole for hole in policy.holes}
    parts = [
        ("base table", f"base rates “{_base(filled)}”"), ("review", f"a review {_review(filled.review)}"),
        ("window", f"a window of {_window(filled.window)}"),
    ]
    return "; ".join(words for name, words in parts if name in names)


def indicators(policy: FloatPolicy) -> str:
    """What the law looks at, each indicator in words."""
    if isinstance(policy.indicators, Hole):
        return f'<h2>What it looks at</h2><p class="soft">Open: {text(policy.indicators.what)}</p>'
    if not policy.indicators:
        return "<h2>What it looks at</h2><p>Nothing but the risk class.</p>"
    rows = []
    for name, made in policy.indicator_map.items():
        english, other = named(policy, name, "en"), named(policy, name, "zh")
        english = term(name, "en") if english == name else english
        rows.append([both(english, other), text(definition_words(made))])
    return f"<h2>What it looks at</h2>{table(['indicator', 'definition'], rows)}"


def rule(policy: FloatPolicy) -> str:
    """The articles in order."""
    head = (
        '<h2>What it says</h2><p class="soft small">The rules in the order in which they apply, each with its clause. '
        "“-” stands where the text gives no rate.</p>"
    )
    return head + _ordered(articles(policy))


def _ordered(found: Sequence[Article]) -> str:
    return f'<ol class="articles">{"".join(map(_item, found))}</ol>'


def _item(article: Article) -> str:
    condition = f'<span class="if">{text(article.condition)}:</span> ' if article.condition else ""
    clause = f' <span class="clause">[{both(*article.clause)}]</span>' if article.clause[0] else ""
    grid = table([text(cell) for cell in article.grid[0]], _escaped(article.grid[1:])) if article.grid else ""
    inner = _ordered(article.inner) if article.inner else ""
    return f"<li>{condition}{text(article.words)}{clause}{grid}{inner}</li>"


def _escaped(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in rows]


def decisions(policy: FloatPolicy) -> str:
    """The decision table in both languages, or what can be said where there is none."""
    head = "<h2>Decision table</h2>"
    try:
        made, other = policy.table(), policy.table(lang="zh")
    except UncoveredError:
        return (
            f"{head}<p>The rule works with amounts as they are, so its cases can not be listed. "
            "Its articles above say how a rate is worked out; the examples below were worked out by them.</p>"
        )
    if not made.links:
        return f"{head}<p>There is nothing to decide: the rule reads only the risk class.</p>{_then(made)}"
    head += '<p class="soft small">One row a case; neighbours that decide alike stand together.</p>'
    return f"{head}{_cases(made)}{_then(made)}<details><summary>{chinese('中文')}</summary>{_cases(other)}</details>"


def _then(made: DecisionTable) -> str:
    return "".join(f"<p>Then {text(words)}.</p>" for words in made.then)


def _cases(made: DecisionTable) -> str:
    parts = []
    for names, results, rows in made.links:
        head = [text(term(name, made.lang)) for name in (*names, *results, said("clauses", made.lang))]
        cells = ([*(_case(cell, made.lang) for cell in row.case), *_told(row, made.lang)] for row in rows)
        shown = table(head, cells)
        parts.append(shown if len(rows) <= LONG else f"<details><summary>{len(rows)} rows</summary>{shown}</details>")
    return "".join(parts)


def _case(cell: str, lang: str) -> str:
    return f'<span class="soft">{text(cell)}</span>' if cell == said(ANY, lang) else text(cell)


def _told(row: TableRow, lang: str) -> list[str]:
    return [*map(text, row.results), text(_clauses(row, lang))]


def _clauses(row: TableRow, lang: str) -> str:
    """The clauses of a case; why a case has no rate is told in English only."""
    if lang == "zh":
        return "文本未作规定" if said("refused", "zh") in row.results else "；".join(row.clauses)
    return "; ".join(row.clauses)


def readings(policy: FloatPolicy) -> str:
    """Where the text is silent or ambiguous, what was chosen, what else it could mean; what was left out; the facts."""
    made = ""
    if policy.readings:
        rows = [[text(one.question), text(one.chosen), text("; ".join(one.instead))] for one in policy.readings]
        made += f"<h2>Readings</h2>{table(['where the text is silent', 'chosen', 'it could also mean'], rows)}"
    if policy.left_out:
        made += f"<h2>Left out</h2>{listed(map(text, policy.left_out))}"
    if policy.facts:
        told = ((name, text(value if isinstance(value, str) else repr(value))) for name, value in policy.facts)
        made += f"<h2>Where the numbers come from</h2>{facts(told)}"
    return made
