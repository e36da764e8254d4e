"""Fairness of an exposure (公开曝光的条件): what must be there before anything is published.

What the sentence itself requires stands in ``grounds`` (OP-4.2.c). The rest is the house's own:
nobody exposes alone, nobody is exposed unheard, nothing private is shown, who objects is answered
by somebody else, and a private party is argued with, not accused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from juzheng.law.base.deadlines import day
from juzheng.law.base.divisions import governs, significant
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposure import (
    SHOWN,
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Limits,
)
from juzheng.law.supervision.grounds import (
    established,
    listed,
    named_basis_told,
    reviewed,
    turned,
    unreviewed,
)
from juzheng.law.supervision.hearings import (
    awaits_hearing,
    days_run,
    gave_up,
    heard,
    hearing_asked,
    hearing_set,
)
from juzheng.law.supervision.on_file import OnFile, obstacle
from juzheng.law.supervision.papers import (
    facts_not_served,
    facts_service,
    said_by_unit,
    service,
    superior_service,
    superior_silence,
)
from juzheng.law.supervision.published_words import fit_to_be_read, nothing_private
from juzheng.law.supervision.reports import ReporterWord, private


def obstacles(event: CorrectionEvent, file: OnFile, limits: Limits) -> tuple[Obstacle, ...]:
    """
    Return why ``event`` may not happen now (办理障碍); an empty tuple means: go ahead.

    Whether the event may follow the state at all is asked of ``exposure.step``.
    """
    return tuple(_RULES.get(event, _nothing)(file, limits))


# What only time, an earlier step or another officer takes away; all else is a matter of words.
_ANOTHER = frozenset({"accuser", "second_officer", "approver", "not_above"})
_NOT_YET = frozenset(
    {
        *("clock_runs", "not_served", "superior_not_asked", "superior_term_runs"),
        *("facts_not_served", "hearing_unset", "hearing_to_come"),
    }
)
_NO_MORE = frozenset(
    {
        *("over", "extended_once", "pending", "served_once", "answered"),
        *("heard_before", "hearing_late"),
    }
)


def waits(event: CorrectionEvent, file: OnFile, limits: Limits) -> bool:
    """Return whether ``event`` is not for now or not for this officer (以后的步骤)."""
    codes = {one.code for one in obstacles(event, file, limits)}
    return bool(codes & (_ANOTHER | _NOT_YET | _NO_MORE))


def barred(event: CorrectionEvent, file: OnFile, limits: Limits) -> bool:
    """Return whether ``event`` is never for this officer in this correction (要由另一人办)."""
    return any(one.code == "accuser" for one in obstacles(event, file, limits))


def above(officer: str | None, division: str) -> bool:
    """Return whether an officer's division stands above ``division``, not only beside it."""
    if officer is None or not governs(officer, division):
        return False
    return significant(officer) != significant(division)


