"""The picture of a cycle (循环示意图): a server-side SVG in layers, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from juzheng.law.demands.cycles import CycleFound
from juzheng.law.demands.network import Network

MOST_NODES = 60
WIDTH, HEIGHT = 208, 64  # of a box, in px
ACROSS, DOWN = 56, 72  # between boxes, and between layers
MARGIN = 24
STEP = 24  # between the lanes at the side
LINE = 13  # full-width characters in a line of 14 px, with the box's padding


class TooLarge(ValueError):
    """More than sixty nodes cannot be read in a picture (图太大): show the table alone."""


@dataclass(frozen=True)
class Node:
    """A box (图中的材料或事项): what, by whom."""

    id: str
    name: str
    body: str = ""


@dataclass(frozen=True)
class Edge:
    """An arrow (图中的要求): to have ``source``, bring ``target``."""

    source: str
    target: str
    cut: bool = False  # proposed to be cancelled


@dataclass(frozen=True)
class ArrowRow:
    """One line of the table (表格一行) that says what an arrow says."""

    what: str
    body: str
    needs: str
    cut: bool


@dataclass(frozen=True)
class Picture:
    """A graph as a picture and as a table (示意图和表格), the same in both."""

    svg: SafeString
    rows: tuple[ArrowRow, ...]


def of_cycle(
    network: Network, cycle: CycleFound, cancelled: Iterable[str] = (), *, key: str = "jz-graph"
) -> Picture:
    """
    Return the picture of one cycle, with the matters that lead into it.

    :param cancelled: ids of the demands that are proposed to be cancelled
    """
    cut = set(cancelled)
    steps = cycle.steps
    nodes = [Node(step.owner, network.name(step.owner), step.body) for step in steps]
    following = [*steps[1:], steps[0]]
    edges = [
        Edge(step.owner, after.owner, step.demand in cut)
        for step, after in zip(steps, following, strict=True)
    ]
    inside = {step.owner for step in steps}
    for matter in cycle.reached_from:
        into = [
            (demand, paper)
            for demand in network.of(matter)
            for paper in demand.papers
            if paper in inside and matter not in inside
        ]
        if into:
            body = network.body(matter)
            nodes.insert(0, Node(matter, network.name(matter), body.name if body else ""))
            edges += [Edge(matter, paper, demand.id in cut) for demand, paper in into]
    return picture(nodes, edges, _("循环证明示意图"), key=key)


def picture(
    nodes: Sequence[Node], edges: Sequence[Edge], title: str, *, key: str = "jz-graph"
) -> Picture:
    """
    Return ``nodes`` and ``edges`` as an SVG of our own layered layout, and as a table.

    Boxes stand in layers: what is needed stands below what needs it; arrows that lead back up are
    drawn at the side, for they are the point. Colours come from the page's own variables.

    :param key: begins the ids inside; each picture of a page needs its own
    :raises TooLarge: for more than sixty nodes
    """
    if len(nodes) > MOST_NODES:
        raise TooLarge(len(nodes))
    rows = _rows(nodes, edges)
    place = _places(_layers(nodes, edges))
    return Picture(mark_safe(_svg(nodes, edges, place, (key, title), rows)), rows)  # noqa: S308  # escaped


def _rows(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[ArrowRow, ...]:
    named = {node.id: node for node in nodes}
    return tuple(
        ArrowRow(
            named[edge.source].name, named[edge.source].body, named[edge.target].name, edge.cut
        )
        for edge in edges
    )


def _layers(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[list[str]]:
    """
    Return the nodes in layers, each as far down as the longest way to it that leads forward.

    An arrow leads back if a walk in the given order meets it within the way it came.
    """
    onward: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        onward[edge.source].append(edge.target)
    forward = _forward(nodes, onward)
    depth = {node.id: 0 for node in nodes}
    for source in forward:  # every node stands behind all that lead to it
        for target in forward[source]:
            depth[target] = max(depth[target], depth[source] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in nodes:
        layers[depth[node.id]].append(node.id)
    return layers


def _forward(nodes: Sequence[Node], onward: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the arrows without those that lead back, sources before their targets."""
    done: dict[str, list[str]] = {}
    way: set[str] = set()

    def walk(node: str) -> None:
        way.add(node)
        kept = [target for target in onward[node] if target not in way]
        for target in kept:
            if target not in done:
                walk(target)
        way.discard(node)
        done[node] = kept

    for node in nodes:
        if node.id not in done:
            walk(node.id)
    return dict(reversed(done.items()))


def _places(layers: list[list[str]]) -> dict[str, tuple[int, int]]:
    """Return the upper left corner of each box, layers centred on each other."""
    widest = max((len(layer) for layer in layers), default=1)
    full = widest * WIDTH + (widest - 1) * ACROSS
    return {
        node: (
            MARGIN + (full - len(layer) * WIDTH - (len(layer) - 1) * ACROSS) // 2
            + at * (WIDTH + ACROSS),
            2 * MARGIN + depth * (HEIGHT + DOWN),
        )
        for depth, layer in enumerate(layers)
        for at, node in enumerate(layer)
    }  # fmt: skip


