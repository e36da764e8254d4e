"""How an act went (办理结果): a page is acted on as it was shown, and what came of it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.forms import BooleanField, BoundField, FileField, Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import MovedMeanwhile, NotReady, NotYours, StepNotAllowed
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.base.obstacles import Obstacle
from juzheng.web.shared import opened
from juzheng.web.shared.access import SignedInRequest
from juzheng.web.shared.access import overtaken as overtaken  # the desk says it too
from juzheng.web.shared.law_sentences import in_language, sentences

OVERTAKEN = (StepNotAllowed, MovedMeanwhile)


def version_of(request: HttpRequest) -> int:
    """Return the version that the page showed; 0, which is never right, if it says none."""
    return number_in(request.POST.get("version", ""))


def number_in(text: str) -> int:
    """Return the key or version that was sent (编号); 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def key_of(request: HttpRequest) -> str:
    """
    Return a key of the form and of what is in it: sent twice it is once, changed it is another.

    A form without a key of its own gets a fresh one each time.
    """
    sent = {name: said for name, said in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return canonical_digest(sent) if request.POST.get("key") else token_hex(16)


def filed_otherwise(form: Form, number: str) -> None:
    """Say on ``form`` that its page was filed before with other content; give it a fresh key."""
    form.add_error(
        None,
        _(
            "这一页已经交过，编号 %(number)s，当时填的和现在不一样，所以没有再交。"
            "只是要更正的，请到那一件里办；确实是另一件的，请核对后再按一次。"
        )
        % {"number": number},
    )
    form.data = {**dict(form.data.items()), "key": token_hex(16)}


@dataclass
class Outcome:
    """How an act went (结果): whether things stood otherwise than its page showed."""

    overtaken: bool = False
    stopped: bool = False  # something else stood in the way

    def unsaved(self, form: Form) -> list[tuple[str, str]]:
        """Return what was written on ``form`` and not kept, by its labels: none writes it twice."""
        return written_on(form) if self.overtaken or self.stopped else []


def written_on(form: Form) -> list[tuple[str, str]]:
    """Return what was written on ``form`` and stands nowhere else, by its labels (填写的内容)."""
    changed = opened.changed(form)  # than his page showed it, whatever others did since
    boxes = [box for box in form if box.name in changed and not box.is_hidden]
    named: Callable[[BoundField], str] = getattr(form, "named", lambda box: str(box.label))
    rows = ((named(box), _said(box)) for box in boxes)
    return [(label, said) for label, said in rows if said]


def _said(box: BoundField) -> str:
    """Return what stands in a box, as its page reads; of a file its name."""
    value = box.value()
    if isinstance(box.field, BooleanField):
        return _("是") if value else ""
    if isinstance(box.field, FileField):
        return str(getattr(value, "name", "") or "")
    labels = dict(_labels(getattr(box.field, "choices", ()) or ()))
    parts = value if isinstance(value, list | tuple) else [value]
    said = (str(one if one is not None else "").strip() for one in parts)
    return "、".join(labels.get(one, one) for one in said if one)


def _labels(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield code and label of each choice, of those that stand in groups too."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        else:
            yield str(key), str(label)


@contextmanager
def tried(
    request: HttpRequest,
    done: str | Promise = "",
    refused: Mapping[type[Exception], str] | None = None,
    moved: tuple[type[Exception], ...] = (),
) -> Iterator[Outcome]:
    """
    Say what came of the act inside: that it is ``done``, or why nothing has changed.

    :param refused: what to say of exceptions of this act's own
    :param moved: what else means that things stand otherwise than the page showed
    """
    not_yours = _("里面有不归本级管理的内容，这次没有改动。请上级办理。")
    said: dict[type[Exception], str] = {NotYours: not_yours, **(refused or {})}
    how = Outcome()
    try:
        yield how
    except moved:
        how.overtaken = True
        overtaken(request)
    except tuple(said) as failure:
        how.stopped = True
        messages.error(request, next(said[kind] for kind in said if isinstance(failure, kind)))
    except OVERTAKEN:
        how.overtaken = True
        overtaken(request)
    else:
        if done:
            messages.success(request, str(done))


def attempt(
    request: SignedInRequest,
    act: Callable[..., object],
    done: str | Promise = "",
    refused: Mapping[type[Exception], str] | None = None,
) -> Outcome:
    """
    Do ``act`` at the version that the page showed, and say what came of it.

    :param act: takes that ``version``, ``by`` whom and ``at`` what time
    :param refused: as for ``tried``
    """
    how = Outcome()
    try:
        with tried(request, done, refused) as how:
            act(version=version_of(request), by=request.user, at=timezone.now())
    except NotReady as unready:
        how.stopped = True
        for obstacle in unready.obstacles:
            messages.error(request, in_words(obstacle))
    return how


def in_words(obstacle: Obstacle) -> str:
    """Return what is so and what to do, in the visitor's language: the two may be one message."""
    whole = obstacle.message + obstacle.remedy
    said = in_language(whole)
    return said if said != whole else sentences(obstacle.message, obstacle.remedy)
