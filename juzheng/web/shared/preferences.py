"""What a visitor prefers (显示偏好): language and large type (关怀版), kept in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from juzheng.web.shared.security import ours_alone, own_path

TYPE_COOKIE = "juzheng_type"
LARGE = "large"
YEAR_SECONDS = 365 * 24 * 60 * 60


# Exempt on purpose: another site could at worst change the size of the letters, while a token would
# put a cookie on every visitor and make every public page private to one of them.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language, if it is one of ours, and go back to the page."""
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "")))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        keep(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
    return answer


@csrf_exempt
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Keep large type, or forget it, and go back to the page."""
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "")))
    if request.POST.get("type") == LARGE:
        keep(answer, TYPE_COOKIE, LARGE)
    else:
        answer.delete_cookie(TYPE_COOKIE, samesite="Lax")
    return answer


def keep(answer: HttpResponse, name: str, value: str) -> None:
    """Set a preference cookie: no script reads it, no other site sends it."""
    answer.set_cookie(name, value, max_age=YEAR_SECONDS, **ours_alone())


app_name = "preferences"
urlpatterns = [
    path("language/", language, name="language"),
    path("type/", type_size, name="type"),
]
