"""The law's composed sentences in English (组成句的英文): all of them, and nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import quote

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.test import Client
from django.utils import translation
from django.utils.html import conditional_escape

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.demanding import Question, told
from juzheng.law.base.demanders import Demander
from juzheng.law.base.machine import Machine
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.circumstances import Circumstances
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.demands.asking import DemandAnswer
from juzheng.law.demands.contrary import Condition
from juzheng.records.tracked import Tracked
from juzheng.web.shared import law_sentences
from juzheng.web.shared.law_sentences import in_language, template
from juzheng.web.templatetags.juzheng import t
from tests.web.test_translations import messages
from tests.web.visiting import noon, visitor

__all__ = ["noon", "visitor"]

ON = date(2026, 11, 24)
PLACES = ("", "430102", "110000")
WORDS = re.compile(r"[\u4e00-\u9fff]+")
# The catalogue's own sentences stay Chinese, and so do names of law and of bodies.
TABLES = Path(messages.ROOT, "juzheng", "catalogue")


@cache
def known() -> str:
    return re.sub(r"\s+", "", "".join(path.read_text() for path in sorted(TABLES.rglob("*.yaml"))))


def decisions(item: Item) -> Iterator[Decision]:
    for place in (*PLACES, *item.divisions[:1]):
        for kind in CommitteeKind:
            here = Circumstances(division=place, on=ON, committee=kind)
            yield applicability.decide(item, catalogue(), here)
    for one in item.preconditions:
        here = Circumstances(division=(item.divisions or ("430102",))[0], on=ON, unmet=(one.key,))
        yield applicability.decide(item, catalogue(), here)


def left(said: str) -> list[str]:
    """Return what is Chinese on an English page and does not stand in the catalogue's tables."""
    shown = in_language(said)
    return [word for word in WORDS.findall(shown) if word not in known()]


def test_no_decision_leaves_a_sentence_of_the_law_in_chinese() -> None:
    seen = set()
    with translation.override("en"):
        for item in catalogue().items.values():
            for decision in decisions(item):
                seen.add(decision.outcome)
                said = [decision.reason, *(way.do for way in decision.onward)]
                said += [text for one in decision.trace for text in (one.question, one.answer)]
                assert [(text, words) for text in said if (words := left(text))] == []
    assert {Outcome.REFUSE, Outcome.TO_CONFIRM, Outcome.DELIBERATE, Outcome.TIME_LIMITED} <= seen


def test_no_answer_to_a_unit_leaves_a_sentence_of_the_law_in_chinese() -> None:
    seen = set()
    denied = ((), tuple((one.value, True) for one in Condition))
    with translation.override("en"):
        for item in [*sorted(catalogue().items)[::6], "NEG-19", "POS-001"]:
            for demander in ("", *(one.value for one in Demander)):
                for answered in denied:
                    asked = Question("", "", demander, "430102", item, answered)
                    check = told(
                        asked,
                        finder=default_finder(),
                        catalogue=catalogue(),
                        matters=dict(matters()),
                        on=ON,
                    ).check
                    seen.add(check.answer)
                    said = [check.why, check.caution, *(one.said for one in check.hints)]
                    assert [(text, words) for text in said if (words := left(text))] == []
    assert len(seen) >= len(DemandAnswer) - 2


def test_a_sentence_of_the_law_that_has_no_english_would_be_found() -> None:
    with translation.override("en"):
        assert left("这一句谁也没有翻译过，居（村）委会不出具。")
        assert not left("居民户口簿")


# What buttons say: in a history it would tell the reader to do it once more.
TO_DO = re.compile(
    "(Add|Approve|Correct|Discard|Draft the|Edit|Extend|Give|Hear|Let|Lift|Open|Print"
    "|Propose|Receive|Record (?!of)|Register|Remind|Revoke|Send|Submit|Void|Withdraw|Write)\\b"
)


def machines() -> list[Machine[Any, Any]]:
    return [kind.MACHINE for kind in apps.get_models() if issubclass(kind, Tracked)]


def test_what_has_happened_is_told_in_the_past_and_a_button_says_what_to_do() -> None:
    with translation.override("en"):
        assert in_language("提交审核") == "Submit for review"
        told = [
            in_language(one.happened(one.line(event))) for one in machines() for event in one.events
        ]
        assert len(told) > 100
        assert [said for said in told if TO_DO.match(said)] == []
    labels = messages.happened()
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    assert {one.id for one in committed if one.context == messages.HAPPENED_CONTEXT} == {*labels}


def of_the_law() -> list[tuple[str, str]]:
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    return [
        (str(one.id), str(one.string))
        for one in committed
        if one.context == messages.LAW_CONTEXT and one.id
    ]


