"""What a resident is asked to bring, on paper (一次性告知单): the same at both doors."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from juzheng.outside import desk_papers
from juzheng.records.models import MaterialRequest


def pdf(request: MaterialRequest) -> bytes:
    """Return the sheet of ``request``, dated the day on which it was asked."""
    case, committee = request.case, request.case.committee
    told = desk_papers.Told(
        applicant=case.applicant_name,
        item=case.revision.item.name,
        number=case.number,
        committee=committee.name,
        address=committee.address,
        telephone=committee.telephone,
        hours=committee.hours,
        by=str(request.by),
        site=settings.BASE_URL + reverse("resident:find"),
    )
    return desk_papers.missing_pdf(request.asked(), told, on=timezone.localdate(request.at))
