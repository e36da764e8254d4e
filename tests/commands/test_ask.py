"""``juzheng ask``: one question or many, by what is published or else by what ships."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Page
from juzheng.records.catalogue import governing
from tests.commands.conftest import Ended
from tests.conftest import NOON
from tests.hearing import hearing

ROOT = Path(__file__).parent.parent.parent
MOTHER = "证明我妈是我妈"
TODAY = NOON.date().isoformat()
KEYS = {"id", "item", "route", "candidates", "outcome", "decision"}


def lines(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


def batch(path: Path, *rows: object) -> str:
    file = path / "questions.jsonl"
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(texts), encoding="utf-8")
    return str(file)


def test_it_answers_with_verdict_ways_onward_and_citations(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("ask", MOTHER)
    assert ended.status == 0
    for part in ("NEG-01", "结论：", "理由：", "怎么办：", "依据：民发〔2020〕20号"):
        assert part in ended.out


def test_what_is_presupposed_and_not_asked_yet_stands_in_the_verdict(
    juzheng: Callable[..., Ended],
) -> None:
    assert "结论：符合条件的，核查后限时出具" in juzheng("ask", "收养证明").out


def test_of_what_is_issued_the_law_is_the_basis_and_the_opinion_the_rule(
    juzheng: Callable[..., Ended],
) -> None:
    said = juzheng("ask", "收养证明").out.splitlines()
    (at,) = (at for at, line in enumerate(said) if line.startswith("依据："))
    basis, rule = said[at : at + 2]
    assert basis.startswith("依据：中国公民收养子女登记办法")
    assert "民发" not in basis
    assert rule.startswith("出具规则：民发〔2020〕20号 第二部分第二段")


def test_json_holds_the_whole_decision(juzheng: Callable[..., Ended]) -> None:
    found = json.loads(juzheng("ask", MOTHER, "--on", "2026-11-22", "--json").out)
    assert (found["item"], found["route"], found["outcome"]) == ("NEG-01", "redirect", "refuse")
    assert found["decision"]["citations"]
    assert found["decision"]["onward"]
    assert found["decision"]["trace"]


def test_a_demander_may_be_named_in_chinese(juzheng: Callable[..., Ended]) -> None:
    code = json.loads(juzheng("ask", MOTHER, "--demander", "bank", "--json").out)
    label = json.loads(juzheng("ask", MOTHER, "--demander", "银行", "--json").out)
    assert code == label


def test_an_item_of_one_place_holds_there_only(juzheng: Callable[..., Ended]) -> None:
    words = ("ask", "在北京养狗要居委会开什么证明", "--json", "--division")
    beijing, hunan = (json.loads(juzheng(*words, code).out) for code in ("110000", "430000"))
    assert (beijing["item"], beijing["route"]) == ("POS-048", "committee")
    assert (hunan["item"], hunan["route"]) == ("NEG-04", "redirect")
    assert hunan["outcome"] == "refuse"


def test_gibberish_gets_no_certainty(juzheng: Callable[..., Ended]) -> None:
    found = json.loads(juzheng("ask", "qwzx 阿巴阿巴", "--json").out)
    assert (found["item"], found["route"], found["decision"]) == (None, "none", None)


def test_a_batch_answers_line_by_line(juzheng: Callable[..., Ended], tmp_path: Path) -> None:
    rows = (
        {"id": "a", "text": MOTHER},
        {
            "id": 2,
            "text": "收养证明",
            "division": "990121",
            "demander": None,
            "on": "2026-11-22",
        },
    )
    ended = juzheng("ask", "--batch", batch(tmp_path, *rows), "--json")
    assert ended.status == 0
    assert [line["id"] for line in lines(ended)] == ["a", 2]
    assert all(line.keys() >= KEYS for line in lines(ended))
    assert lines(ended)[1]["item"] == "POS-001"


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        '{"text": "没有 id"}',
        {"id": 1},
        {"id": 1, "text": ""},
        {"id": 1, "text": 7},
        {"id": 1, "text": MOTHER, "on": "昨天"},
        {"id": 1, "text": MOTHER, "division": "湖南"},
        {"id": 1, "text": MOTHER, "demander": "外星人"},
        "[" * 20_000,
    ],
    ids=range(10),
)
def test_a_bad_line_is_named_and_does_not_stop_the_rest(
    juzheng: Callable[..., Ended], tmp_path: Path, bad: object
) -> None:
    good = {"id": "good", "text": MOTHER}
    ended = juzheng("ask", "--batch", batch(tmp_path, good, bad, good), "--json")
    assert ended.status == 1
    assert "第2行：" in ended.err
    assert [line.get("item") for line in lines(ended)] == ["NEG-01", None, "NEG-01"]
    assert lines(ended)[1]["line"] == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("ask",), "请写一句话"),
        (("ask", ""), "没有写要问什么"),
        (("ask", "   "), "没有写要问什么"),
        (("ask", MOTHER, "--batch", "x"), "请写一句话"),
        (("ask", MOTHER, "--on", "2026-13-01"), "不是日期"),
        (("ask", MOTHER, "--division", "１１"), "不是区划代码"),
        (("ask", MOTHER, "--demander", "nobody"), "索要单位"),
        (("ask", "--batch", "no-such-file.jsonl"), "打不开"),
        (("ask", "--batch", "."), "打不开"),
    ],
)
def test_a_bad_question_says_what_to_write(
    juzheng: Callable[..., Ended], words: tuple[str, ...], part: str
) -> None:
    ended = juzheng(*words)
    assert (ended.status, ended.out) == (2, "")
    assert part in ended.err


@pytest.mark.parametrize(
    "text", ["😀" * 50, "<script>alert(1)</script>", "'; DROP TABLE x; --", "㐂𠮷𬀩", "妈" * 50_000]
)
def test_any_text_gets_an_answer(juzheng: Callable[..., Ended], text: str) -> None:
    assert juzheng("ask", text).status == 0


def test_it_answers_by_what_is_published_as_the_site_does_and_says_so(
    juzheng: Callable[..., Ended], loaded: None, person: Any
) -> None:
    words = ("ask", MOTHER, "--on", TODAY)
    before = json.loads(juzheng(*words, "--json").out)
    assert before["catalogue"]["source"] == "published"
    told = governing.governing(NOON.date()).items["NEG-01"]
    officers = [person(name, "overseer", None, division="") for name in ("one", "two")]
    changed = Page(replace(told, name="一种改了名字的证明"))
    heading = changes.Heading("改名", "原因", "", NOON.date())
    change = changes.draft(heading, [changed], key="key", by=officers[0], at=NOON)
    changes.submit(change, version=change.version, by=officers[0], at=NOON)
    changes.publish(change, version=change.version, by=officers[1], at=NOON)

    after = json.loads(juzheng(*words, "--json").out)
    said = juzheng(*words).out
    assert after["item_name"] == "一种改了名字的证明" != before["item_name"]
    assert after["catalogue"]["version"] != before["catalogue"]["version"]
    assert "一种改了名字的证明" in said
    assert "依据的目录：本系统已发布的" in said
    assert "一种改了名字的证明" in juzheng("ask", MOTHER, "--on", TODAY).out
    listed = juzheng("tangle", "docs/examples/inheritance.json", "--on", TODAY)
    assert "依据的目录：本系统已发布的" in listed.out


def test_where_nothing_is_published_the_shipped_catalogue_answers_and_is_named(
    juzheng: Callable[..., Ended],
) -> None:
    assert json.loads(juzheng("ask", MOTHER, "--json").out)["catalogue"]["source"] == "shipped"
    assert "依据的目录：随程序附带的" in juzheng("ask", MOTHER).out


def test_to_ask_makes_no_database(settings: Any, tmp_path: Path) -> None:
    name = tmp_path / "none.sqlite3"
    connection = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": name})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(governing, "connection", connection)
        assert governing.source_of(governing.in_force(NOON.date())) is governing.Source.SHIPPED
    assert not name.exists()


def test_it_needs_no_database_and_no_built_assets(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "juzheng", "ask", MOTHER, "--json"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUZHENG_DATABASE_URL": "postgresql://x@[::1]:1/x",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["item"] == "NEG-01"
    assert list(tmp_path.iterdir()) == []


def test_an_emergency_is_told_first(juzheng: Callable[..., Ended]) -> None:
    told = juzheng("ask", "隔壁老人三天没出门了，敲门没人应").out
    assert told.startswith("紧急：先打 110（报警）、120（医疗急救）")
    assert "死亡证明" not in told
    found = json.loads(juzheng("ask", "他正在打我，救命", "--json").out)
    assert [one["number"] for one in found["urgent"]["calls"]] == ["110", "12338"]
    assert found["item"] == "POS-021"


def test_what_only_sounds_like_one_is_told_first_and_asked_on(
    juzheng: Callable[..., Ended],
) -> None:
    told = juzheng("ask", "俺婆婆摔地上动弹不得了").out
    assert told.startswith("现在正有危险的，先打 120（医疗急救）")
    assert "请问：谁让您来开的？" in told
    found = json.loads(juzheng("ask", "俺婆婆摔地上动弹不得了", "--json").out)
    assert found["urgent"]["certain"] is False


def test_two_wishes_and_yes_or_no_and_a_greeting_are_told_in_words(
    juzheng: Callable[..., Ended],
) -> None:
    assert "第2件事：" in juzheng("ask", "要无犯罪记录证明，另外狗证怎么办").out
    assert "先答：是，" in juzheng("ask", "单身证明是不是取消了").out
    assert juzheng("ask", "你好").out.startswith("您好，请说一下")


def test_what_is_not_sure_is_asked_back_in_words_and_in_json(
    juzheng: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, NEG_02=0.5, NEG_20=0.5)

    ended = juzheng("ask", "x")
    assert "请问：是下面哪种情况？" in ended.out
    assert "--told trouble=lost  证件、本子、单据丢了" in ended.out
    assert "--told trouble=none  都不是" in ended.out
    assert "结论" not in ended.out
    found = json.loads(juzheng("ask", "x", "--json").out)
    assert (found["certainty"], found["sure"]) == (0.5, False)
    assert found["question"]["key"] == "trouble"
    assert found["question"]["answers"][-1] == {"key": "none", "text": "都不是"}


def test_an_answer_to_what_was_asked_back_settles_it(
    juzheng: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hearing(monkeypatch, NEG_02=0.5, NEG_20=0.5)

    assert "证件遗失证明(NEG-20)" in juzheng("ask", "x", "--told", "trouble=lost").out
    rows = batch(tmp_path, {"id": 1, "text": "x", "told": {"trouble": "lost"}})
    found = lines(juzheng("ask", "--batch", rows))[0]
    assert (found["item"], found["sure"], found["question"]) == ("NEG-20", True, None)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("trouble=gone", "可以答：lost 证件、本子、单据丢了"),
        ("what=lost", "会问的是：asker、"),
        ("x", "会问的是："),
    ],
)
def test_an_answer_that_nobody_asked_for_says_what_can_be_answered(
    juzheng: Callable[..., Ended], told: str, said: str
) -> None:
    ended = juzheng("ask", MOTHER, "--told", told)
    assert ended.status == 2
    assert said in ended.err


def test_a_batch_names_the_line_whose_answers_cannot_be_read(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    rows = [{"id": 1, "text": MOTHER, "told": bad} for bad in (["trouble"], {"trouble": ["lost"]})]
    ended = juzheng("ask", "--batch", batch(tmp_path, *rows))
    assert ended.status == 1
    assert all(one["error"] for one in lines(ended))


def test_what_is_asked_back_carries_nothing_of_a_best_guess(juzheng: Callable[..., Ended]) -> None:
    found = json.loads(juzheng("ask", "孩子要证明", "--json").out)
    assert found["sure"] is False
    assert found["question"] or found["choices"]
    guess = ("item", "item_name", "matter", "outcome", "decision")
    assert [found[name] for name in guess] == [None] * len(guess)
    assert (found["first"], found["before"], found["route"]) == ("", [], "none")