def _nothing(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from ()


def _noted(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    if not file.note.strip():
        yield obstacle("no_reason", "没有写理由。", "请写明为什么这样办，办理经过里会留下。")


def _extension(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _noted(file, limits)
    if file.extended:
        yield obstacle("extended_once", "已经延长过一次。", "请催办，到期没有答复的写明事实。")
    if file.due_on is not None and file.on > file.due_on:
        yield obstacle("over", "期限已经过了，不能再延长。", "请报上级，或者写明事实、听取意见。")


def _notice(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from listed(file)
    yield from fit_to_be_read(file.notice, "通报", file.unit_kind)


def _overdue_only(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    if file.state is CorrectionState.NOTIFIED:
        yield from _term_over(file)


def _reminder(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why a unit may not be reminded: of a notice that it has not got (催办)."""
    if file.served_on is None:
        yield _not_served()


def _not_served() -> Obstacle:
    return obstacle(
        "not_served",
        "没有登记通报怎样送达。",
        "请先登记送达的日期、方式和回执，期限从送达起算。",
    )


def _term_over(file: OnFile) -> Iterator[Obstacle]:
    if file.served_on is None:
        yield _not_served()
    elif file.due_on is None:  # by an older version
        yield obstacle("clock_runs", "单位的答复期限还没有过。", "请先登记送达，期限从送达起算。")
    elif file.on <= file.due_on:
        last = file.due_on
        yield obstacle(
            "clock_runs",
            f"单位的答复期限还没有过，最后一天是{day(last)}。",
            "请等到期，也可以先催办。"
            if file.state is CorrectionState.NOTIFIED
            else "单位答复了不改的，也等这一天过了再公开；这期间它改了，就不用公开。",
        )


def _statement(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _overdue_only(file, limits)
    if not file.statement.strip():
        yield obstacle(
            "no_statement", "没有写明事实。", "请写清哪个单位、办什么事、要什么证明、有没有依据。"
        )
    yield from _written_fit(file)


def _written_fit(file: OnFile) -> Iterator[Obstacle]:
    """Yield what stands against the statement itself: on whom, on what grounds, in which words."""
    yield from listed(file)
    yield from established(file)
    yield from _words_fit(file, file.statement)


def _words_fit(file: OnFile, statement: str) -> Iterator[Obstacle]:
    yield from fit_to_be_read(statement, "事实说明", file.unit_kind)
    for proof in file.proofs:
        yield from fit_to_be_read(proof.text, f"“{proof.shows.label}”", file.unit_kind)
    yield from named_basis_told(file, statement)
    yield from _names_fit(file)


def _names_fit(file: OnFile) -> Iterator[Obstacle]:
    for text in file.named:
        yield from fit_to_be_read(text, f"“{text}”", file.unit_kind)


def _no_hand(file: OnFile) -> Iterator[Obstacle]:
    if file.by in file.hands:
        yield obstacle(
            "second_officer",
            "经手过这一件（受理、登记送达或来文、写事实、审看反映等）的人不能自己审批、复核、撤下。",
            "请没有经手的另一位工作人员办理。",
        )


def _another(file: OnFile) -> Iterator[Obstacle]:
    """Yield why this person may not judge the exposure: a hand in it, or approved it."""
    yield from _no_hand(file)
    if file.by == file.approver:
        yield obstacle("approver", "审批公开的人不能复核自己的审批。", "请另一位工作人员复核。")


def _objection(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from said_by_unit(file, limits)
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "异议")
    if file.objection_due_on is not None:
        yield obstacle("pending", "已经有一份异议正在复核。", "请等复核决定。")


def _rejection(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _another(file)
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "理由")
    if file.objection_due_on is None:
        yield obstacle("no_objection", "没有等待复核的异议。", "不用登记。")


def _redraft(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    if not file.draft.strip() or file.draft == file.statement:
        yield obstacle("no_draft", "没有写更正后的文字。", "请写明更正后的事实说明。")
    yield from _words_fit(file, file.draft)


def _rewording(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _another(file)
    yield from _redraft(file, limits)


def _retraction(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _another(file)
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "更正或致歉")


def _removal(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _no_hand(file)
    yield from _noted(file, limits)
    if file.objection_due_on is not None:
        yield obstacle("pending", "有一份异议正在复核。", "请先复核，再撤下。")


def _checking(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    if not file.unchecked:
        yield obstacle(
            "nothing_to_check", "没有别人登记、等待核对的材料。", "请另一位工作人员核对。"
        )


def _review(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "审看情况")
    if file.element not in unreviewed(file):
        yield obstacle("nothing_to_review", "这一项没有等待审看的材料。", "请看案卷材料。")
    if file.by in file.accusers:
        yield obstacle("accuser", "受理或写事实的人不能审看自己的材料。", "请另一位工作人员审看。")


def _identity(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why the unit's name or kind may not be put right in this way (更正单位)."""
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "理由")
    if file.before == (file.named[0], file.unit_kind):
        yield obstacle("nothing_new", "名称和类别都没有变。", "请写更正后的名称或者类别。")
    if file.before[0] != file.named[0] and file.state is not CorrectionState.ACCEPTED:
        yield obstacle(
            "noticed_by_name",
            "已经按原来的名称通报过，通报以后只能更正类别。",
            "认错了单位的，请不再追究；已经公开的，登记公开不当。",
        )
    if file.state in SHOWN:  # whoever it is found to be, it can only leave the board
        yield from _another(file)
    else:
        yield from listed(file)


def _weighing(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "理由")
    yield from turned(file)


def _approval(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _no_hand(file)
    if file.hearing is None:
        yield obstacle("not_heard", "还没有听取单位的意见。", "请先登记单位怎么说。")
    if file.hearing is Hearing.SILENT and file.facts_served_on is None:  # by an older version
        yield facts_not_served("请退回重写，登记送达，期满以后再登记单位怎么说。")
    if file.hearing is not Hearing.DECLINED and awaits_hearing(file):
        yield obstacle(
            "hearing_asked",
            "单位要求当面陈述，还没有听。",
            "书面意见不代替当面陈述：请定下时间地点，过了那天再审批；当面说的，登记进单位的意见。",
        )
    if gave_up(file.proofs, file.hearing) and days_run(file.speak_until, file.on):
        yield obstacle(
            "hearing_runs",
            "单位只撤回了当面陈述，还没有陈述意见，期限还没有过。",
            "请等单位陈述，或者等到期再审批。",
        )
    if file.single:
        yield obstacle(
            "single_handed",
            "单位纸上说的，只由一人登记，还没有另一人核对。",
            "请另一位工作人员对照来文核对，再审批。",
        )
    yield from _term_over(file)
    yield from _statement_as_published(file)


def _statement_as_published(file: OnFile) -> Iterator[Obstacle]:
    if not file.statement.strip():
        yield obstacle("no_statement", "没有写明事实。", "请退回，写明事实后再审批。")
    yield from _written_fit(file)
    yield from nothing_private(file.reply, "单位的意见")
    if not any(told.counts for told in file.told):
        yield obstacle(
            "no_report", "反映的人都撤回了。", "请办结，不再公开；自己查实的，请重新受理一份。"
        )
    yield from reviewed(file)
    for told in file.told:
        if told.consent and told.words and private(told.words):
            yield obstacle(
                "words_private", "反映人的话里还有个人信息。", "请回到那份反映，遮盖后再审批。"
            )


def _closing(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    if ReporterWord.STILL in file.words:
        yield obstacle(
            "still_demanded",
            "有反映人说单位还在要。",
            "请再核实；确实没有纠正的，登记为“核实没有纠正”。",
        )
    elif ReporterWord.CORRECTED not in file.words and not file.note.strip():
        yield obstacle(
            "reporter_silent",
            "没有反映人说过已经不要了。",
            "请先问反映人；问不到的，写明怎么核实的。",
        )


def _override(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    yield from _noted(file, limits)
    yield from nothing_private(file.note, "理由")  # everybody can read it
    if not above(file.officer, file.division):
        yield obstacle("not_above", "只有上级民政部门可以这样决定。", "请报上级；本级请按程序办。")


def _reading(file: OnFile, limits: Limits) -> Iterator[Obstacle]:
    """Yield why nobody else says for a unit that it has read what became of a notice (已看到)."""
    if not file.account:
        yield obstacle(
            "not_its_account", "看没看到，只由单位用自己的账号登记。", "请单位在收件箱里登记。"
        )


_Rule = Callable[[OnFile, Limits], Iterator[Obstacle]]
_RULES: Mapping[CorrectionEvent, _Rule] = {
    CorrectionEvent.NOTIFIED: _notice,
    CorrectionEvent.SERVED: service,
    CorrectionEvent.SUPERIOR_SERVED: superior_service,
    CorrectionEvent.SUPERIOR_ANSWERED: said_by_unit,
    CorrectionEvent.SUPERIOR_CORRECTED: said_by_unit,
    CorrectionEvent.SUPERIOR_SILENT: superior_silence,
    CorrectionEvent.WEIGHED: _weighing,
    CorrectionEvent.CHECKED: _checking,
    CorrectionEvent.REVIEWED: _review,
    CorrectionEvent.IDENTIFIED: _identity,
    CorrectionEvent.OBJECTED: _objection,
    CorrectionEvent.OBJECTION_REJECTED: _rejection,
    CorrectionEvent.REDRAFTED: _redraft,
    CorrectionEvent.REWORDED: _rewording,
    CorrectionEvent.RETRACTED: _retraction,
    CorrectionEvent.REMOVED: _removal,
    CorrectionEvent.ANSWERED: said_by_unit,
    CorrectionEvent.REFUSED: said_by_unit,
    CorrectionEvent.REMINDED: _reminder,
    CorrectionEvent.EXTENDED: _extension,
    CorrectionEvent.ESCALATED: _overdue_only,
    CorrectionEvent.CORRECTED: _closing,
    CorrectionEvent.MENDED: _closing,
    CorrectionEvent.FOUND_WANTING: _noted,
    CorrectionEvent.DROPPED: _noted,
    CorrectionEvent.RETURNED: _noted,
    CorrectionEvent.STATED: _statement,
    CorrectionEvent.STATED_SERVED: facts_service,
    CorrectionEvent.HEARING_ASKED: hearing_asked,
    CorrectionEvent.HEARING_SET: hearing_set,
    CorrectionEvent.HEARD: heard,
    CorrectionEvent.EXPOSED: _approval,
    CorrectionEvent.STOPPED: _override,
    CorrectionEvent.REOPENED: _override,
    CorrectionEvent.SEEN: _reading,
}
