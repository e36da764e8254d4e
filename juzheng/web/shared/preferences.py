"""What a visitor prefers (显示偏好): language and large type (关怀版), kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import translation
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from juzheng.web.shared.refilling import TOKEN, refilled
from juzheng.web.shared.security import holds_private_number, ours_alone, own_path

TYPE_COOKIE = "juzheng_type"
LARGE = "large"
YEAR_SECONDS = 365 * 24 * 60 * 60
# Names of the switches where they stand on a page with a form to fill in.
SWITCH_LANGUAGE, SWITCH_TYPE = "switch-language", "switch-type"
SWITCH_AGAIN = "switch-again"  # the page answers a question: ask the same once more
ASKS = "only_asks"
_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def only_asks(*, unless: str = "") -> Callable[[_View], _View]:
    """
    Mark a view whose POST changes nothing (只查不改): a switch of the display asks it once more.

    What was asked is not put into an address, so the answer could not be opened again otherwise.

    :param unless: the name of the box with which it does change something
    """

    def marked(view: _View) -> _View:
        setattr(view, ASKS, unless)
        return view

    return marked


def asked_again(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """
    Return what a switch on this answer has to send again (再问一次); empty: it is no answer.

    Nor where it holds a private number: that is written into no page.
    """
    match = request.resolver_match
    unless = getattr(match.func, ASKS, None) if match and request.method == "POST" else None
    if unless is None or (unless and unless in request.POST):
        return ()
    left_out = {TOKEN, SWITCH_LANGUAGE, SWITCH_TYPE, SWITCH_AGAIN}
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]
    if any(holds_private_number(value) for _, value in sent):
        return ()
    return (*sent, (SWITCH_AGAIN, "yes"))


# Exempt on purpose: another site could at worst change the size of the letters, while a token would
# put a cookie on every visitor and make every public page private to one of them.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language, if it is one of ours, and go back to the page."""
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "")))
    _keep_language(answer, request.POST.get("language", ""))
    return answer


@csrf_exempt
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Keep large type, or forget it, and go back to the page."""
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "")))
    _keep_type(answer, request.POST.get("type", ""))
    return answer


class SwitchMiddleware:
    """
    Shows a page otherwise and loses nothing that was typed into its form (换显示不丢已填内容).

    There the switches are buttons of that form. Nothing is done with what they send: the page is
    asked for as by a GET, and what was typed is written into it. An answer to what only asks is
    asked for once more. It comes after the check for
    forged requests, so that no other site fills in a form here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Turn what a switch sent into a question for the page it stands on."""
        if request.method != "POST" or not {SWITCH_LANGUAGE, SWITCH_TYPE} & request.POST.keys():
            return
        typed, chosen = request.POST, request.POST.get(SWITCH_LANGUAGE, "")
        if _is_ours(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        if SWITCH_TYPE in typed:
            request.COOKIES[TYPE_COOKIE] = typed.get(SWITCH_TYPE, "")
        request.META["juzheng.typed"] = typed
        request.META["juzheng.files"] = {
            name: [one.name or "" for one in files] for name, files in request.FILES.lists()
        }
        if SWITCH_AGAIN in typed and asked_again(request):
            return
        messages.info(request, _("显示换好了，填的内容还在，还没有提交。"))
        if request.FILES:
            messages.warning(request, _("选好的文件留不住，请重新选。"))
        request.method, request.POST = "GET", QueryDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page, filled in as it was."""
        answer = self.get_response(request)
        typed: QueryDict | None = request.META.get("juzheng.typed")
        if typed is None or not isinstance(answer, HttpResponse):
            return answer
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if html and request.method == "GET":
            files = request.META["juzheng.files"]
            answer.content = refilled(answer.content.decode(), dict(typed.lists()), files)
        _keep_language(answer, typed.get(SWITCH_LANGUAGE, ""))
        if SWITCH_TYPE in typed:
            _keep_type(answer, typed.get(SWITCH_TYPE, ""))
        return answer


def _is_ours(chosen: str) -> bool:
    return chosen in dict(settings.LANGUAGES) and check_for_language(chosen)


def _keep_language(answer: HttpResponse, chosen: str) -> None:
    if _is_ours(chosen):
        keep(answer, settings.LANGUAGE_COOKIE_NAME, chosen)


def _keep_type(answer: HttpResponse, chosen: str) -> None:
    if chosen == LARGE:
        keep(answer, TYPE_COOKIE, LARGE)
    else:
        answer.delete_cookie(TYPE_COOKIE, samesite="Lax")


def keep(answer: HttpResponse, name: str, value: str) -> None:
    """Set a preference cookie: no script reads it, no other site sends it."""
    answer.set_cookie(name, value, max_age=YEAR_SECONDS, **ours_alone())


app_name = "preferences"
urlpatterns = [
    path("language/", language, name="language"),
    path("type/", type_size, name="type"),
]
