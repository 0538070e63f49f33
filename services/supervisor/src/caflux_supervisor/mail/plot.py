"""A small plot of what PVs did in the last hour, as PNG."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 1200, 360
"""Drawn at twice the size that it is shown in."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 130, 20, 24, 40
_COLOURS = ("#1971c2", "#e8590c", "#2f9e44", "#9c36b5")
_GRID, _INK = "#dee2e6", "#495057"
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A PV's samples: times (ns) and numbers, in order; a value is held until the next."""

    name: str
    points: Sequence[tuple[int, float]]


def draw(lines: Sequence[Line], start: int, stop: int, zone: str) -> bytes | None:
    """Draw PVs from start to stop (ns since 1970) on one scale; None where there is no number to draw."""
    values = [value for line in lines for _, value in line.points]
    if not values:
        return None
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=20)
    scale = marks(min(values), max(values))
    low, high = scale[0], scale[-1]
    _axes(pen, font, scale, (start, stop), zone)
    for line, colour in zip(lines, _COLOURS, strict=False):
        corners = _steps(line.points, stop)
        path = [(_x(time, start, stop), _y(value, low, high)) for time, value in corners]
        if len(path) > 1:
            pen.line(path, fill=colour, width=3, joint="curve")
    _names(pen, font, [line.name for line in lines])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def marks(low: float, high: float) -> list[float]:
    """Give round numbers, evenly apart, the first and the last of which have all values between them."""
    quarter = high / 4 - low / 4 or abs(high) / 4 or 0.25
    size = 10.0 ** math.floor(math.log10(quarter))
    step = next(part * size for part in (1, 2, 2.5, 5, 10, 20) if part * size >= quarter)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, last + (first == last) + 1)]


def _steps(points: Sequence[tuple[int, float]], stop: int) -> list[tuple[int, float]]:
    corners: list[tuple[int, float]] = []
    for time, value in points:
        if corners:
            corners.append((time, corners[-1][1]))
        corners.append((time, value))
    return [*corners, (stop, corners[-1][1])] if corners else []


def _x(time: int, start: int, stop: int) -> float:
    inside = min(max(time, start), stop)
    return _LEFT + (inside - start) / (stop - start) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, low: float, high: float) -> float:
    return _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(
    pen: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    scale: Sequence[float],
    times: tuple[int, int],
    zone: str,
) -> None:
    for value in scale:
        y = _y(value, scale[0], scale[-1])
        pen.line([(_LEFT, y), (_WIDTH - _RIGHT, y)], fill=_GRID)
        pen.text((_LEFT - 10, y), f"{value:.6g}", fill=_INK, font=font, anchor="rm")
    start, stop = times
    for part in range(5):
        time = start + (stop - start) * part // 4
        label = f"{datetime.fromtimestamp(time / _NS, ZoneInfo(zone)):%H:%M}"
        anchor = "la" if part == 0 else "ra" if part == 4 else "ma"
        pen.text((_x(time, start, stop), _HEIGHT - _BOTTOM + 10), label, fill=_INK, font=font, anchor=anchor)


def _names(
    pen: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, names: Sequence[str]
) -> None:
    x = float(_LEFT + 10)
    for name, colour in zip(names, _COLOURS, strict=False):
        pen.text((x, 0), name[:40], fill=colour, font=font)
        x += pen.textlength(name[:40], font=font) + 24