def test_every_sentence_with_blanks_is_known_when_it_is_filled() -> None:
    found = of_the_law()
    assert {one for one, _ in found} == set(messages.templates())
    for message, said in found:
        assert "}{" not in message, "two blanks side by side cannot be told apart"
        names = re.findall(r"\{(\w+)\}", message)
        number = {name: f"{at}" for at, name in enumerate(names, 21)}
        words = {**number, **{name: f"X{number[name]}" for name in names if "days" not in name}}
        filled = template(message, said).filled(message.format_map(words))
        assert filled == said.format_map(words), message


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "这一项列入《示例清单》，居（村）委会不出具。",
            "This item is on 《示例清单》: committees do not issue it.",
        ),
        ("不应出具清单", "List of what committees do not certify"),
        (
            "受理后5个工作日内（公示7天另计）",
            "within 5 working days (plus 7 days of public notice) after acceptance",
        ),
        ("受理后1个工作日内", "within 1 working day after acceptance"),
        ("受理后11个工作日内", "within 11 working days after acceptance"),
        (
            "按《示例清单》，这一项在本地只限由居民委员会、村民委员会出具，不予出具。",
            "By 《示例清单》, this item is limited here (issued by Residents' committee, "
            "Villagers' committee), so it is not issued.",
        ),
    ],
)
def test_blanks_are_filled_with_words_of_the_same_language(said: str, shown: str) -> None:
    with translation.override("en"):
        assert in_language(said) == shown
    with translation.override("zh-hans"):
        assert in_language(said) == said


def test_what_has_to_be_written_into_a_file_stays_as_it_is_written_there() -> None:
    lacking = "少了“事项”这一栏（这一行看作表头）。"
    sheets = "请删去这张表，或用这些表名和模板里的列名：事项、依据。"
    with translation.override("en"):
        assert "“事项”" in in_language(lacking, ours=True)
        assert in_language(sheets, ours=True).endswith("template: 事项, 依据.")
        assert in_language("要写成数组 [ … ]。") == "It has to be an array [ … ]."


@pytest.mark.parametrize(
    "typed",
    [
        "我不服。这一项列入《示例清单》，居（村）委会不出具。",  # quoted, with words of one's own
        "他们说这一项列入了清单，居（村）委会不出具！",
        "由我出具",
        "由居民委员会出具",
        "向李秀英提供",
        "条件：没有。",
        "说明：住在三楼。",
        "原名“李秀英”",
        "30天",
        "附件《合同》",
        "查到依据：没有。",
        "邻居说可以，不予出具。",
        "真实有效。",
        "May",
    ],
)
def test_what_somebody_typed_is_not_changed(typed: str) -> None:
    with translation.override("en"):
        assert in_language(typed) == typed


def test_a_name_in_a_translated_sentence_is_marked_as_chinese() -> None:
    with translation.override("en"):
        shown = conditional_escape(t("这一项列入《<示例>清单》，居（村）委会不出具。"))
    assert shown == (
        'This item is on <span lang="zh-Hans">《</span>&lt;<span lang="zh-Hans">示例</span>&gt;'
        '<span lang="zh-Hans">清单》</span>: committees do not issue it.'
    )


def test_chinese_pages_try_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_sentences, "templates", None)
    with translation.override("zh-hans"):
        assert in_language("这一项列入《示例清单》，居（村）委会不出具。").startswith("这一项")


@pytest.mark.parametrize(
    "typed",
    [
        "按《" + "》，办" * 250 + "”，由该单位自己核查这项信息，不用您来证明。",
        "按《" + "》，向办，" * 150 + "”，由该单位自己核查这项信息，不用您来证明。",
        "《" + "》“" * 390,
        "一。" * 399,
        "一；" * 15 + "由" * 760,
    ],
)
def test_what_is_made_to_be_slow_is_not(typed: str) -> None:
    began = process_time()
    with translation.override("en"):
        assert in_language(typed) == typed
    assert process_time() - began < 2


@pytest.mark.django_db
def test_the_pages_say_it_in_english(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    asked = visitor.get(f"/ask/?q={quote('证明我妈是我妈')}").content.decode()
    assert "committees do not issue it." in asked
    assert "居（村）委会不出具" not in asked
    demanded = visitor.get("/may-i-demand/?item=NEG-10&unit=court").content.decode()
    assert "does not govern such units" in demanded


@pytest.mark.parametrize(
    ("said", "english"),
    [
        (
            "自2026年12月10日起，在示例县 2 个村居，“困难学生证明”不再开具。",
            "From 10 December 2026, in 示例县, in 2 committees,"
            " “困难学生证明” will no longer be issued.",
        ),
        (
            "自2026年12月10日（星期四）起，在示例县，“甲”、“乙”可以开具。",
            "From Thursday 10 December 2026, in 示例县, “甲”, “乙” may be issued.",
        ),
    ],
)
def test_an_english_sentence_has_an_english_day(said: str, english: str) -> None:
    with translation.override("en"):
        assert in_language(said, ours=True) == english
    assert in_language(said) == said


def test_what_is_no_day_stays_as_it_was_written() -> None:
    with translation.override("en"):
        assert "2026年13月1日" in in_language("自2026年13月1日起，在示例县，“甲”可以开具。")
