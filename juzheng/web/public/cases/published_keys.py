"""Published keys (公布的公钥): for anyone who checks our papers with a program of their own."""

from __future__ import annotations

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from juzheng.acts.base import signing_keys
from juzheng.outside import keys
from juzheng.web.shared.open_answers import kept, opened

KEPT_SECONDS = 3600


@opened("GET", where="/keys/")
def document(request: HttpRequest) -> HttpResponse:
    """Return all public keys with their history, readable from any other site."""
    published = keys.published(signing_keys.keyring().history)
    body = json.dumps(published, ensure_ascii=False, sort_keys=True, indent=1)
    response = HttpResponse(body, content_type="application/jwk-set+json")
    return kept(request, response, KEPT_SECONDS)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say in words which keys sign our papers, and since when (公钥)."""
    ring = signing_keys.keyring()
    context = {"keys": ring.history[::-1], "now": timezone.now()}
    return render(request, "public/keys.html", context)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer a monitor: the process lives and its database answers (健康检查)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
