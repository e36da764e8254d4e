"""Arithmetic on large networks (大图运算): the one file of the law room that uses numpy and scipy.

It answers the same questions as ``obtaining`` and means the same by them; tests compare the two.
Why the exception: docs/adr/0011-arithmetic-in-the-law-room.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from juzheng.law.demands.reachability import Numbered

Whole = NDArray[np.int32]
Flags = NDArray[np.bool_]
SMALL = 512  # a front of fewer nodes is walked one by one: numpy's overhead would weigh more


@dataclass(frozen=True)
class Arrays:
    """A network as arrays (数组形式的关系图); ``accepts[start[d]:start[d + 1]]`` serve demand d."""

    nodes: int
    owner: Whole
    start: NDArray[np.int64]
    accepts: Whole
    met: Flags
    dead: Flags


def arrays(graph: Numbered) -> Arrays:
    """Return ``graph`` as arrays."""
    sizes = np.fromiter(map(len, graph.accepts), np.int64, len(graph.accepts))
    flat = (node for accepted in graph.accepts for node in accepted)
    met = np.zeros(len(graph.owner), np.bool_)
    met[list(graph.met)] = True
    dead = np.zeros(graph.nodes, np.bool_)
    dead[list(graph.dead)] = True
    return Arrays(
        graph.nodes,
        np.asarray(graph.owner, np.int32),
        np.concatenate(([0], np.cumsum(sizes))),
        np.fromiter(flat, np.int32, int(sizes.sum())),
        met,
        dead,
    )


def had(graph: Numbered) -> Sequence[bool]:
    """Return which nodes can be had, as ``obtaining.had`` does."""
    return [bool(one) for one in obtainable(arrays(graph))]


def obtainable(graph: Arrays) -> Flags:
    """
    Return which nodes can be had: the least fixpoint, front by front.

    Every alternative is looked at once, so time grows with the number of alternatives; a front of
    few nodes is walked without numpy, so that a long chain is no worse than a wide front.
    """
    begin, users = _turned(graph)
    met = graph.met.copy()
    waiting = np.bincount(graph.owner[~met], minlength=graph.nodes).astype(np.int32)
    found: Flags = (waiting == 0) & ~graph.dead
    front: Whole = np.flatnonzero(found).astype(np.int32)
    while front.size:
        if front.size < SMALL:
            front = _walked(graph, front, (begin, users), met, waiting, found)
        else:
            front = _swept(graph, front, (begin, users), met, waiting, found)
    return found


def _turned(graph: Arrays) -> tuple[NDArray[np.int64], Whole]:
    """Return, for each node, where the list of the demands it would meet begins, and the list."""
    alternatives = csr_array(
        (np.ones(graph.accepts.size, np.int8), graph.accepts, graph.start),
        shape=(graph.owner.size, graph.nodes),
    ).tocsc()
    return alternatives.indptr.astype(np.int64), alternatives.indices.astype(np.int32)


def _swept(
    graph: Arrays,
    front: Whole,
    turned: tuple[NDArray[np.int64], Whole],
    met: Flags,
    waiting: Whole,
    found: Flags,
) -> Whole:
    """Meet all demands that a wide front meets, at one stroke; return the next front."""
    begin, users = turned
    sizes = begin[front + 1] - begin[front]
    ends = np.cumsum(sizes)
    places = np.arange(int(ends[-1])) + np.repeat(begin[front] - (ends - sizes), sizes)
    reached = users[places]
    newly = _once(reached[~met[reached]], graph.owner.size)
    met[newly] = True
    owners = graph.owner[newly]
    np.subtract.at(waiting, owners, 1)
    ready = _once(owners[(waiting[owners] == 0) & ~graph.dead[owners]], graph.nodes)
    found[ready] = True
    return ready


def _once(numbers: Whole, below: int) -> Whole:
    """Return each of ``numbers`` once, in linear time: the last to leave its mark stands."""
    marks = np.arange(numbers.size, dtype=np.int32)
    last = np.empty(below, np.int32)
    last[numbers] = marks
    kept: Whole = numbers[last[numbers] == marks]
    return kept


def _walked(
    graph: Arrays,
    front: Whole,
    turned: tuple[NDArray[np.int64], Whole],
    met: Flags,
    waiting: Whole,
    found: Flags,
) -> Whole:
    """Walk on from a narrow front, one node at a time, until it is wide; return what is left."""
    begin, users, owner = turned[0].data, turned[1].data, graph.owner.data
    is_met, left, is_dead = met.data, waiting.data, graph.dead.data
    is_found = found.data
    ready = front.tolist()
    while ready and len(ready) < 2 * SMALL:
        node = ready.pop()
        for place in range(begin[node], begin[node + 1]):
            demand = users[place]
            if is_met[demand]:
                continue
            is_met[demand] = True
            whose = owner[demand]
            left[whose] -= 1
            if left[whose] == 0 and not is_dead[whose]:
                is_found[whose] = True
                ready.append(whose)
    return np.asarray(ready, np.int32)


def tied(graph: Arrays, found: Flags) -> tuple[Whole, Whole]:
    """
    Return the nodes that lead back to themselves (死结中的节点), and the number of their component.

    Only demands that nothing meets count, so what comes back is where cycles live.
    """
    row = np.repeat(np.arange(graph.owner.size), np.diff(graph.start))
    opened = np.zeros(graph.owner.size, np.bool_)
    opened[row[found[graph.accepts]]] = True
    shut = ~(graph.met | opened)
    kept = shut[row]
    source, target = graph.owner[row[kept]], graph.accepts[kept]
    core, inverse = np.unique(np.concatenate((source, target)), return_inverse=True)
    begins, ends = inverse[: source.size], inverse[source.size :]
    size = core.size
    edges = csr_array((np.ones(begins.size, np.int8), (begins, ends)), shape=(size, size))
    _, label = connected_components(edges, directed=True, connection="strong")
    cyclic = np.bincount(label, minlength=size)[label] > 1
    cyclic[begins[begins == ends]] = True
    return core[cyclic].astype(np.int32), label[cyclic].astype(np.int32)


def groups(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Return the strongly connected components, as ``obtaining.groups`` does.

    scipy numbers them so that those that lead on nowhere come first, as Tarjan's algorithm and
    Pearce's do; ``obtaining.cut`` relies on it and a test holds it to that.
    """
    sizes = np.fromiter(map(len, edges), np.int64, len(edges))
    flat = (node for onward in edges for node in onward)
    target = np.fromiter(flat, np.int32, int(sizes.sum()))
    graph = csr_array(
        (np.ones(target.size, np.int8), target, np.concatenate(([0], np.cumsum(sizes)))),
        shape=(len(edges), len(edges)),
    )
    count, label = connected_components(graph, directed=True, connection="strong")
    order = np.argsort(label, kind="stable")
    ends = np.cumsum(np.bincount(label, minlength=count))
    return [part.tolist() for part in np.split(order, ends[:-1])]
