"""Every address (网址)."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", include("juzheng.web.shared.preferences")),
    path("", include("juzheng.web.public.urls")),
    path("", include("juzheng.web.resident.urls")),
    path("", include("juzheng.web.staff.urls")),
    path("desk/", include("juzheng.web.clerk.urls")),
    path("unit/", include("juzheng.web.department.urls")),
    path("office/", include("juzheng.web.overseer.urls")),
]

if not settings.PRODUCTION:
    urlpatterns.append(path("components/", include("juzheng.web.shared.gallery")))

handler400 = "juzheng.web.shared.errors.bad_request"
handler403 = "juzheng.web.shared.errors.forbidden"
handler404 = "juzheng.web.shared.errors.not_found"
handler500 = "juzheng.web.shared.errors.server_error"
