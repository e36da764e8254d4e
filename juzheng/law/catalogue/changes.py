"""Changes to the catalogue (修订): who may draft, who may review, what must not be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from juzheng.law.base.citations import OPINION
from juzheng.law.base.divisions import NATION
from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.fitness import unfit
from juzheng.law.catalogue.items import Handling, Instrument, Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ItemList, ListLine, UnlistedPolicy
from juzheng.law.catalogue.sentences import sentence_faults

TAKEN_BACK = "起草人自己撤回"  # the note of a change that no reviewer sent back


class ChangeState(Term):
    """Where a change stands (修订状态)."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    PUBLISHED = "published", "已发布"
    DISCARDED = "discarded", "已作废"


class ChangeEvent(Term):
    """What may happen to a change (修订事件)."""

    DRAFTED = "drafted", "起草"
    RESTATED = "restated", "修改抬头"
    PAGE_WRITTEN = "page_written", "改写一页"
    PAGE_LEFT_OUT = "page_left_out", "撤下一页"
    DOCUMENT_KEPT = "document_kept", "收下来文"
    DOCUMENT_MATCHED = "document_matched", "对照来文"
    SUBMITTED = "submitted", "提交审核"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "审核通过并发布"
    DISCARDED = "discarded", "作废"


_S, _E = ChangeState, ChangeEvent
CHANGES = Machine(
    "change",
    ChangeState,
    ChangeEvent,
    {
        None: {_E.DRAFTED: _S.DRAFT},
        _S.DRAFT: {
            _E.RESTATED: _S.DRAFT,
            _E.PAGE_WRITTEN: _S.DRAFT,
            _E.PAGE_LEFT_OUT: _S.DRAFT,
            _E.DOCUMENT_KEPT: _S.DRAFT,
            _E.DOCUMENT_MATCHED: _S.DRAFT,
            _E.SUBMITTED: _S.IN_REVIEW,
            _E.DISCARDED: _S.DISCARDED,
        },
        _S.IN_REVIEW: {_E.RETURNED: _S.DRAFT, _E.PUBLISHED: _S.PUBLISHED},
        _S.PUBLISHED: {},
        _S.DISCARDED: {},
    },
)


def unfit_item(item: Item, instruments: Mapping[str, Instrument], on: date) -> tuple[str, ...]:
    """Return why ``item`` may not be published with effect from ``on``; see ``fitness.unfit``."""
    found = tuple(sentence_faults(item))
    if not item.enabled:
        return found if item.disabled_reason else (*found, "没有启用的事项要写明原因。")
    day = max(on, item.in_force_from)
    unsourced = [way for way in item.onward if way.source is None or not way.source.text]
    missing = (f"去向“{way.do}”没有写来源。" for way in unsourced)
    return (*found, *unfit(item, instruments, day), *missing)


def unfit_list(
    one: ItemList,
    items: Mapping[str, Item],
    instruments: Mapping[str, Instrument],
    above: frozenset[str],
    national: frozenset[str],
) -> tuple[str, ...]:
    """
    Return why the list ``one`` may not be published; an empty tuple means: publish.

    :param above: ids of the items that the lists above it hold of the same kind
    :param national: ids of the items that the national lists hold of the same kind
    Source: OP-2.2.a, OP-2.3.a, OP-3.1.c, OP-4.2.b.
    """
    found = (*_faults(one, items, instruments, above), *loosened(one, national))
    return (*found, *_unretained(one, instruments))


def loosened(one: ItemList, national: frozenset[str]) -> Iterator[str]:
    """
    Say which items a list below the nation would let off the national negative list, if any.

    :param national: ids of the items on the national negative list
    Source: OP-3.1.c: the nation says by batches what is not issued; a region's silence is silence.
    """
    if one.kind is not ListKind.NEGATIVE or one.division == NATION:
        return
    for line in one.lines:
        if line.item not in national:
            continue
        if line.change is ChangeKind.REMOVE:
            yield (
                f"{line.item} 在国家不应出具清单上，地方清单不能把它去掉；地方文件没有写它，"
                "国家清单照样适用。请删去这一行。"
            )
        elif line.demanders or line.committees:
            yield (
                f"{line.item} 在国家不应出具清单上，对谁都不出具，"
                "地方清单不能只对一部分单位或委员会列入。请不要写限定。"
            )


def _unretained(one: ItemList, instruments: Mapping[str, Instrument]) -> Iterator[str]:
    """Say why a list retains nothing: only the State Council approves what is (OP-2.2.a)."""
    if one.kind is not ListKind.RETAINED:
        return
    if one.division != NATION or not one.official:
        yield "保留证明事项清单须经国务院批准，只能是国家的官方清单。请改用可出具清单。"
    text = instruments.get(one.document)
    if text is not None and not (text.binding and "国务院" in f"{text.issuer}{text.note}"):
        yield (
            f"公布清单的文件“{one.document}”没有写明经国务院批准。请在制定机关或说明里写明，并核对它"
            "能作为依据。"
        )