def _svg(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    place: dict[str, tuple[int, int]],
    named: tuple[str, str],
    rows: Sequence[ArrowRow],
) -> str:
    key, title = named
    lanes_needed = sum(_by_the_side(edge, place) for edge in edges)
    right = max((x for x, _y in place.values()), default=0) + WIDTH
    width = right + MARGIN + STEP * lanes_needed
    height = max((y for _x, y in place.values()), default=0) + HEIGHT + MARGIN
    lanes = iter(range(lanes_needed))
    told = "；".join(_in_words(row) for row in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="jz-graph" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-labelledby="{key}-title {key}-desc">',
        f'<title id="{key}-title">{escape(title)}</title>',
        f'<desc id="{key}-desc">{escape(told)}</desc>',
        _head(key),
        *(
            _arrow(key, edge, place, next(lanes) if _by_the_side(edge, place) else None)
            for edge in edges
        ),
        *(_box(node, place[node.id]) for node in nodes),
        "</svg>",
    ]
    return "".join(parts)


def _in_words(row: ArrowRow) -> str:
    words = _("{body}办“{what}”，要先有“{needs}”").format(
        body=row.body, what=row.what, needs=row.needs
    )
    return words + (_("（建议取消）") if row.cut else "")


def _head(key: str) -> str:
    return (
        f'<defs><marker id="{key}-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
        'markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" '
        'fill="context-stroke"/></marker></defs>'
    )


def _by_the_side(edge: Edge, place: dict[str, tuple[int, int]]) -> bool:
    """Whether an arrow leads back, or so far down that it would run behind other boxes."""
    down = place[edge.target][1] - place[edge.source][1]
    return not 0 < down <= HEIGHT + DOWN


def _arrow(key: str, edge: Edge, place: dict[str, tuple[int, int]], lane: int | None) -> str:
    (x1, y1), (x2, y2) = place[edge.source], place[edge.target]
    if lane is None:
        middle = y1 + HEIGHT + DOWN // 2
        start, end = x1 + WIDTH // 2, x2 + WIDTH // 2
        path = f"M{start} {y1 + HEIGHT}C{start} {middle} {end} {middle} {end} {y2 - 2}"
        label = (start + end) // 2 + 10, middle + 5
    else:
        path = _round(edge, place, lane)
        label = x1 + WIDTH + 6, y1 + HEIGHT - 6
    colour = "var(--jz-graph-cut, #b3261e)" if edge.cut else "var(--jz-graph-line, #4a4a4a)"
    dashes = ' stroke-dasharray="7 5"' if edge.cut else ""
    drawn = (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"'
        f'{dashes} marker-end="url(#{key}-head)"/>'
    )
    return drawn + (_label(label, _("建议取消"), colour) if edge.cut else "")


def _round(edge: Edge, place: dict[str, tuple[int, int]], lane: int) -> str:
    """
    Return a way to the right, along a lane of its own, and in again, past all other boxes.

    A box at the right end of its layer is left and entered at its side, any other one from below
    and from above, through the space between the layers.
    """
    (x1, y1), (x2, y2) = place[edge.source], place[edge.target]
    across = lane * STEP + max(x for x, _y in place.values()) + WIDTH + STEP
    if _rightmost(edge.source, place):
        out, way = y1 + HEIGHT // 2 + 8, f"M{x1 + WIDTH} {y1 + HEIGHT // 2 + 8}"
    else:
        aside, out = x1 + WIDTH - 20 - 6 * (lane % 6), y1 + HEIGHT + 14 + 6 * (lane % 4)
        way = f"M{aside} {y1 + HEIGHT}V{out}"
    if _rightmost(edge.target, place):
        into, end = y2 + HEIGHT // 2 - 8, f"H{x2 + WIDTH + 2}"
    else:
        aside, into = x2 + WIDTH - 20 - 6 * (lane % 6), y2 - 20 - 6 * (lane % 4)
        end = f"H{aside}V{y2 - 2}"
    return f"{way}H{across}V{into}{end}"


def _rightmost(node: str, place: dict[str, tuple[int, int]]) -> bool:
    x, y = place[node]
    return all(other_x <= x for other_x, other_y in place.values() if other_y == y)


def _label(at: tuple[int, int], text: str, colour: str) -> str:
    return (
        f'<text x="{at[0]}" y="{at[1]}" font-size="14" fill="{colour}" '
        f'font-family="sans-serif">{escape(text)}</text>'
    )


def _box(node: Node, at: tuple[int, int]) -> str:
    x, y = at
    centre = x + WIDTH // 2
    return (
        f'<g><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="4" '
        f'fill="var(--jz-graph-paper, #ffffff)" stroke="var(--jz-graph-line, #4a4a4a)" '
        f'stroke-width="1.5"/>'
        f'<text x="{centre}" y="{y + 27}" text-anchor="middle" font-size="15" font-weight="600" '
        f'font-family="sans-serif" fill="var(--jz-graph-text, #1a1a1a)">'
        f"<title>{escape(node.name)}</title>{escape(_short(node.name))}</text>"
        f'<text x="{centre}" y="{y + 50}" text-anchor="middle" font-size="14" '
        f'font-family="sans-serif" fill="var(--jz-graph-soft, #4a4a4a)">'
        f"{escape(_short(node.body))}</text></g>"
    )


def _short(text: str) -> str:
    """Return ``text`` as far as it fits into a box; a letter takes half a character's room."""
    room = 0.0
    for place, character in enumerate(text):
        room += 1 if ord(character) > 0x2E80 else 0.55
        if room > LINE:
            return text[: place - 1] + "…"
    return text
