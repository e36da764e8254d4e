"""Rehearsals (试发布): what is to be published is shown once, everywhere, before it is.

The doors know the pages and the acts don't know the doors, so the settings name how their pages
are tried. What a change breaks is then said to the officer, not to every visitor.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from juzheng.acts.base import moves
from juzheng.acts.catalogue import naming, publications
from juzheng.law.base.citations import house
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.plain import texts
from juzheng.outside import fonts
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, Revision

_LOG = logging.getLogger(__name__)

# Given the revisions, in a catalogue that holds them: the places that can't be shown.
Rehearsal = Callable[[Sequence[Revision]], Iterable[str]]

# Of the service hall's bundle the sheets that change are tried by the doors.
RENDERED = publications.MADE_QUICKLY


def insist_on_pages(change: Change, *, at: datetime) -> None:
    """
    Make every page, sheet and paper that shows what ``change`` would publish; nothing is written.

    :raises moves.NotReady: naming what can't be shown or would not be found by its name, or what
        the gate says before that
    """
    moves.insist_on_ready(change_effects.obstacles(change))
    _before, after = change_effects.before_and_after(change)
    moves.insist_on_ready(naming.unfound(change, after))
    revisions = change_effects.as_revisions(change, timezone.localtime(at).date())
    broken = [*_unprintable(revisions), *_channels(change)]
    with governing.tried(revisions):
        broken += [one for each in _rehearsals() for one in each(revisions)]
    moves.insist_on_ready(map(_obstacle, broken))


def _rehearsals() -> Iterator[Rehearsal]:
    return map(import_string, settings.REHEARSALS)


def _unprintable(revisions: Sequence[Revision]) -> Iterator[str]:
    """Yield the characters that no paper can carry, whichever paper will cite them (缺字形)."""
    for one in revisions:
        if not one.withdrawn and (missing := fonts.library().missing(texts(one.entry))):
            yield f"{one.subject} 里的“{''.join(missing)}”在纸上"


def _channels(change: Change) -> Iterator[str]:
    """Yield the channels whose text can't be made (渠道文稿); too long is said when it is due."""
    content, after = publications.what_is_said(change)
    for kind in RENDERED if content.changes else ():
        try:
            publications.rendered(content, after, kind)
        except publications.TOLD:
            continue
        except Exception:  # noqa: BLE001 - whatever it is, it must not be published
            _LOG.exception("rehearsal: %s can't be rendered", kind)
            yield f"渠道“{kind.label}”的文稿"


def _obstacle(place: str) -> Obstacle:
    return Obstacle(
        "cannot_be_shown",
        f"发布后，{place}显示不出来。",
        "请改正这次修订的内容；看不出原因的，请把修订案编号告诉系统管理员。",
        house("文书要能照原样打印"),
    )
