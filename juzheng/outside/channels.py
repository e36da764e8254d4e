"""Channels (公布渠道): what carries a publication out of the house, and what ships in its place.

No account of Weibo, WeChat or a portal is called by anything here: what ships keeps the finished
text in a folder, and its receipt says that a person has to post it. A region that has an account
writes a class with the one method of ``Channel`` and names it in its own settings.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from juzheng.law.catalogue.publications import ChannelKind, Publication
from juzheng.outside.renderings import Rendering


class NotDelivered(Exception):
    """The channel did not take it (未送达); trying again later is safe."""


@dataclass(frozen=True)
class Receipt:
    """What a channel answers (回执)."""

    place: str  # an address, or a file below the folder for posting by hand
    digest: str  # of the bytes that it took
    by_hand: bool  # True: a person still has to post it
    says: str


class Channel(Protocol):
    """One way out (渠道接口)."""

    @property
    def kind(self) -> ChannelKind:
        """Return which channel it is."""

    def deliver(self, publication: Publication, rendering: Rendering) -> Receipt:
        """
        Carry ``rendering`` out and return the receipt; safe to call again with the same.

        :raises NotDelivered: if the channel did not take it
        """


@dataclass(frozen=True)
class NullChannel:
    """The channel that ships (人工发布): it keeps the text where a person finds it."""

    kind: ChannelKind
    folder: Path

    def deliver(self, publication: Publication, rendering: Rendering) -> Receipt:
        """
        Keep ``rendering`` below the folder, whole or not at all, and say that nobody posted it yet.

        :raises NotDelivered: if the folder cannot be written
        """
        place = f"{_safe(publication.id)}/{self.kind.value}/{_safe(rendering.name)}"
        try:
            _keep(self.folder / place, rendering.body)
        except OSError as failure:
            what = f"文稿没有存下：{failure.strerror}。请检查数据目录的空间和权限后重试。"
            raise NotDelivered(what) from failure
        says = f"文稿已备好，请人工发布到{self.kind.label}。"
        return Receipt(place, rendering.digest, by_hand=True, says=says)


@dataclass(frozen=True)
class OwnSite:
    """Our own pages and open data (本站): they say it from the moment it is published."""

    kind: ChannelKind

    def deliver(self, publication: Publication, rendering: Rendering) -> Receipt:
        """Return that nothing is left to do: the site reads what is published."""
        says = "本站网页和开放数据已更新。"
        return Receipt(publication.url, rendering.digest, by_hand=False, says=says)


def _safe(name: str) -> str:
    """Return ``name`` if it is one plain part of a path; nothing may lead out of the folder."""
    if not name or name.startswith(".") or any(mark in name for mark in "/\\\0"):
        raise ValueError(f"not a plain file name: {name!r}")
    return name


def _keep(path: Path, body: bytes) -> None:
    """Write ``body`` beside its place and move it there: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keeping-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
