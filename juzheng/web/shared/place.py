"""The place (所在地): the committee a visitor asks about, from the address or a cookie."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from juzheng.law.catalogue.items import CommitteeKind
from juzheng.records.models import Committee
from juzheng.web.shared import passed_over
from juzheng.web.shared.security import ours_alone

COOKIE = "juzheng_place"
PARAMETER = "committee"
KEPT_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Place:
    """Where something is asked (所在地); ``committee`` is None until one is chosen."""

    committee: Committee | None
    code: str = ""  # a division named in the address, where no committee is

    @property
    def division(self) -> str | None:
        """Return the code that regional items are compared with; None: not known."""
        return self.committee.code if self.committee else self.code or None

    @property
    def kind(self) -> CommitteeKind | None:
        """Return what kind of committee it is; None: not known."""
        return CommitteeKind(self.committee.kind) if self.committee else None


def place_of(request: HttpRequest) -> Place:
    """
    Return the place in the address, else the one the visitor chose before, else none.

    An address that names none that we know is said to (:mod:`passed_over`): its answer is for
    no place at all, never for the one that was chosen before.
    """
    named = request.GET.get(PARAMETER, "")
    code = named or request.get_signed_cookie(COOKIE, "", salt=COOKIE) or ""
    fits = code.isascii() and code.isdigit() and len(code) <= 12
    found = Committee.objects.filter(code=code).first() if fits else None
    if named and found is None:
        passed_over.tell(request, PARAMETER)
    return Place(found)


def at(code: str) -> Place:
    """
    Return the place with this code: a committee of that kind, or a division as a whole (某地).

    Whoever names a committee by its code asks what that committee does, at every door.
    """
    return Place(Committee.objects.filter(code=code).first() if code else None, code)


def remember(response: HttpResponse, committee: Committee) -> None:
    """Keep ``committee`` in a cookie: signed, so that nobody plants another one."""
    response.set_signed_cookie(
        COOKIE, committee.code, salt=COOKIE, max_age=KEPT_SECONDS, **ours_alone()
    )
