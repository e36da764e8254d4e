"""The picture of a cycle: the same as its table, readable, and safe with any names."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.faults import Law
from juzheng.outside.demand_files import read
from juzheng.web.shared.demands import graph_picture
from juzheng.web.shared.demands.graph_picture import (
    MOST_NODES,
    Edge,
    Node,
    Picture,
    TooLarge,
    of_cycle,
    picture,
)
from tests.conftest import NOON

SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(made.svg)


def boxes(root: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(box.get("x", "")), float(box.get("y", ""))) for box in root.iter(f"{SVG}rect")]


@pytest.fixture(scope="module")
def inheritance() -> Picture:
    network = read(Path("docs/examples/inheritance.json"), catalogue().items.keys())
    found = examine(network, Law(catalogue(), NOON.date()))
    return of_cycle(network, found.cycles[0], found.cut.demands)


def test_the_loop_is_drawn_with_its_entrance_and_its_cut(inheritance: Picture) -> None:
    root = drawn(inheritance)
    words = "".join(root.itertext())
    for name in (
        "取已故父亲的存款",
        "某银行",
        "继承公证书",
        "某公证处",
        "某派出所",
        "某社区居委会",
    ):
        assert name in words
    assert len(boxes(root)) == 4
    assert len(list(root.iter(f"{SVG}path"))) == 1 + 4  # the arrow's head, and four arrows
    assert words.count("建议取消") == 2  # once drawn, once in the description


def test_who_cannot_see_it_gets_the_same(inheritance: Picture) -> None:
    root = drawn(inheritance)
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    told = {each.get("id"): each.text or "" for each in root if each.get("id") in named}
    assert set(told) == set(named)
    assert all(told.values())
    for row in inheritance.rows:
        assert f"“{row.what}”，要先有“{row.needs}”" in told["jz-graph-desc"]
    assert [row.what for row in inheritance.rows if row.cut] == ["亲属关系证明"]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    count = draw(st.integers(0, 12))
    name = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
    nodes = [Node(str(n), draw(name), draw(name)) for n in range(count)]
    one = st.integers(0, count - 1).map(str)
    edges = draw(st.lists(st.builds(Edge, one, one, st.booleans()), max_size=15)) if count else []
    return nodes, edges


@given(graphs())
def test_any_graph_is_drawn_without_boxes_on_each_other(
    graph: tuple[list[Node], list[Edge]],
) -> None:
    nodes, edges = graph
    made = picture(nodes, edges, "图")
    root = drawn(made)
    places = boxes(root)
    assert len(places) == len(nodes)
    assert len(made.rows) == len(edges)
    assert len(list(root.iter(f"{SVG}path"))) == 1 + len(edges)
    width, height = (float(each) for each in (root.get("viewBox") or "").split()[2:])
    for number, (x, y) in enumerate(places):
        assert 0 <= x <= width - graph_picture.WIDTH
        assert 0 <= y <= height - graph_picture.HEIGHT
        assert all(
            abs(x - other_x) >= graph_picture.WIDTH or abs(y - other_y) >= graph_picture.HEIGHT
            for other_x, other_y in places[:number]
        )


def test_what_is_needed_stands_below_what_needs_it_unless_it_leads_back() -> None:
    nodes = [Node(letter, letter) for letter in "abcd"]
    edges = [Edge("a", "b"), Edge("a", "d"), Edge("b", "c"), Edge("c", "d"), Edge("d", "b")]
    _, b, c, d = (y for _, y in boxes(drawn(picture(nodes, edges, "图"))))
    assert b < c < d


def test_a_long_name_is_cut_short_and_kept_whole_in_its_title() -> None:
    name = "关于申请办理已故父亲名下存款继承手续的全部材料"
    root = drawn(picture([Node("a", name)], [], "图"))
    shown = next(text for text in root.iter(f"{SVG}text") if text.find(f"{SVG}title") is not None)
    title = shown.find(f"{SVG}title")
    assert title is not None
    assert title.text == name
    assert (title.tail or "").endswith("…")
    assert len(title.tail or "") <= graph_picture.LINE


def test_names_are_text_and_never_markup() -> None:
    made = picture([Node("a", "<script>", '"&')], [], "<b>")
    assert "<script>" not in made.svg
    assert "<b>" not in made.svg


def test_a_picture_that_nobody_could_read_is_not_drawn() -> None:
    nodes = [Node(str(n), "x") for n in range(MOST_NODES + 1)]
    with pytest.raises(TooLarge):
        picture(nodes, [], "图")
    assert picture(nodes[:-1], [], "图").svg


def test_two_pictures_on_a_page_share_no_id() -> None:
    nodes, edges = [Node("a", "甲"), Node("b", "乙")], [Edge("a", "b"), Edge("b", "a")]
    ids = [
        {each.get("id") for each in drawn(picture(nodes, edges, "图", key=key)).iter()} - {None}
        for key in ("one", "two")
    ]
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]
    assert picture(nodes, edges, "图", key="one").svg.count("url(#one-head)") == 2
