"""When a unit demands an unreasonable proof (被要求开不合理的证明): what one can do today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juzheng.law.base import citations
from juzheng.web.shared import answers


@require_safe
def demanded(request: HttpRequest) -> HttpResponse:
    """Say what to ask the unit for, where to complain, and what to write down."""
    cited = [answers.cite(one) for one in (citations.DEMANDER_GIVES_BASIS, citations.NO_VACUUM)]
    return render(request, "public/demanded.html", {"cited": cited})
