"""``juzheng check``: the verdict on real papers, without database or network."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from juzheng.acts.base import files, papers, signing_keys
from juzheng.acts.cases import signing
from juzheng.outside import credential, keys
from juzheng.records.models import Case, Certificate, User
from juzheng.web.management import progress
from tests.commands.conftest import Ended
from tests.conftest import IDENTITY, NOON

ROOT = Path(__file__).parent.parent.parent
TODAY = NOON.date().isoformat()
NOT_OURS = "不是本系统出具或已被改动"
UNTOLD = "没有查到，不能判断真伪"


@pytest.fixture
def certificate(drafted_for: Callable[..., Case], responsible: User) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


@pytest.fixture
def pdf(certificate: Certificate, tmp_path: Path) -> Path:
    path = tmp_path / "证明.pdf"
    path.write_bytes(files.read(certificate.file))
    return path


@pytest.fixture
def code(certificate: Certificate) -> str:
    ring = signing_keys.keyring()
    signed = credential.encode(credential.of(papers.paper_of(certificate)), ring.current)
    return credential.qr_text("https://juzheng.example.cn", certificate.opaque, signed)


@pytest.fixture
def published(certificate: Certificate, tmp_path: Path) -> Path:
    path = tmp_path / "juzheng-keys.json"
    path.write_text(json.dumps(keys.published(signing_keys.keyring().history)), encoding="utf-8")
    return path


def test_a_genuine_file(juzheng: Callable[..., Ended], pdf: Path, certificate: Certificate) -> None:
    ended = juzheng("check", str(pdf), "--on", TODAY)
    assert ended.status == 0
    assert ended.out.startswith("真实，是否仍有效须联网查")
    for shown in (certificate.number, "李*英", "短指纹"):
        assert shown in ended.out
    assert "李秀英" not in ended.out
    assert IDENTITY not in ended.out


def test_a_genuine_code(juzheng: Callable[..., Ended], code: str) -> None:
    found = json.loads(juzheng("check", code, "--on", TODAY, "--json").out)
    assert found["verdict"] == "genuine_offline"
    assert found["shows"]["申请人"] == "李*英"


def test_with_published_keys_and_nothing_else(
    pdf: Path, code: str, published: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    for paper in (str(pdf), code):
        ended = subprocess.run(
            [sys.executable, "-m", "juzheng", "check", paper, "--keys", str(published)],
            cwd=empty,
            env={**os.environ, "PYTHONPATH": str(ROOT), "JUZHENG_DATABASE_URL": ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ended.returncode == 0, ended.stderr
    assert list(empty.iterdir()) == []


def test_after_the_last_day_the_status_is_3(
    juzheng: Callable[..., Ended], pdf: Path, certificate: Certificate
) -> None:
    assert certificate.valid_until
    last, after = certificate.valid_until, certificate.valid_until + timedelta(days=1)
    assert juzheng("check", str(pdf), "--on", last.isoformat()).status == 0
    ended = juzheng("check", str(pdf), "--on", after.isoformat())
    assert (ended.status, ended.out.splitlines()[0]) == (3, "已过期")


@pytest.mark.parametrize("place", [10, 0.3, 0.6, 0.9, -2])
def test_a_changed_byte_is_status_5(juzheng: Callable[..., Ended], pdf: Path, place: float) -> None:
    content = bytearray(pdf.read_bytes())
    content[int(place * len(content)) if isinstance(place, float) else int(place)] ^= 1
    pdf.write_bytes(content)
    ended = juzheng("check", str(pdf), "--on", TODAY)
    assert (ended.status, ended.out.splitlines()[0]) == (5, NOT_OURS)


def test_of_a_file_without_a_signature_it_is_not_said_whose_it_is(
    juzheng: Callable[..., Ended], published: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "告知单.pdf"
    sheet.write_bytes(b"%PDF-1.7\n")
    ended = juzheng("check", str(sheet), "--keys", str(published))
    assert (ended.status, ended.out.splitlines()[0]) == (5, "没有本系统的签名，不能当证明采用")
    assert NOT_OURS not in ended.out


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"text", bytes(100_000)]
)
def test_another_file_is_not_ours(
    juzheng: Callable[..., Ended], certificate: Certificate, tmp_path: Path, content: bytes
) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(content)
    assert juzheng("check", str(other)).status == 5


def test_an_altered_code_is_not_ours(juzheng: Callable[..., Ended], code: str) -> None:
    swapped = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert juzheng("check", swapped, "--on", TODAY).status == 5


def test_what_is_cut_off_is_not_called_forged(
    juzheng: Callable[..., Ended], code: str, certificate: Certificate
) -> None:
    address = code.partition("#")[0]
    for pasted in (
        code[:-9],
        address,
        f"{address}?from=singlemessage",
        "https://example.com/",
        "HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2",
        certificate.number,
        certificate.number.replace("-", ""),
    ):
        ended = juzheng("check", pasted, "--on", TODAY)
        assert (ended.status, ended.out.splitlines()[0]) == (2, UNTOLD), pasted


@pytest.mark.parametrize("how", ["wrapped", "query", "mark", "wide"])
def test_a_code_is_read_however_it_was_copied(
    juzheng: Callable[..., Ended], code: str, how: str
) -> None:
    address, _, number = code.partition("#")
    pasted = {
        "wrapped": "\n".join(code[at : at + 70] for at in range(0, len(code), 70)),
        "query": f"{address}?from=timeline#{number}",
        "mark": f"{code[:40]}\u200b{code[40:]}",
        "wide": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code),
    }[how]
    ended = juzheng("check", pasted, "--on", TODAY)
    assert ended.status == 0
    assert ended.out.startswith("二维码真实\uff0c请对照纸面并联网查")


def test_only_a_file_is_said_to_be_unaltered(
    juzheng: Callable[..., Ended], code: str, pdf: Path, certificate: Certificate
) -> None:
    by_code = json.loads(juzheng("check", code, "--on", TODAY, "--json").out)
    by_file = json.loads(juzheng("check", str(pdf), "--on", TODAY, "--json").out)
    assert (by_code["checked"], by_file["checked"]) == ("code", "file")
    assert "没有被改动" in by_file["sentence"]
    assert "没有被改动" not in by_code["sentence"]
    assert f"{certificate.committee.name}出具过这个编号的文书" in by_code["sentence"]
    assert by_code["shows"]["网址指向"].startswith("https://juzheng.example.cn")


def test_keys_of_somebody_else_prove_nothing(
    juzheng: Callable[..., Ended], pdf: Path, tmp_path: Path
) -> None:
    ring = keys.create_development_keys(tmp_path / "other-keys", at=NOON - timedelta(days=3))
    other = tmp_path / "other.json"
    other.write_text(json.dumps(keys.published(ring.history)), encoding="utf-8")
    assert juzheng("check", str(pdf), "--keys", str(other), "--on", TODAY).status == 5


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("no-such-file.pdf",), "打不开"),
        (("tests/commands",), "没有 PDF"),
        (("x" * 5000,), "打不开"),
        (("a\0b",), "打不开"),
        (("x.pdf", "--keys", "no-such-keys.json"), "公钥文件"),
        (("x.pdf", "--on", "tomorrow"), "命令写法不对"),
    ],
)
def test_what_cannot_be_checked_is_status_2(
    juzheng: Callable[..., Ended], certificate: Certificate, words: tuple[str, ...], part: str
) -> None:
    ended = juzheng("check", *words)
    assert (ended.status, ended.out) == (2, "")
    assert part in ended.err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": [{}]}', "\x00", "{" * 9000])
def test_a_bad_file_of_keys_is_status_2(
    juzheng: Callable[..., Ended], pdf: Path, tmp_path: Path, content: str
) -> None:
    bad = tmp_path / "keys.json"
    bad.write_text(content, encoding="utf-8")
    assert juzheng("check", str(pdf), "--keys", str(bad)).status == 2


def test_without_any_keys_it_says_what_to_give(
    juzheng: Callable[..., Ended], pdf: Path, settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "nowhere"
    ended = juzheng("check", str(pdf))
    assert ended.status == 2
    assert "--keys" in ended.err


@pytest.mark.parametrize(
    "text",
    [
        "HC1:NCFOXN%TS3DHPVO13J /G-/2YRVA.Q/R8",
        "weixin://dl/business/?t=abc",
        "WIFI:T:WPA;S:net;P:pass;;",
        "juzheng.example.cn/c/abcdefghijklmnopqrstuvwxyz#123456",
        "123456789012345678901234567890",
        "一行\n又一行",
    ],
)
def test_any_text_of_a_code_gets_a_verdict(
    juzheng: Callable[..., Ended], published: Path, text: str
) -> None:
    ended = juzheng("check", text, "--keys", str(published))
    assert ended.err == ""
    told = {5: NOT_OURS, 2: "没有查到，不能判断真伪"}  # what cannot be told is not called forged
    assert told[ended.status] in ended.out


@pytest.mark.parametrize("name", ["no-such.pdf", "证明.pdf", "./folder/paper", "C:\\no\\such.pdf"])
def test_a_file_that_is_not_there_is_not_called_forged(
    juzheng: Callable[..., Ended], published: Path, name: str
) -> None:
    ended = juzheng("check", name, "--keys", str(published))
    assert ended.status == 2
    assert "打不开" in ended.err


def test_it_says_where_a_code_leads_and_if_that_is_somebody_elses(
    juzheng: Callable[..., Ended], code: str, settings: Any
) -> None:
    settings.BASE_URL = "https://juzheng.example.cn"
    ours = juzheng("check", code, "--on", TODAY).out
    assert "网址指向 https://juzheng.example.cn" in ours
    assert "不是这里设置的网址" not in ours
    moved = code.replace("juzheng.example.cn", "evil.example")
    theirs = juzheng("check", moved, "--on", TODAY)
    assert theirs.status == 0  # the signature is ours all the same
    assert "https://evil.example（不是这里设置的网址" in theirs.out
    assert "evil.example" in juzheng("check", moved, "--on", TODAY, "--json").out


@pytest.fixture
def inbox(pdf: Path, tmp_path: Path) -> Path:
    """Return a folder with a genuine paper, an altered one further down, and what is no paper."""
    folder = tmp_path / "收到的"
    (folder / "二月").mkdir(parents=True)
    content = pdf.read_bytes()
    (folder / "甲.pdf").write_bytes(content)
    (folder / "二月" / "乙.PDF").write_bytes(content.replace(b"/Type", b"/Typo", 1))
    (folder / "说明.txt").write_text("不是证明", encoding="utf-8")
    return folder


def test_a_folder_has_a_line_for_each_paper_and_a_sum(
    juzheng: Callable[..., Ended], inbox: Path
) -> None:
    ended = juzheng("check", str(inbox), "--on", TODAY)
    first, second, total = ended.out.splitlines()
    assert ended.status == 5
    assert first == f"{NOT_OURS}\t{inbox / '二月' / '乙.PDF'}"
    assert second == f"真实，是否仍有效须联网查\t{inbox / '甲.pdf'}"
    assert total == f"共 2 份：{NOT_OURS} 1、真实，是否仍有效须联网查 1。"
    assert ended.err == ""


def test_of_many_each_line_is_one_document(
    juzheng: Callable[..., Ended], inbox: Path, code: str
) -> None:
    ended = juzheng("check", str(inbox / "甲.pdf"), code, "没有.pdf", "--on", TODAY, "--json")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["verdict"] for row in rows] == ["genuine_offline", "genuine_offline", None]
    assert "打不开" in rows[2]["sentence"]
    assert ended.status == 2
    assert "共 3 份" in ended.err


def test_all_genuine_is_status_0(juzheng: Callable[..., Ended], pdf: Path) -> None:
    assert juzheng("check", str(pdf), str(pdf), "--on", TODAY).status == 0


def test_an_empty_folder_is_said(
    juzheng: Callable[..., Ended], certificate: Certificate, tmp_path: Path
) -> None:
    (tmp_path / "空").mkdir()
    ended = juzheng("check", str(tmp_path / "空"))
    assert (ended.status, ended.out) == (2, "")
    assert "没有 PDF" in ended.err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_how_far_it_is_is_said_to_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_S", 0)
    screen, file = _Terminal(), io.StringIO()
    assert list(progress.shown([1, 2, 3, 4], screen)) == [1, 2, 3, 4]
    assert "2/4" in screen.getvalue()
    assert screen.getvalue().endswith("\r\033[K")
    assert list(progress.shown([1, 2], file)) == [1, 2]
    assert file.getvalue() == ""
