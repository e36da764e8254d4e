"""The check of the folder, seen to fail at each guard."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from juzheng.catalogue import checking, reader, schemas
from juzheng.catalogue.__main__ import main
from juzheng.catalogue.checking import check
from juzheng.catalogue.reader import FOLDERS, HERE

TODAY = date(2026, 11, 22)


class Once:
    """The schema of a folder, which looks once at pages of the same content."""

    def __init__(self, folder: str) -> None:
        self.validator, self.known = schemas.validator(folder), dict[str, list[Any]]()

    def iter_errors(self, page: Any) -> Iterator[Any]:
        content = json.dumps(page)
        if content not in self.known:
            self.known[content] = list(self.validator.iter_errors(page))
        yield from self.known[content]


VALIDATOR, PARSE = cache(Once), cache(reader.parse)


@pytest.fixture(autouse=True)
def each_file_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and judge a file once: of three hundred, a test spoils one."""
    monkeypatch.setattr(checking, "validator", VALIDATOR)
    for module in (checking, reader):
        monkeypatch.setattr(module, "parse", lambda path, raw: PARSE(Path(*path.parts[-2:]), raw))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FOLDERS:
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path


BROKEN = [
    # file, what stands there, what somebody writes instead, what the check says
    ("items/NEG-01.yaml", "kind: negative", "kind: nagative", "nagative"),
    ("items/NEG-01.yaml", "id: NEG-01", "id: NEG-1", "NEG-1"),
    ("items/NEG-01.yaml", "summary:", "sumary:", "sumary"),
    ("items/NEG-02.yaml", "居民身份信息证明", "亲属关系证明", "重复"),
    ("items/NEG-02.yaml", "  - NEG-03", "  - NEG-77", "NEG-77 不存在"),
    ("items/NEG-02.yaml", "  - NEG-03", "  - NEG-02", "它自己"),
    ("items/NEG-05.yaml", "enabled: true", "enabled: false", "disabled_reason"),
    (
        "items/POS-001.yaml",
        "- instrument: adoption-registration",
        "- instrument: no-such-law",
        "no-such-law 没有登记",
    ),
    ("items/POS-002.yaml", "\nduty:", "\nremarks:", "remarks"),
    (
        "items/NEG-10.yaml",
        "  instrument: constitution",
        "  instrument: no-law",
        "规定职责的“no-law”",
    ),
    (
        "items/POS-017.yaml",
        "instrument: land-administration-regulation\n    provision: 第三十四条第一款",
        "instrument: no-law\n    provision: 第三十四条第一款",
        "no-law",
    ),
    ("items/POS-001.yaml", "confidence: high", "confidence: low", "POS-001.yaml · confidence"),
    ("items/POS-001.yaml", "{home_address}", "{adress}", "{adress}"),
    ("items/POS-001.yaml", "key: family_support", "key: phone", "与申请页统一询问的重复"),
    ("items/POS-001.yaml", "key: family_support", "key: home_address", "重复的代号"),
    ("items/POS-001.yaml", "limit_working_days: 5", "limit_working_days: 0", "limit_working_days"),
    ("items/POS-001.yaml", "where: 收养人所在单位", "bring: [单位介绍信]", "没有写去哪里"),
    ("items/POS-002.yaml", "limit_working_days: 0", "limit_working_days: 1", "limit_working_days"),
    ("items/POS-003.yaml", "deliberation_rule: committee-meeting\n", "", "deliberation_rule"),
    ("items/POS-048.yaml", "- '110000'", "- '119999'", "119999 不存在"),
    ("items/POS-048.yaml", "conflicts_with: NEG-04", "conflicts_with: NEG-44", "NEG-44 不存在"),
    ("items/POS-048.yaml", "divisions:\n  - '110000'\n", "", "没有写明只在哪里适用"),
    ("instruments/civil-code.yaml", "in_force_from: 2021-01-01\n", "", "POS-003 没有当日有效"),
    ("instruments/civil-code.yaml", "from: 2021-01-01", "from: 2020-05-28", "civil-code 的施行日"),
    ("instruments/civil-code.yaml", "binding: true", "binding: false", "POS-003 没有当日有效"),
    ("instruments/civil-code.yaml", "title: 民法典", "title: 公证法", "“公证法”重复"),
    (
        "instruments/opinion-2020-20.yaml",
        "where: 第二部分第二段\n    duty",
        "where: 附件\n    duty",
        "附件",
    ),
    ("lists/national-negative-1.yaml", "  - item: NEG-20", "  - item: NEG-21", "NEG-21 不存在"),
    ("lists/national-negative-1.yaml", "  - item: NEG-20", "  - item: POS-001", "类别不同"),
    (
        "lists/national-negative-1.yaml",
        "document: opinion-2020-20",
        "document: elsewhere",
        "elsewhere",
    ),
    ("deliberation/village-meeting.yaml", "quorum: 2/3", "quorum: 66%", "66%"),
    ("deliberation/village-meeting.yaml", "  - villagers", "  - residents", "恰好有一条"),
    ("deliberation/village-meeting.yaml", "  - public_notice", "  - luck", "luck"),
    ("calendars/working-days.yaml", "last_year: 2026", "last_year: soon", "soon"),
    ("divisions/demo.csv", "990121,示例县,3,990100", "990121,示例县,3,990200", "990200 不对"),
    ("divisions/demo.yaml", "fictional: true", "fictional: false", "fictional"),
    ("divisions/demo.yaml", "division: '990121'", "division: '110101'", "不在虚构的演示地区"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "before", "after", "says"), BROKEN)
def test_the_check_finds(folder, name, before, after, says):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    found = check(folder, on=TODAY)

    assert any(says in line for line in found), found


def test_a_law_that_lapses_takes_its_item_with_it(folder):
    path = folder / "instruments" / "people-assessors-law.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write("in_force_until: 2026-11-22\n")

    assert check(folder, on=date(2026, 11, 21)) == ()
    assert [line[:7] for line in check(folder, on=TODAY)] == ["POS-011"]


def test_the_command_says_how_many_there_are(capsys):
    assert main(["--on", "2026-11-22"]) == 0
    assert "不应出具 20 项\uff1b可出具 55 项启用、43 项未启用" in capsys.readouterr().out


def test_the_command_fails_when_something_is_wrong(folder, capsys):
    (folder / "items" / "NEG-20.yaml").unlink()

    assert main(["--on", "2026-11-22", "--folder", str(folder)]) == 1
    assert "NEG-20" in capsys.readouterr().out


def test_the_command_fails_when_nothing_can_be_read(folder, capsys):
    (folder / "items" / "NEG-20.yaml").write_text("id: NEG-20\nkind: [", encoding="utf-8")

    assert main(["--on", "2026-11-22", "--folder", str(folder)]) == 1
    assert "NEG-20.yaml" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--on", "today"]])
def test_the_day_must_be_given(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)

    assert stop.value.code == 2
    assert "--on" in capsys.readouterr().err
