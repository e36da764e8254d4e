"""What a change would make of the catalogue (修订后的目录), and what still stands in its way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from juzheng.catalogue import Catalogue
from juzheng.catalogue.checking import dangling
from juzheng.catalogue.differences import joined
from juzheng.catalogue.pages import Entry, PageKind, division_of, name_of
from juzheng.catalogue.papers import drafting as paper
from juzheng.catalogue.written import slips
from juzheng.law.base import citations
from juzheng.law.base.divisions import NATION, governs
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.catalogue import changes as law
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.listable import unlistable
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy
from juzheng.law.catalogue.looking import Look, unfit_look
from juzheng.law.catalogue.offers import Offer, unfit_offer
from juzheng.records.catalogue import governing, newest_revisions, published_papers
from juzheng.records.models import Change, Edit, Revision, SourceDocument, User

LAST_SEQUENCE = 2**31  # beyond all that is published
NAMED = 5  # lines of a paper in one sentence; more are counted


def writers_of(change: Change) -> frozenset[int]:
    """Return the ids of all who drafted, wrote in or submitted the change as it stands."""
    return writers_of_each([change])[change.pk]


def writers_of_each(changes: Iterable[Change]) -> dict[int, frozenset[int]]:
    """Return :func:`writers_of` of each change (各修订案的起草人): asked of all at once."""
    hands = {one.pk: {one.written_by_id, one.submitted_by_id} for one in changes}
    for change, by in Edit.objects.filter(change__in=hands).values_list("change", "written_by"):
        hands[change].add(by)
    return {pk: frozenset(by for by in those if by is not None) for pk, those in hands.items()}


def to_review(user: User) -> QuerySet[Change]:
    """Return what waits for a second officer who is none of its :func:`writers_of` (待审核)."""
    waiting = Change.objects.visible_to(user).waiting().order_by("submitted_at", "pk")
    own = waiting.filter(edits__written_by=user).values("pk")
    return waiting.exclude(written_by=user).exclude(submitted_by=user).exclude(pk__in=own)


def owner_of(entry: Entry, base: Revision | None, change: Change) -> str:
    """
    Return the division whose officers govern the page.

    Lists, rules and items say it themselves. A legal text belongs to whoever registered it: a
    province its own documents, the nation the laws that hold everywhere.
    """
    if not isinstance(entry, Instrument):
        return division_of(entry)
    return base.division if base is not None else change.division


def before_and_after(change: Change, on: date | None = None) -> tuple[Catalogue, Catalogue]:
    """Return the catalogue without the change and with it, of ``on``; None: the day it begins."""
    before = governing.governing(on or change.effective_on)
    return before, _laid_over(_Over(before, list(change.edits.all())))


class _Over:
    """A catalogue and what is written to lie over it, as a cache key (修订的内容)."""

    def __init__(self, before: Catalogue, edits: list[Edit]) -> None:
        self.before, self.edits = before, edits
        self.said = tuple(
            (one.kind, one.subject, "" if one.withdraw else json.dumps(one.content))
            for one in edits
        )

    def __hash__(self) -> int:
        return hash((id(self.before), self.said))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Over) and other.before is self.before and other.said == self.said


@lru_cache(maxsize=2)
def _laid_over(over: _Over) -> Catalogue:
    """Make it once: submitting and publishing ask for it eight times, and for all its guides."""
    pages = {
        (PageKind(edit.kind), edit.subject): None if edit.withdraw else edit.entry
        for edit in over.edits
    }
    return governing.with_pages(over.before, pages)


def obstacles(change: Change) -> tuple[Obstacle, ...]:
    """
    Return why the change may not be published as it stands; an empty tuple means: publish.

    Source: OP-1.2.b, OP-2.2.a, OP-2.3.b, OP-4.2.b.
    """
    return tuple(_obstacle(text) for text in _problems(change))


def _obstacle(text: str) -> Obstacle:
    """Return a problem as an obstacle: what is so, and what to do about it."""
    message, please, remedy = text.partition("。请" if "。请" in text else "请")
    if please.startswith("。"):  # what is so may itself say 请: 要请民政部门确认
        message, please = f"{message}。", "请"
    return Obstacle("unfit", message, please + remedy or "请改好后再提交。", citations.LISTS)


def _problems(change: Change) -> Iterator[str]:
    edits = list(change.edits.select_related("base"))
    if not edits:
        yield "修订案里一页也没有。"
    yield from _unlisted(change, edits)
    gone = [name_of(edit.entry) for edit in edits if edit.withdraw]
    if gone and not change.reason.strip():  # whoever looks for the page is told it
        yield f"停用“{gone[0]}”没有写为什么。请在“修改抬头”里写明根据哪份文件、为什么停用。"
    yield from published_papers.twice(edits)
    before, after = before_and_after(change)
    for edit in edits:
        if _moved_on(edit):
            name = name_of(edit.entry)
            yield f"“{name}”起草之后，已另有新版本发布。请重新打开这一页，再改一次。"
        base = edit.base.entry if edit.base and not edit.base.withdrawn else None
        found = () if edit.withdraw else unfit(edit.entry, after, change.effective_on, base)
        yield from (f"{edit.subject}：{text}" for text in found)
    withdrawn = {edit.subject for edit in edits if edit.withdraw}
    # What began later than the change still points there, on its own day.
    _before, then = before_and_after(change, shows_on(change))
    hanging = (*_left_hanging(withdrawn, after), *_left_hanging(withdrawn, then))
    yield from dict.fromkeys(hanging)
    broken = set(dangling(after, change.effective_on)) - set(dangling(before, change.effective_on))
    told = withdrawn | {edit.subject for edit in edits}
    yield from sorted(f"{text}请一并改好。" for text in broken if not _told(text, told))


# What the gate of a page, or of what hangs on a page that goes, says already, and better.
_OF_A_PAGE = re.compile(
    r"(?P<page>\S+) 的依据 (?P<other>\S+) 没有登记"
    r"|清单 (?P<list>\S+) 的(?:文件 \S+ 没有登记|事项 (?P<item>\S+) (?:不存在|类别不同))"
    r"|规则 (?P<rule>\S+) 的文件 \S+ 没有登记"
)


def _told(text: str, subjects: set[str]) -> bool:
    """Return whether ``text`` says again what was said of one of these pages (已经说过的)."""
    found = _OF_A_PAGE.match(text)
    return found is not None and not subjects.isdisjoint(filter(None, found.groups()))


def _unlisted(change: Change, edits: Iterable[Edit]) -> Iterator[str]:
    """Say what keeps a paper's list from being there (来文没有成为清单): its text alone is none."""
    source = SourceDocument.objects.filter(change=change).first()
    if source is None:
        return
    drafting = paper.read_back(source.drafting)
    left = list(dict.fromkeys(drafting.rows[at].name for at, _ in drafting.problems()))
    if not drafting.headed:
        yield "来文是谁印发的、哪天印发的，还没有填。请打开“对照来文”，填好再提交。"
    names = "".join(f"“{name}”" for name in left[:NAMED])
    if left[NAMED:]:
        yield f"来文里还有 {len(left)} 行没有填好：{names}等。请打开“对照来文”，填好再提交。"
    elif left:
        yield f"来文里还没有填好：{names}。请打开“对照来文”，填好再提交。"
    elif not any(isinstance(edit.entry, ItemList) and not edit.withdraw for edit in edits):
        yield "修订案里没有来文的清单。请打开“对照来文”，至少列入一项，保存后再提交。"
    yield from _registered_twice(drafting)


