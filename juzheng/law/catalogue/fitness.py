"""Fitness (能否列入目录): why an item may not be published, shipped or issued on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from juzheng.law.catalogue.act_kinds import FORMS
from juzheng.law.catalogue.items import (
    NOTICE,
    AnswerKind,
    Confidence,
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    basis_in_force,
)

_ROUGHLY = re.compile("大概|大约")


def waits_for_reading(item: Item, instruments: Mapping[str, Instrument], on: date) -> bool:
    """
    Return whether nothing but a text, or a wording, that nobody has read can carry ``item``.

    Then it is neither issued nor said to have no basis: civil affairs reads the text first.
    """
    return not basis_in_force(item, instruments, on) and any(
        text.binding
        and text.in_force(on)
        and not (basis.checked and text.provision_on(basis.provision, on))
        for basis in item.basis
        if (text := instruments.get(basis.instrument)) is not None
    )


def unfit(item: Item, instruments: Mapping[str, Instrument], on: date) -> tuple[str, ...]:
    """
    Return why ``item`` may not be published on ``on``; an empty tuple means: publish.

    The one gate for the shipped catalogue and for what a county publishes later.
    Source: OP-1.2.b, OP-2.2.a, OP-2.3.b, OP-4.2.b.
    """
    found = []
    if item.confidence is Confidence.LOW:
        found.append("来源可信程度低，不能启用。请先核实来源。")
    named = [one.instrument for one in item.basis]
    named += [one.instrument for one in item.preconditions]
    found += [
        f"依据“{text}”不在法律文件目录中。请先登记该文件。"
        for text in named
        if text not in instruments
    ]
    if any(one.kind is AnswerKind.DATE and _ROUGHLY.search(one.hint) for one in item.questions):
        found.append("提示里写了可以写大概，填写方式却要求完整的日期。请把填写方式改成“大概日期”。")
    found += _unfit_for_its_act(item)
    found += _unfit_duty(item, instruments, on)
    found += _unfit_notice(item)
    if item.kind is ListKind.NEGATIVE:
        if not item.onward:
            found.append("没有填写居民可以怎么办，不能列入不应出具清单。")
        return tuple(found)
    return (*found, *unfit_to_issue(item, instruments, on))


def unfit_as_shipped(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[str, ...]:
    """Return why ``item`` may not ship; what is off on ``on`` or waits for a reading may."""
    if not item.enabled or not item.in_force(on) or waits_for_reading(item, instruments, on):
        return ()
    return unfit(item, instruments, on)


def _unfit_duty(item: Item, instruments: Mapping[str, Instrument], on: date) -> Iterator[str]:
    """Say what is wrong with the duty of an item of which a paper may come (OP-2.2.a, 3.2.a)."""
    if item.duty is None:
        if item.facts or item.kind is not ListKind.NEGATIVE:
            yield "没有写明属于居（村）委会哪一项职责、由哪一条规定，不能列入清单。"
        return
    if any(one.instrument == item.duty.instrument for one in item.basis):
        return  # it lapses with the basis, and that is said
    text = instruments.get(item.duty.instrument)
    if text is None or not (text.binding and text.in_force(on)):
        yield f"规定职责的“{item.duty.instrument}”没有登记，或者当日没有效力。请先核对该文件。"


def _unfit_notice(item: Item) -> Iterator[str]:
    """Say what is wrong with a public notice that the item's article asks for (公示)."""
    if not item.notice_days:
        return
    if not item.notice_source:
        yield "写了公示天数，没有写是哪一条规定的。"
    if item.deliberation_rule is not None:
        yield "议事规则里已经有公示天数，这里不要再写。"
    if item.handling is Handling.SIMPLE:
        yield "要公示的事项不能当场办结。"
    if not any(fact.key == NOTICE for fact in item.facts):
        yield f"要公示的事项没有把公示列为要核实的事实（代号 {NOTICE}）。"


def unfit_to_issue(item: Item, instruments: Mapping[str, Instrument], on: date) -> Iterator[str]:
    """Yield why ``item`` cannot be issued on ``on``, whatever list it is to stand on."""
    # What the State Council retains has the list for its basis, and the list is asked for it.
    if item.kind is not ListKind.RETAINED and not basis_in_force(item, instruments, on):
        yield "没有当日有效、已核对的法律法规依据，不能列入可出具清单。"
    if not item.committees:
        yield "没有写明由居民委员会还是村民委员会出具。"
    if not item.facts:
        yield "没有写明要核实哪些事实，不能出具。"
    if item.handling is Handling.COMPLEX and item.limit_working_days < 1:
        yield "限时办结事项没有写明办理时限。"
    if item.deliberation is DeliberationNeed.REQUIRED and item.deliberation_rule is None:
        yield "应当议事协商的事项没有写明议事规则。"
    if item.deliberation_rule is not None and item.deliberation_rule.flexible:
        yield "议事规则没有写到会和同意的比例。只有法律风险引起的听取意见，才可以不数人数。"


def _unfit_for_its_act(item: Item) -> Iterator[str]:
    """Yield why the item does not fit the form of its act; only what can change expires."""
    form, called = FORMS[item.act], item.act.label
    operative = any(fact.operative for fact in item.facts)
    if item.validity_days and not form.lapses and not item.validity_source:
        yield f"{called}不会过期，写了有效期却没有写依据。有效期请填0，或者写明依据。"
    if item.validity_source and not item.validity_days:
        yield "写了有效期的依据，没有写天数。请补上天数，或者删去依据。"
    if item.facts and form.does and not operative:
        yield f"{called}没有写明哪一句是本委员会的意思表示（同意、推荐、决定、结果）。"
    if operative and not form.does:
        yield f"{called}只说明事实，不能有本委员会的意思表示（同意、推荐、决定、结果）。"
    if item.facts and form.refers and not item.refers_to:
        yield f"{called}里还没有写明{form.refers}。"
    if form.meets and item.deliberation is not DeliberationNeed.REQUIRED:
        yield f"{called}出自会议，议事协商应当填“应当”。"
    if form.remedy and not item.remedy:
        yield f"{called}没有写明不服怎么办。"
