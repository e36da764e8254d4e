"""What is to be heeded before the pen (办理前要看的): said to clerk and signer, stops nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from juzheng.acts.cases import intake
from juzheng.law.base import identity
from juzheng.law.cases import ages
from juzheng.records.cases import charges
from juzheng.records.models import Case, User
from juzheng.web.clerk import same_person
from juzheng.web.clerk.case_text import BEFORE_PEN

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
        "title": _("按证件号码，申请人现在 %d 岁：要收养的人一般没有这样年轻。") % age,
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


def _line(number: str, case: Case, words: str) -> dict[str, str]:
    return {"number": number, "href": reverse("clerk:case", args=[case.number]), "words": words}