def _registered_twice(drafting: paper.Drafting) -> Iterator[str]:
    """Say that the paper is registered already, with another of its lists (一份文件不登记两次)."""
    there = published_papers.text_of(drafting.number, drafting.division)
    if there is not None and there.subject != drafting.document_code:
        yield (
            f"“{drafting.number}”已经登记（{name_of(there.entry)}），一份文件不登记两次。"
            "请打开“对照来文”再保存一次，这份清单就归到那份文件；已经提交的，先退回。"
        )


def shows_on(change: Change) -> date:
    """Return the first day on which all that ``change`` says can be seen (看得出的日子)."""
    edits = change.edits.select_related("base")
    begins = (getattr(edit.entry, "in_force_from", None) for edit in edits)
    bases = (edit.base.effective_on for edit in edits if edit.base is not None)
    latest: date = max((change.effective_on, *filter(None, begins), *bases))
    return latest


def as_revisions(change: Change, on: date) -> tuple[Revision, ...]:
    """
    Return the pages of ``change`` as they would be published, not saved, in effect from ``on``.

    What is to begin later begins on ``on``, so that it can be looked at before.
    """
    edits = change.edits.select_related("base", "change")
    return tuple(
        as_revision(edit, _begun(edit.content, on), sequence=LAST_SEQUENCE + n, on=on)
        for n, edit in enumerate(edits)
    )


def as_revision(edit: Edit, content: dict[str, Any], *, sequence: int, on: date) -> Revision:
    """Return the revision that ``edit`` becomes, in effect from ``on``; not saved."""
    return Revision(
        kind=edit.kind,
        subject=edit.subject,
        number=edit.base.number + 1 if edit.base else 1,
        sequence=sequence,
        division=owner_of(edit.entry, edit.base, edit.change),
        effective_on=on,
        withdrawn=edit.withdraw,
        digest=canonical_digest(content),
        content=content,
    )


