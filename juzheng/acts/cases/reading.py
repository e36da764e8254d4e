"""Reading before signing (阅签): whoever signs has read the case as it stands, and it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from juzheng.acts.base.access_log import viewed
from juzheng.law.cases.reading import Part, changed
from juzheng.records.cases import seen
from juzheng.records.models import Case, User, ViewLog

READ = "待签字"


class ChangedSinceSeen(Exception):
    """The case is not as its signer read it (看过以后有变化); ``parts`` say what is otherwise."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        super().__init__("、".join(part.label for part in parts))


@dataclass(frozen=True)
class Opened:
    """How a case stands to what its signer read before (与上次所见相比)."""

    before: datetime | None  # None: never read
    changed: tuple[Part, ...] = ()
    moved: bool = False  # another version, whatever the parts say


def opened(case: Case, *, by: User, at: datetime) -> Opened:
    """Write down that ``by`` reads ``case`` before the pen, and return what changed since."""
    now, look = seen.parts(case, at), seen.last_looks([case], by).get(case.pk)
    viewed(case, READ, by=by, at=at, version=case.version, seen=now)
    if look is None:
        return Opened(None)
    return Opened(look.at, changed(look.seen, now), look.version != case.version)


def insist_on_seen(case: Case, look: ViewLog | None, at: datetime) -> None:
    """
    Let nobody sign another case than the one they read.

    Without a look there is nothing to compare; a batch insists on one.

    :raises ChangedSinceSeen: if version or content is not what ``look`` saw
    """
    if look is None:
        return
    otherwise = changed(look.seen, seen.parts(case, at))
    if otherwise or look.version != case.version:
        raise ChangedSinceSeen(otherwise)
