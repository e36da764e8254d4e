"""Pages that only say something (静态页面), and the gallery of components for developers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, what it rests on, and what it is not (关于)."""
    return render(request, "public/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and how that was checked (无障碍声明)."""
    return render(request, "public/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who handles what personal information, why and how long (隐私告知)."""
    return render(request, "public/privacy.html")
