"""The book of papers (证明出具登记簿): what a committee has issued; reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from juzheng.catalogue.pages import PageKind
from juzheng.law.base.papers import PaperState
from juzheng.law.cases import certificates, custody
from juzheng.law.cases.certificates import Paper
from juzheng.law.cases.custody import Custody
from juzheng.records.models import Certificate, PaperCustody, Revision, Tally, User
from juzheng.records.models.base.tallies import TallyQuerySet
from juzheng.records.walking import id_of, window

PAGE = 25
LOOKED_AT = 300  # papers, where something is looked for that no index knows
PAPERS = "papers"  # the tallies (records.rollups): papers of a committee by item and month


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the book (筛选); empty: all of it."""

    month: str = ""  # 2026-11
    item: str = ""
    recipient: str = ""  # some characters of the unit's name
    state: str = ""
    sheet: str = ""  # unsealed, uncollected, collected


SHEETS = ("unsealed", "uncollected", "collected")


def papers_of(user: User) -> QuerySet[Certificate]:
    """Return the papers of the user's own committee, the newest first; without one, none."""
    if user.committee_id is None:
        return Certificate.objects.none()
    found = Certificate.objects.filter(committee=user.committee_id)
    found = found.exclude(status=PaperState.INTENDED.value)
    related = found.select_related(
        "case__revision", "case__prepared_by", "inquiry", "committee", "replaced_by", "replaces"
    )
    return related.prefetch_related("custody__by").order_by("-pk")


def of(papers: QuerySet[Certificate], asked: Asked) -> QuerySet[Certificate]:
    """Return those of ``papers`` that are asked for, as far as the database can tell."""
    papers = _in_month(papers, asked.month)
    if asked.item:
        papers = papers.filter(case__revision__subject=asked.item)
    if asked.state:
        papers = papers.filter(status=asked.state)
    return _sheets(papers, asked.sheet)


def _in_month(papers: QuerySet[Certificate], month: str) -> QuerySet[Certificate]:
    if (span := _span(month)) is None:
        return papers
    return papers.filter(intended_at__gte=span[0], intended_at__lt=span[1])


def page(papers: QuerySet[Certificate], asked: Asked, after: str) -> tuple[list[Certificate], str]:
    """
    Return one page of what is asked for and the key of the next, empty on the last page.

    The unit's name is sealed at rest: those rows are opened one after another until a page is full,
    or ``LOOKED_AT`` papers were looked at: then the page may be short, and the next goes on there.
    """
    if (seen := id_of(after)) is not None:
        papers = papers.filter(pk__lt=seen)
    looked, end = papers, None
    if replace(asked, month="") != Asked():
        looked, end = window(_in_month(papers, asked.month), LOOKED_AT)
    rows: list[Certificate] = []
    for one in _named(of(looked, asked), asked.recipient):
        rows.append(one)
        if len(rows) > PAGE:
            break
    if len(rows) > PAGE:
        return rows[:PAGE], str(rows[PAGE - 1].pk)
    return rows, str(end) if end else ""


def with_sheet_to_seal() -> Exists:
    """Return, for a query of cases, whether a paper in force waits for its seal (待打印盖章)."""
    made = Certificate.objects.filter(case=OuterRef("pk"), case__erased_at=None).exclude(file="")
    return Exists(_sheets(made, "unsealed"))


def every(papers: QuerySet[Certificate], asked: Asked) -> list[Certificate]:
    """Return all that is asked for, in the order of their numbers: a book is read forwards."""
    return list(_named(of(papers, asked).order_by("pk"), asked.recipient))


def months(user: User) -> list[str]:
    """Return the months in which anything was issued, the newest first."""
    return [f"{one['on']:%Y-%m}" for one in _told(user).by("on").reverse()]


def items(user: User) -> list[tuple[str, str]]:
    """Return the items of which the user's committee has a paper, each with its name."""
    known = {one["key"] for one in _told(user).by("key")}
    found = Revision.objects.filter(subject__in=known, kind=PageKind.ITEM.value)
    return sorted({one.subject: one.item.name for one in found.order_by("sequence")}.items())


def _told(user: User) -> TallyQuerySet:
    place = user.committee.code if user.committee else "-"
    return Tally.objects.filter(kind=PAPERS, place=place)


def content(one: Certificate) -> Paper | None:
    """Return what stands on the paper; nothing once it is erased, or if it cannot be read."""
    if one.erased:
        return None
    try:
        return certificates.read_canonical(one.content["canonical"].encode())
    except (certificates.BadPaper, KeyError):  # juzheng audit says where
        return None


def lines(one: Certificate, what: Custody) -> list[PaperCustody]:
    """Return the standing lines of that kind, the first one first."""
    return [row for row in one.custody.all() if row.kind is what and row.undone_at is None]


def stands(one: Certificate, what: Custody) -> bool:
    """Return whether the sheet that was printed last is sealed or collected."""
    return custody.stands(done(one), what)


def ever(one: Certificate, what: Custody) -> bool:
    """Return whether any sheet of it is sealed or collected, whatever was printed since."""
    return custody.ever(done(one), what)


def done(one: Certificate) -> list[custody.Done]:
    """Return all that was written down of its sheets, in the law's words."""
    return [row.done() for row in one.custody.all()]


def reprint_waits(one: Certificate) -> bool:
    """Return whether it was handed over and a sheet printed since waits for its seal (再打印的)."""
    return ever(one, Custody.COLLECTED) and not (
        stands(one, Custody.SEALED) or stands(one, Custody.COLLECTED)
    )


def _named(found: QuerySet[Certificate], recipient: str) -> Iterator[Certificate]:
    rows: Iterable[Certificate] = found.iterator(chunk_size=100)
    for one in rows:
        paper = content(one) if recipient else None
        if not recipient or (paper is not None and recipient in paper.recipient):
            yield one


def _sheets(papers: QuerySet[Certificate], sheet: str) -> QuerySet[Certificate]:
    if sheet not in SHEETS:
        return papers
    lines = PaperCustody.objects.filter(undone_at__isnull=True)
    again = {"certificate": OuterRef("certificate"), "pk__gt": OuterRef("pk")}
    # What was written down before a sheet was printed again says nothing of the new one.
    newer = lines.filter(**again, what=Custody.REPRINTED.value)
    mine = lines.filter(certificate=OuterRef("pk"))
    # One that was handed over stays handed over, whatever is printed again.
    collected = Exists(mine.filter(what=Custody.COLLECTED.value))
    if sheet == "collected":
        return papers.filter(collected)
    in_force = papers.filter(status=PaperState.ISSUED.value, case__isnull=False)
    if sheet == "uncollected":
        return in_force.filter(~collected | _some_left(mine))
    seals = mine.filter(what=Custody.SEALED.value)
    bare = in_force.filter(~Exists(seals.exclude(Exists(newer))))
    return bare.exclude(collected & Exists(seals))  # custody.waits_for_seal, as a query


def _some_left(lines: QuerySet[PaperCustody]) -> Q:
    """Return that more sheets bear the seal than were handed out; near ``custody.left``."""

    def copies(what: Custody) -> Coalesce:
        of = lines.filter(what=what.value).order_by().values("certificate")
        return Coalesce(Subquery(of.annotate(n=Sum("copies")).values("n")), 0)

    return Q(GreaterThan(copies(Custody.SEALED), copies(Custody.COLLECTED)))


def _span(month: str) -> tuple[datetime, datetime] | None:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    zone = timezone.get_current_timezone()
    following = (first + timedelta(days=31)).replace(day=1)
    start, end = (datetime.combine(one, time(), zone) for one in (first, following))
    return start, end
