"""A small line chart as SVG, to stand inside a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from ratefloat.atlas.markup import text

WIDTH, HEIGHT = 470, 270
LEFT, RIGHT, TOP, BOTTOM = 44, 92, 14, 40
COLOURS = ("#1f5f99", "#c2571a", "#3b7d4f", "#7a4b94", "#555f6b")
APART = 13
"""The least distance between the labels of two lines."""


@dataclass(frozen=True)
class Line:
    """A named line through points; points that are not finite are left out."""

    name: str
    points: Sequence[tuple[float, float]]

    @property
    def known(self) -> list[tuple[float, float]]:
        """The points that can be drawn."""
        return [(x, y) for x, y in self.points if isfinite(y)]


def chart(lines: Sequence[Line], *, ticks: Sequence[float], under: str) -> str:
    """Lines over a logarithmic axis of numbers above 0, each named at its right end.

    Args:
        ticks: of the horizontal axis; the first and last are its ends.
        under: the words below that axis.
    """
    values = [y for line in lines for _, y in line.known]
    scale = _Scale.over(ticks, values)
    drawn = [line for line in lines if line.known]
    parts = [_axes(scale, ticks, under)]
    parts += [_line(scale, line, COLOURS[i % len(COLOURS)]) for i, line in enumerate(drawn)]
    parts += _names(scale, drawn)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg" '
        f'font-family="inherit" font-size="11">{"".join(parts)}</svg>'
    )


@dataclass(frozen=True)
class _Scale:
    first: float
    last: float
    low: float
    top: float
    step: float

    @classmethod
    def over(cls, ticks: Sequence[float], values: Sequence[float]) -> _Scale:
        """The scale on which all values have room, and 0."""
        top, low = max([0.0, *values]), min([0.0, *values])
        step = _step(max(top, -low))
        return cls(ticks[0], ticks[-1], floor(low / step + 0.1) * step, max(ceil(top / step - 1e-9), 1) * step, step)

    def x(self, value: float) -> float:
        share = (log10(value) - log10(self.first)) / (log10(self.last) - log10(self.first))
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.top - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _step(greatest: float) -> float:
    """The distance between lines of the grid: a round number of which the greatest value holds five at most.

    >>> _step(0.23), _step(0), _step(1.2), _step(0.0008)
    (0.05, 0.02, 0.25, 0.02)
    """
    steps = (size * step for size in (0.01, 0.1, 1.0, 10.0, 100.0) for step in (2.0, 2.5, 5.0, 10.0))
    return next((round(step, 6) for step in steps if 5 * step >= greatest), greatest / 5)


def _axes(scale: _Scale, ticks: Sequence[float], under: str) -> str:
    made = []
    for number in range(round(scale.low / scale.step), round(scale.top / scale.step) + 1):
        y = scale.y(number * scale.step)
        ink = "#aab3bf" if number == 0 else "#e3e7ec"
        made.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{ink}"/>')
        made.append(_text(LEFT - 6, y + 4, f"{number * scale.step:.3g}", "end"))
    for tick in ticks:
        x = scale.x(tick)
        made.append(f'<path d="M{x:.1f} {HEIGHT - BOTTOM}v4" stroke="#aab3bf"/>')
        made.append(_text(x, HEIGHT - BOTTOM + 16, f"{tick:,g}", "middle"))
    made.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, under, "middle"))
    return "".join(made)


def _line(scale: _Scale, line: Line, colour: str) -> str:
    places = [(scale.x(x), scale.y(y)) for x, y in line.known]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colour}"/>' for x, y in places)
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>{dots}'


def _names(scale: _Scale, lines: Sequence[Line]) -> list[str]:
    """The names at the right ends, pushed apart where they would cover each other."""
    ends = sorted(
        (scale.y(line.known[-1][1]), i, scale.x(line.known[-1][0]), line.name) for i, line in enumerate(lines)
    )
    made, last = [], float(TOP - APART)
    lowest = HEIGHT - BOTTOM
    places = []
    for y, *_ in ends:
        last = max(y, last + APART)
        places.append(last)
    for number in range(len(places) - 1, -1, -1):
        limit = lowest if number == len(places) - 1 else places[number + 1] - APART
        places[number] = min(places[number], max(limit, TOP))
    for place, (_, i, x, name) in zip(places, ends, strict=True):
        made.append(
            f'<text x="{x + 8:.1f}" y="{place + 4:.1f}" fill="{COLOURS[i % len(COLOURS)]}">{text(name)}</text>'
        )
    return made


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#5b6675">{text(said)}</text>'
