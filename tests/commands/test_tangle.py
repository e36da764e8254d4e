"""``juzheng tangle``: loops with their members in order, duplicates, baseless demands, the cut."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from juzheng.web.management.commands import tangle
from tests.commands.conftest import Ended

GOLD = "tests/data/absurd_gold.yaml"
INHERITANCE = "docs/examples/inheritance.json"


def test_the_seven_month_loop_is_told_in_order_with_its_cut(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("tangle", INHERITANCE)
    assert ended.status == 1
    order = [
        "循环证明 1",
        "1. 某公证处",
        "2. 某派出所",
        "3. 某社区居委会",
        "回到 1",
        "某银行",
        "解开建议",
    ]
    places = [ended.out.index(part) for part in order]
    assert places == sorted(places)
    for part in (
        "户籍档案",
        "没有发生的事",
        "再少就解不开",
        "民发〔2020〕20号",
        "D6：取消某派出所",
    ):
        assert part in ended.out


def test_json_says_the_same(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("tangle", INHERITANCE, "--json", "--on", "2026-11-22")
    found = json.loads(ended.out)
    assert ended.status == 1
    assert [member["id"] for member in found["loops"][0]["members"]] == [
        "公证书", "派出所证明", "居委会证明",
    ]  # fmt: skip
    assert found["loops"][0]["reached_from"] == found["stuck"] == ["取存款"]
    assert found["cut"]["demands"] == ["D5", "D6"]
    assert found["cut"]["exact"]
    assert [(row["about"], row["shown_by"]) for row in found["duplicate"]] == [("D6", ["户籍档案"])]
    assert {row["about"] for row in found["baseless"]} == {"D5", "D6", "D7"}
    assert found["vacuum"] == []
    assert all(row["reason"] and row["citations"] for row in found["baseless"])


@pytest.mark.parametrize("name", ["school", "subsidy"])
def test_the_other_examples_have_something_wrong_too(
    juzheng: Callable[..., Ended], name: str
) -> None:
    assert juzheng("tangle", f"docs/examples/{name}.json").status == 1


def test_it_ends_with_nought_where_nothing_is_wrong(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    path = tmp_path / "clean.json"
    path.write_text('{"matters": [{"name": "开户"}]}', encoding="utf-8")
    ended = juzheng("tangle", str(path))
    assert ended.status == 0
    assert "没有查出" in ended.out


@pytest.mark.parametrize("words", [(), ("nowhere.json",), (INHERITANCE, "--on", "昨天")])
def test_a_wrong_file_or_line_ends_with_two(
    juzheng: Callable[..., Ended], words: tuple[str, ...]
) -> None:
    ended = juzheng("tangle", *words)
    assert ended.status == 2
    assert ended.err
    assert not ended.out


def test_a_large_file_is_told_the_same(
    juzheng: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = juzheng("tangle", INHERITANCE, "--json").out
    monkeypatch.setattr(tangle, "LARGE", 0)
    ended = juzheng("tangle", INHERITANCE, "--json")
    assert ended.out == small
    assert not ended.err


def test_a_large_file_is_told_the_same_without_the_extra_and_what_to_install(
    juzheng: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = juzheng("tangle", INHERITANCE, "--json")
    monkeypatch.delattr("juzheng.law.demands.arrays", raising=False)
    monkeypatch.delitem(sys.modules, "juzheng.law.demands.arrays", raising=False)
    for name in ("numpy", "scipy", "scipy.sparse"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(tangle, "LARGE", 0)
    ended = juzheng("tangle", INHERITANCE, "--json")
    assert (ended.status, ended.out) == (small.status, small.out)
    assert "7 项要求" in ended.err
    assert "pip install 'juzheng[graphs]'" in ended.err
    assert "docs/tangle.md" in ended.err
    assert not small.err


def test_a_long_report_tells_the_worst_and_how_much_there_is_and_all_if_asked(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    count = tangle.MOST + 20
    rows = [{"id": f"D{one}", "owner": "开户", "papers": ["证明"]} for one in range(count)]
    rows[-1] |= {"fact": "没有犯罪"}  # the one with two things wrong
    path = tmp_path / "long.json"
    whole = {
        "bodies": [{"name": "某银行", "kind": "bank"}],
        "facts": [{"name": "没有犯罪", "negative": True}],
        "papers": [{"name": "证明", "issued_by": "某银行"}],
        "matters": [{"name": "开户", "handled_by": "某银行"}],
        "demands": rows,
    }
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    words, every = juzheng("tangle", str(path)).out, juzheng("tangle", str(path), "--all").out
    assert f"（{count} 处，先列问题最多的 {tangle.MOST} 处。全部列出请用 --all。）" in words
    assert words.index(f"  D{count - 1}：") < words.index("  D0：")
    assert f"  D{count - 2}：" not in words
    assert f"（{count} 处）" in every
    assert f"  D{count - 2}：" in every
    some = json.loads(juzheng("tangle", str(path), "--json").out)
    whole_told = json.loads(juzheng("tangle", str(path), "--json", "--all").out)
    assert some["found"] == whole_told["found"]
    assert some["found"]["baseless"] == count
    assert (some["told"], whole_told["told"]) == (tangle.MOST, None)
    assert len({row["about"] for row in some["baseless"]}) == tangle.MOST
    assert len({row["about"] for row in whole_told["baseless"]}) == count


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- text: [", "不是"),
        ("other: 1", "没有 cases"),
        ("cases: []", "没有 cases"),
        ("- 1", "第 1 个案例没有 text"),
        ("- {text: x, kind: odd}", "kind“odd”不认识"),
        (None, "打不开"),
    ],
)
def test_a_file_without_cases_is_said_to_be_one(
    juzheng: Callable[..., Ended],
    tmp_path: Path,
    content: str | None,
    said: str,
) -> None:
    path = tmp_path / "cases.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    ended = juzheng("tangle", "--cases", str(path))
    assert ended.status == 2
    assert said in ended.err


def test_the_command_prints_each_case_and_the_table(juzheng: Callable[..., Ended]) -> None:
    ended = juzheng("tangle", "--cases", GOLD)
    assert ended.status == 0
    assert "17 循环证明" in ended.out
    assert "人工标注" in ended.out
    assert '"confusion"' in juzheng("tangle", "--cases", GOLD, "--json").out
