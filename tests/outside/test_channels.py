"""Channels: what ships keeps the text and says that nobody posted it (公布渠道)."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import get_type_hints

import pytest

from juzheng.law.catalogue.publications import ChannelKind
from juzheng.outside import channels, renderings
from juzheng.outside.channels import Channel, NotDelivered, NullChannel
from tests.outside.test_renderings import WHOLE

POST = renderings.weibo(WHOLE)


def test_what_ships_answers_to_the_same_calls() -> None:
    of_protocol = inspect.signature(Channel.deliver)
    shipped = inspect.signature(NullChannel.deliver)
    assert of_protocol == shipped
    assert get_type_hints(Channel.deliver) == get_type_hints(NullChannel.deliver)
    channel: Channel = NullChannel(ChannelKind.WEIBO, Path())
    assert channel.kind is ChannelKind.WEIBO


@pytest.mark.parametrize("kind", ChannelKind)
def test_it_keeps_the_text_and_says_that_a_person_has_to_post_it(
    kind: ChannelKind, tmp_path: Path
) -> None:
    receipt = NullChannel(kind, tmp_path).deliver(WHOLE, POST)
    assert (tmp_path / receipt.place).read_bytes() == POST.body
    assert receipt.by_hand
    assert "人工发布" in receipt.says
    assert kind.label in receipt.says
    assert receipt.digest == POST.digest


def test_delivering_again_changes_nothing_and_leaves_no_litter(tmp_path: Path) -> None:
    channel = NullChannel(ChannelKind.WEIBO, tmp_path)
    assert channel.deliver(WHOLE, POST) == channel.deliver(WHOLE, POST)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [POST.name]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotDelivered, match="数据目录"):
        NullChannel(ChannelKind.WEIBO, tmp_path / "file").deliver(WHOLE, POST)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a\\b", ".hidden", "a\0b"])
def test_nothing_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        channels._safe(name)
