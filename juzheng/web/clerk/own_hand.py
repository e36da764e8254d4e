"""What a pen is given up by (经手的人不能签字): said beside the form, before it is sent."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.base.permissions import Permission
from juzheng.law.cases.delegation import always_in_person
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.signing import NOBODY_SIGNS, Hand
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file, hands, pens
from juzheng.records.models import Case, Committee, Revision, User
from juzheng.web.clerk.case_text import BEFORE_PEN
from juzheng.web.shared.access import turn_of
from juzheng.web.shared.law_sentences import in_language

Told = dict[str, str]  # the tone, what is so, and who may sign
# The forms by which somebody establishes what a paper says (law.cases.signing.ESTABLISHES).
FORMS = frozenset(
    {
        *("ground", "circumstances", "answers", "assessment"),
        *("deliberation", "consultation", "particulars", "strike"),
    }
)


def of(case: Case, user: User) -> Told | None:
    """Return what to say beside a form of ``case``, or where nobody could sign it any more."""
    if case.stands not in BEFORE_PEN:
        return None
    hand = hands.before_pen(case, user)
    if not hand.others:
        return _no_others(hand, user)
    if not (user.may(Permission.SIGN) or pens.signs_for(case, user, timezone.localdate())):
        return None
    if hand.did:
        return _told("plain", _("这一件您经手过，不能由您签字。"), hand.others)
    words = _("您登记核查、补充内容或送签以后，这一件就不能再由您签字。")
    return _told("plain", words, hand.others)


def of_notice(case: Case, user: User) -> Told | None:
    """
    Return what to say beside a form to whoever may issue the refusal notice and would not after it.

    Only where the rules refuse what was asked: elsewhere no notice is at hand yet.
    """
    decision = case_file.decision_of(case)
    refused = not decision.outcome.issues and decision.outcome is not Outcome.TO_CONFIRM
    if not (refused and turn_of(case, Event.REFUSED, user)):
        return None
    hand = hands.before_refusal(case, user)
    if hand.did:
        return None
    title = _("您登记以后，这一件的不予出具告知单就不能再由您出具。")
    if not hand.others:
        return {
            "kind": "instead",
            "title": title,
            "text": _("没有别人能出具。没有变化的，不用登记。"),
        }
    text = _("能出具的：%s。没有变化的，不用登记。") % "、".join(hand.others)
    return {"kind": "plain", "title": title, "text": text}


def at_the_counter(committee: Committee, user: User, revision: Revision) -> Told | None:
    """Return what to say before ``user`` takes an application in (窗口受理)."""
    lent = pens.in_force(user, timezone.localdate())
    carried = any(not one.items or revision.subject in one.items for one in lent)
    carried = carried and not always_in_person(revision.item)
    if not (user.may(Permission.SIGN) or carried):
        return None
    words = _("由您在窗口受理的，这一件就不能再由您签字。")
    others = tuple(str(one) for one in hands.pens_of(committee) if one.pk != user.pk)
    if others:
        return _told("plain", words, others)
    alone = _("没有别人能签字。请让别的工作人员来受理。")
    return {"kind": "instead", "title": words, "text": alone}


def _no_others(hand: Hand, user: User) -> Told:
    if hand.did or not user.may(Permission.SIGN):
        return {
            "kind": "instead",
            "title": _("没有人能签字了：负责人都经手过这一件，或者还没有账号。"),
            "text": in_language(NOBODY_SIGNS),
        }
    return {
        "kind": "instead",
        "title": _("这一件只有您能签字。"),
        "text": _("您登记核查、补充内容或送签以后，就不能再签字。请让别的工作人员来办。"),
    }


def _told(kind: str, title: str, others: tuple[str, ...]) -> Told:
    return {"kind": kind, "title": title, "text": _("能签字的：%s。") % "、".join(others)}
