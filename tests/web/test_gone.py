"""What was withdrawn says what it was, since when and why, at every door that has its address."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client

from juzheng.catalogue.prepared import prepared
from tests.acts.test_changes import TODAY, hubei_pages, ministry, published  # noqa: F401 - a fixture
from tests.web.visiting import noon  # noqa: F401 - a fixture


def test_withdrawn_pages_leave_a_tombstone(client: Client, loaded, noon, ministry) -> None:  # noqa: F811
    published(ministry, hubei_pages())
    item = "NEG-420000-01"
    title = prepared("hubei-2020").instruments["hubei-2020-32"].title
    doors = (
        f"/items/{item}/",
        f"/items/{item}/guide.pdf",
        f"/ask/?item={item}",
        "/law/hubei-2020-32/",
        f"/letters/?item={item}",
    )
    assert client.get(doors[0]).status_code == 200
    pages = [replace(page, withdraw=True) for page in hubei_pages()]
    published(ministry, pages, key="gone")
    for door in doors:
        answer = client.get(door)
        assert answer.status_code == 410, door
        text = answer.content.decode()
        day = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
        for told in (day, "原因", item if item in door else title):
            assert told in text, (door, told)
        assert "网址可能写错了" not in text
    assert client.get("/items/POS-999/").status_code == 404
