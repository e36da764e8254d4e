"""``juzheng align --law``: a county looks through its own statutes, whatever lies in the folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.commands.conftest import Ended

ON = ("--on", "2026-11-29")
TEXT = (
    "# 某市物业管理条例\n\n2021年1月1日 通过\n\n第一条 为了规范物业管理，制定本条例。\n\n"
    "第二十三条 业主委员会成员候选人通过下列方式产生：\n\n（一）居民委员会推荐；\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    laws = tmp_path / "laws"
    (laws / "sub").mkdir(parents=True)
    (laws / "sub" / "某市物业管理条例(2021-01-01).md").write_text(TEXT, encoding="utf-8")
    return laws


def test_what_is_found_names_law_article_sentence_and_why(
    juzheng: Callable[..., Ended], folder: Path
) -> None:
    ended = juzheng("align", "--law", str(folder), *ON)

    assert ended.status == 1
    assert (
        "某市物业管理条例 第二十三条：（一）居民委员会推荐（条文写到居民委员会“推荐”" in ended.out
    )
    assert "看了 1 部，找到 1 条目录里没有的。请逐条读原文" in ended.out


def test_json_and_both_kinds_of_table_say_the_same(
    juzheng: Callable[..., Ended], folder: Path, tmp_path: Path
) -> None:
    sheet, commas = tmp_path / "a.xlsx", tmp_path / "a.csv"
    found = json.loads(juzheng("align", "--law", str(folder), "--json", "--xlsx", str(sheet)).out)
    juzheng("align", "--law", str(folder), "--xlsx", str(commas))

    assert [sorted(one) for one in found] == [["article", "file", "sentence", "title", "why"]]
    rows = list(openpyxl.load_workbook(sheet).active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    read = list(csv.reader(commas.read_text("utf-8-sig").splitlines()))[1:]
    assert [list(row) for row in rows] == read == [list(found[0].values())]


def test_a_statute_in_gbk_or_wide_letters_is_read(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "b.TXT").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "c.md").write_bytes(TEXT.encode("utf-8-sig"))

    ended = juzheng("align", "--law", str(tmp_path), *ON)
    assert "看了 3 部，找到 3 条" in ended.out
    assert ended.err == ""


def test_what_cannot_be_read_is_said_and_the_rest_is_looked_at(
    juzheng: Callable[..., Ended], folder: Path
) -> None:
    (folder / "binary.md").write_bytes(b"\x00\x01\x02PNG")
    (folder / "control.md").write_bytes("条例\x07".encode())
    (folder / "broken.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    (folder / "empty.txt").write_text("  \n")
    (folder / "huge.md").write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    (folder / "link.md").symlink_to("/etc/hostname")
    (folder / "picture.png").write_bytes(b"\x00")
    (folder / "folder.md").mkdir()

    ended = juzheng("align", "--law", str(folder), *ON)
    assert ended.status == 1
    assert "看了 1 部，找到 1 条" in ended.out
    said = {line.split("：")[0]: line for line in ended.err.splitlines() if "：" in line}
    assert "不是文字" in said["binary.md"]
    assert "不是文字" in said["control.md"]
    assert "不是文字" in said["broken.txt"]
    assert "是空的" in said["empty.txt"]
    assert "超过 5 MB" in said["huge.md"]
    assert "不是普通文件" in said["link.md"]
    assert "不是普通文件" in said["folder.md"]
    assert "picture.png" not in ended.err


def test_a_folder_with_nothing_to_read_is_no_clean_answer(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    nothing = juzheng("align", "--law", str(tmp_path), *ON)
    assert (nothing.status, nothing.out) == (2, "")
    assert "没有读到一部法规" in nothing.err

    missing = juzheng("align", "--law", str(tmp_path / "no"), *ON)
    assert missing.status == 2
    assert "没有“" in missing.err


def test_a_text_that_names_no_committee_ends_clean(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# 某条例\n第一条 本条例自2021年1月1日起施行。\n", "utf-8")

    ended = juzheng("align", "--law", str(tmp_path), *ON)
    assert (ended.status, ended.out.strip()) == (0, "看了 1 部，找到 0 条目录里没有的。")
