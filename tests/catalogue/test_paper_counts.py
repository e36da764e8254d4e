"""What a paper says of how many items it has is compared with what was read in it."""

from __future__ import annotations

import pytest

from juzheng.catalogue import papers
from juzheng.catalogue.papers import counting
from juzheng.catalogue.papers.counting import Gap
from juzheng.catalogue.papers.listed_names import cardinal
from juzheng.law.catalogue.items import ListKind
from tests.web.overseer import paper_lists

NEGATIVE, ISSUABLE = ListKind.NEGATIVE, ListKind.ISSUABLE
NAMES = ["居住证明", "养犬证明", "健在证明", "单身证明", "贫困证明", "无业证明"]
TITLE = "示例县不应出具证明事项清单\n"


def numbered(names: list[str]) -> str:
    return "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1)) + "\n"


SIX, THREE, OTHERS = numbered(NAMES), numbered(NAMES[:3]), numbered(NAMES[3:])
TABLE = "序号,证明名称\n" + "\n".join(f"{n},{name}" for n, name in enumerate(NAMES, 1)) + "\n"


def compared(text: str, kind: ListKind = NEGATIVE) -> list[tuple[int, int]]:
    """Return what was stated and what was read, where they differ."""
    lines = papers.read(text.encode())[1]
    paper = next(one for one in papers.recognised(lines) if one.kind in (kind, None))
    texts = [line.text for line in lines]
    found = counting.miscounted(texts, [one.line for one in paper.names], kind)
    return [(one.stated, one.read) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        TITLE + "共计{whole}项\n" + SIX,
        TITLE + "共{whole}项，其中户籍类{part}项、婚姻类3项。\n" + SIX,
        TITLE + "共3大类{whole}项\n" + SIX,
        TITLE + "现取消{whole}项证明事项。\n" + SIX,
        "示例县不应出具证明事项清单（共{whole}项）\n" + SIX,
        "示例县不应出具证明事项清单（第一批{whole}项）\n" + SIX,
        TITLE + SIX + "以上共计{whole}项。",
        TITLE + TABLE + "合计,{whole}",
        TITLE + TABLE + "合计,{whole}项",
        TITLE + f"一、户籍类（共{{part}}项）\n{THREE}二、婚姻类（共3项）\n{OTHERS}",
        TITLE + f"一、户籍类\n{THREE}小计{{part}}项\n二、婚姻类\n{OTHERS}小计3项\n合计6项",
        TITLE + f"户籍类 {{part}}项\n{THREE}婚姻类 3项\n{OTHERS}",
        f"附件1 不应出具清单第一批（{{part}}项）\n{THREE}附件2 不应出具清单第二批（3项）\n{OTHERS}",
        TITLE + f"户籍类（{{part}}项）\n{THREE}没有项数的一类\n{OTHERS}",
    ],
)
def test_a_count_is_compared_with_what_was_read_however_it_is_written(text: str) -> None:
    wrong = {"whole": (7, "七"), "part": (4, "四")}
    for way in (0, 1):  # in figures and in 汉字
        right = {"whole": (6, "六")[way], "part": (3, "三")[way]}
        assert compared(text.format(**right)) == []
        name = "whole" if "{whole}" in text else "part"
        stated = wrong[name][0]
        assert compared(text.format(**{**right, name: wrong[name][way]})) == [(stated, stated - 1)]


def test_what_is_no_count_of_this_list_is_none() -> None:
    for text in (
        TITLE + "根据第三十项、第5项和2020年的规定，每3项一组，一项也不能少。\n" + SIX,
        TITLE + "全省共取消300项证明事项，本县共6项。\n" + SIX,
        TITLE + "现公布可以出具证明事项20项、不应出具证明事项6项。\n" + SIX,
        TITLE + "21 个人档案证明\n22项目材料证明\n23、条件证明\n24 种养证明\n",
        TITLE + TABLE.replace("居住证明", "个人居住证明").replace("养犬证明", "项目审批证明"),
        paper_lists.TEXT,
    ):
        assert compared(text) == []
    texts = [line.text for line in papers.read(paper_lists.in_table())[1]]
    assert counting.miscounted(texts, [one for one in texts if one[0].isdigit()], NEGATIVE) == ()


def test_each_of_two_lists_is_counted_for_itself() -> None:
    both = f"一、可以出具的（共3项）\n{THREE}二、不应出具的（共4项）\n{OTHERS}"
    assert compared(both) == [(4, 3)]
    assert compared(both, ISSUABLE) == []


def test_what_an_officer_adds_counts() -> None:
    texts = (TITLE + "共计7项\n" + SIX).splitlines()
    lines = SIX.splitlines()
    assert counting.miscounted(texts, lines, NEGATIVE)
    assert not counting.miscounted(texts, [*lines, ""], NEGATIVE)


def gaps(text: str, **added: str) -> tuple[Gap, ...]:
    lines = papers.read(text.encode())[1]
    named = {one.name: one.line for one in papers.recognised(lines)[0].names}
    return counting.gaps([line.text for line in lines], named | added)


def test_where_the_numbers_break_off_is_said_with_the_lines_that_bear_them() -> None:
    broken = "1. 居住证明\n2. 养犬证明\n5. 健在证明\n6. 单身证明\n"
    assert gaps(broken) == (Gap("2. 养犬证明", (3, 4)),)
    assert gaps(broken, 甲证明="", 乙证明="") == ()
    assert gaps("2. 居住证明\n3. 养犬证明\n") == (Gap("", (1,)),)
    assert gaps(SIX) == gaps(THREE + OTHERS) == ()
    assert gaps("18. 居住证明\n19. 养犬证明\n") == ()  # goes on with another list
    again = "1. 居住证明\n2. 养犬证明\n3. 居住证明\n4. 健在证明\n"
    assert gaps(again) == (Gap("2. 养犬证明", (3,), ("3. 居住证明",), again=True),)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(("17", 17), ("十七", 17), ("十", 10), ("二十", 20), ("三十一", 31), ("两", 2)),
        *(("一七", 17), ("一百", 100), ("一百零五", 105), ("一百二十", 120), ("二百三十四", 234)),
    ],
)
def test_numbers_are_read_in_figures_and_in_han(said: str, number: int) -> None:
    assert cardinal(said) == number