def _faults(
    one: ItemList,
    items: Mapping[str, Item],
    instruments: Mapping[str, Instrument],
    above: frozenset[str],
) -> Iterator[str]:
    if not one.lines:
        yield "清单一行也没有。"
    if one.document not in instruments:
        yield f"公布清单的文件“{one.document}”没有登记。请先登记这份文件。"
    if one.in_force_until is not None and one.in_force_until <= one.in_force_from:
        yield "失效日不晚于生效日。"
    named: set[str] = set()
    for line in one.lines:
        if line.item in named:
            yield f"{line.item} 在清单里出现了两次。"
        named.add(line.item)
        item = items.get(line.item)
        if item is None:
            yield f"{line.item} 这一项不存在。请先起草这个事项。"
        elif item.kind is not one.kind:
            yield f"{line.item} {item.name}是{item.kind.label}的事项，不能放进{one.kind.label}。"
        elif one.kind is ListKind.NEGATIVE and line.change is ChangeKind.ADD and not item.onward:
            yield f"{line.item} {item.name}没有写居民可以怎么办，不能列入。"
        yield from _unsaid(line)
        if line.change is ChangeKind.ADJUST or line.limit_working_days or line.materials:
            yield from _unfit_way(line, item)
        elif line.change is not ChangeKind.ADD and line.item not in above:
            yield f"{line.item} 不在上级清单上，不能{line.change.label}。"


def _unsaid(line: ListLine) -> Iterator[str]:
    """Say what a line is to change and does not."""
    if line.change is ChangeKind.RENAME and not line.name:
        yield f"{line.item} 要改名，却没有写新名称。"
    if line.change is ChangeKind.NARROW and not (line.demanders or line.committees):
        yield f"{line.item} 要限定，却没有写限定给谁、由谁出具。"


def _unfit_way(line: ListLine, item: Item | None) -> Iterator[str]:
    """Say what is wrong with how a line has its item handled here (本地办法)."""
    if line.change not in (ChangeKind.ADD, ChangeKind.ADJUST):
        yield f"{line.item} 写了本地的时限或材料，作用应当是“列入”或“本地办法”。请改正。"
    if not (line.limit_working_days or line.materials or line.committees):
        yield f"{line.item} 写的是本地办法，却没有写时限、材料，也没有写由谁出具。请写上一样。"
    if item is None:
        return
    if item.kind is ListKind.NEGATIVE:
        yield f"{line.item} {item.name}不出具，没有时限和材料。请删去这一行。"
    days = line.limit_working_days
    if days and item.handling is Handling.SIMPLE:
        yield f"{line.item} {item.name}当场就能办，不能改成限时办。请不要写时限。"
    elif days > item.limit_working_days and item.limit_source:
        yield (
            f"{line.item} {item.name}的时限是{item.limit_working_days}个工作日"
            f"（{item.limit_source}），本地不能更长。请改短。"
        )
    if line.committees and not set(line.committees) & set(item.committees):
        yield f"{line.item} {item.name}不由{line.committees[0].label}办理。请改正由谁出具。"


def unfit_policy(policy: UnlistedPolicy, instruments: Mapping[str, Instrument]) -> tuple[str, ...]:
    """Return why the rule on unlisted items may not be published; empty means: publish."""
    if policy.document not in instruments:
        return (f"规定它的文件“{policy.document}”没有登记。请先登记这份文件。",)
    return ()


def unfit_instrument(text: Instrument) -> tuple[str, ...]:
    """Return why the entry of a legal text may not be published; empty means: publish."""
    found = []
    if text.id == OPINION and text.in_force_until is not None:
        found.append("民发〔2020〕20号失效后系统要换规则，不能只改日期。")
    if (
        text.in_force_from is not None
        and text.in_force_until is not None
        and text.in_force_until <= text.in_force_from
    ):
        found.append("失效日不晚于生效日。")
    if text.contradicts_itself:
        found.append(f"施行日和文本自己写的不一样：{text.commencement}")
    if text.in_force_from is None and text.binding:
        found.append("没有写从哪天起施行，不能作为依据。")
    return tuple(found)


def leaning_on(text: str, items: Mapping[str, Item]) -> tuple[Item, ...]:
    """Return the items that lean on the legal text ``text``, in the order of their ids."""
    return tuple(
        item
        for _, item in sorted(items.items())
        if any(basis.instrument == text for basis in item.basis)
    )
