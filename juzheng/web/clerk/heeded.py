"""What is to be heeded before the pen (办理前要看的): said to clerk and signer, stops nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.base import identity
from juzheng.law.cases import ages, foreign_words
from juzheng.records.cases import again, charges
from juzheng.records.models import Case, User
from juzheng.web.clerk import same_person
from juzheng.web.clerk.case_text import BEFORE_PEN
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.templatetags.juzheng import zh_date

Told = dict[str, Any]


def of(case: Case, user: User, on: date) -> list[Told]:
    """Return what clerk and signer have to know of ``case`` as long as nobody has signed it."""
    if case.stands not in BEFORE_PEN:
        return []
    age = ages.unusual(case.revision.item, _birth(case, on), on)
    others = charges.others(case, on)
    same_person.looked_at((one.case for one in others), user)
    return [
        *names(case.applicant_name, same_person.otherwise_named(case, user)),
        *([young(age)] if age is not None else []),
        *_about_one_charge(others),
        *_open_beside(case, user),
        *_in_foreign_words(case),
    ]


def _birth(case: Case, on: date) -> date | None:
    born = case.answers.get(intake.BORN)
    return identity.birth_in(case.identity_written, on) or (
        date.fromisoformat(str(born)) if born else None
    )


def names(name: str, cases: Iterable[Case]) -> list[Told]:
    """Return that the number stands on file under other names too, both in full (另一个姓名)."""
    lines = [_line(one.number, one, one.applicant_name) for one in cases]
    told = {
        "title": _("同一个证件号码，登记的是另一个姓名："),
        "lines": lines,
        "text": _("这一次写的是%s。请照证件原件逐字核对；哪一处写错，就更正哪一处。") % name,
    }
    return [told] if lines else []


def young(age: int) -> Told:
    """Return how old the applicant is who is unusually young for it (年龄偏小)."""
    return {
        "title": _("按证件上的出生日期，申请人现在 %d 岁：要收养的人一般没有这样年轻。") % age,
        "lines": [],
        "text": _(
            "请照证件原件核对号码，看来的是不是本人。号码没有写错的，先问收养登记机关能不能办，再接着办。"
        ),
    }


def _about_one_charge(others: Iterable[charges.Other]) -> list[Told]:
    papers = list(others)
    lines = [
        _line(one.number, one.case, f"{one.case.revision.item.name} · {one.case.applicant_name}")
        for one in papers
    ]
    told = {
        "title": _("关于%s，别人已经有有效的文书：") % (papers[0].charge if papers else ""),
        "lines": lines,
        "text": _("可以两份都对，也可能只有一份对。请先看那一份，问清为什么还要这一份。"),
    }
    return [told] if lines else []


def _open_beside(case: Case, user: User) -> list[Told]:
    """Return that the same is asked for twice and neither is signed (两件都还没有办完)."""
    found = again.open_beside(case)
    same_person.looked_at(found, user)
    told = {
        "title": _("这个人的这一项，交给同一个单位的，还有没办完的："),
        "lines": [_line(one.number, one, zh_date(one.received_at)) for one in found],
        "text": _(
            "核实以前先问清：重复申请的，请申请人撤回一件；"
            "是另一件事的（例如另一个孩子、另一处房子），照常办理。"
        ),
    }
    return [told] if found else []


def _in_foreign_words(case: Case) -> list[Told]:
    """Return what is written in another script and would stand so on the paper (填写有外文)."""
    asked = ((_("接收单位"), case.recipient), (_("办理用途"), case.purpose))
    typed = [(label, said) for label, said in asked if foreign_words.foreign(said)]
    typed += [
        (in_language(label), said)
        for label, said in foreign_words.in_answers(case.revision.item, case.answers)
    ]
    named = _("、").join(_("“%(label)s”：%(said)s") % {"label": a, "said": b} for a, b in typed)
    told = {
        "title": _("填写的内容里有外文，会照样印在中文文书上："),
        "lines": [],
        "text": named
        + _("。送签以前，请问清申请人，用“更正”改成中文；外国人的姓名照证件写，不用改。"),
    }
    return [told] if typed else []


def _line(number: str, case: Case, words: str) -> dict[str, str]:
    return {"number": number, "href": reverse("clerk:case", args=[case.number]), "words": words}