def _begun(content: Mapping[str, Any], on: date) -> dict[str, Any]:
    begins = content.get("in_force_from")
    late = begins is not None and begins > on.isoformat()
    return {**content, "in_force_from": on.isoformat()} if late else dict(content)


def _moved_on(edit: Edit) -> bool:
    last = newest_revisions.newest(PageKind(edit.kind), edit.subject)
    return (last.pk if last else None) != edit.base_id


def unfit(entry: Entry, after: Catalogue, on: date, base: Entry | None = None) -> tuple[str, ...]:
    """
    Return why ``entry`` may not be published from ``on``, in a catalogue that holds it.

    :param base: the page as it was last published; None: it is new
    """
    found = (*(slip.text for slip in slips(entry)), *_unfit(entry, after, on))
    if not isinstance(entry, ItemList) or found:
        return found
    known = frozenset(base.lines if isinstance(base, ItemList) else ())

    def named(division: str) -> str:
        return "".join(part.name for part in after.path_of(division))

    return tuple(unlistable(entry, known, after, on, named))


def _unfit(entry: Entry, after: Catalogue, on: date) -> tuple[str, ...]:
    if isinstance(entry, Item):
        return law.unfit_item(entry, after.instruments, on)
    if isinstance(entry, Instrument):
        return law.unfit_instrument(entry)
    if isinstance(entry, Offer):
        return unfit_offer(entry, after.items, after.instruments)
    if isinstance(entry, UnlistedPolicy):
        return law.unfit_policy(entry, after.instruments)
    if isinstance(entry, Look):
        return unfit_look(entry, after.items, after.instruments, on)
    above, national = (_held(entry, place, after, on) for place in (entry.division, NATION))
    return law.unfit_list(entry, after.items, after.instruments, above, national)


def _held(one: ItemList, division: str, after: Catalogue, on: date) -> frozenset[str]:
    """Return the items that other lists than ``one`` hold in ``division`` when it begins."""
    others = {key: other for key, other in after.lists.items() if key != one.id}
    book = governing.with_lists(after, others).rulebook(division, max(on, one.in_force_from))
    return frozenset(entry.item for entry in book.listed(one.kind))


def elsewhere(kind: PageKind, subject: str, user: User, besides: int = 0) -> list[Change]:
    """Return the other open changes that ``user`` may see in which the same page is written."""
    found = Change.objects.visible_to(user).open().exclude(pk=besides)
    edits = Edit.objects.filter(kind=kind.value, subject=subject)
    return list(found.filter(pk__in=edits.values("change")).select_related("written_by"))


@dataclass(frozen=True)
class BroughtUp:
    """A page of a draft with what was published since joined in (并入新版本的一页)."""

    in_force: Entry
    entry: Entry
    both: tuple[str, ...]  # labels of the fields that both changed, to different things


def brought_up(edit: Edit) -> BroughtUp | None:
    """
    Return the page of a draft with what was published since it was begun.

    None if nothing was published since it was begun, or it cannot be joined: one of them is new,
    or gone.
    """
    last = newest_revisions.newest(PageKind(edit.kind), edit.subject)
    if edit.base is None or last is None or last.pk == edit.base_id or last.withdrawn:
        return None
    entry, both = joined(edit.base.entry, last.entry, edit.entry)
    return BroughtUp(last.entry, entry, both)


def _left_hanging(withdrawn: set[str], after: Catalogue) -> Iterator[str]:
    """Say what would still point at a page that is taken away."""
    for one in after.lists.values():
        for line in one.lines:
            if line.item in withdrawn:
                yield f"《{one.title}》还列着 {line.item}。请先从清单中去掉。"
    for item in after.items.values():
        for basis in item.basis:
            if basis.instrument in withdrawn:
                yield f"{item.id} {item.name}还以 {basis.instrument} 为依据。请先改这个事项。"


def listed_on(item: str, user: User, into: Change | None = None) -> list[ItemList]:
    """
    Return the lists that ``user`` governs on which ``item`` stands (列有这一项的清单).

    :param into: a draft whose own wording of a list counts before the published one
    """
    rows = Revision.objects.filter(kind=PageKind.LIST.value).values_list("subject", flat=True)
    last = newest_revisions.newest_of((PageKind.LIST, one) for one in sorted(set(rows)))
    found = {one.subject: one.entry for one in last.values() if not one.withdrawn}
    drafted = into.edits.filter(kind=PageKind.LIST.value) if into else ()
    found |= {edit.subject: edit.entry for edit in drafted}
    return [
        one
        for one in found.values()
        if isinstance(one, ItemList)
        and governs(user.division, one.division)
        and any(line.item == item for line in one.lines)
    ]
