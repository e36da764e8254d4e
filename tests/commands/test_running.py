"""load, staff, keys, audit, work and serve: what runs an installation."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from juzheng.acts.audit import audit
from juzheng.acts.base import papers
from juzheng.acts.cases import signing
from juzheng.catalogue import catalogue
from juzheng.outside import paper as printing
from juzheng.records.models import Case, Certificate, Committee, DemandingUnit, Draft, Entry, User
from juzheng.web.shared import startup
from tests.commands.conftest import Ended
from tests.conftest import NOON

ROOT = Path(__file__).parent.parent.parent
STRONG = "长度足够的一句密码-2026"


def test_loading_twice_changes_nothing(juzheng: Callable[..., Ended], db: None) -> None:
    first, second = juzheng("load"), juzheng("load")
    assert (first.status, second.status) == (0, 0)
    shipped = catalogue()
    kinds = (shipped.items, shipped.lists, shipped.instruments, shipped.unlisted)
    kinds = (*kinds, shipped.offers, shipped.looked)
    pages = sum(map(len, kinds))
    assert f"{pages} 页有新版本" in first.out
    assert f"0 页有新版本，{pages} 页不变" in second.out


def test_loading_the_demonstration_says_how_to_sign_in(
    juzheng: Callable[..., Ended], db: None
) -> None:
    for _ in range(2):
        ended = juzheng("load", "--demo")
        assert ended.status == 0
        for username, *_rest in startup.DEMO_STAFF:
            assert username in ended.out
    made = len(startup.DEMO_STAFF) + len(startup.DEMO_OFFICERS)
    assert User.objects.count() == made + 1  # and one of a unit that demands proofs
    user = User.objects.get(username="lin")
    assert user.check_password(startup.DEMO_PASSWORD)


@pytest.mark.parametrize("words", [("load", "--demo"), ("serve", "--demo")])
def test_production_takes_no_demonstration(
    juzheng: Callable[..., Ended], db: None, settings: Any, words: tuple[str, ...]
) -> None:
    settings.PRODUCTION = True
    ended = juzheng(*words)
    assert ended.status == 1
    assert "演示" in ended.err
    assert not Committee.objects.exists()


def test_production_refuses_a_database_with_made_up_committees(
    juzheng: Callable[..., Ended], loaded: None, settings: Any
) -> None:
    settings.PRODUCTION = True
    ended = juzheng("serve", "--port", "0")
    assert ended.status == 1
    assert "演示地区" in ended.err


def test_a_port_that_is_taken_is_named_before_anything_is_made(
    juzheng: Callable[..., Ended], db: None
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = juzheng("serve", "--port", port)
    assert ended.status == 1
    assert port in ended.err
    assert not Committee.objects.exists()


def test_without_built_assets_serve_says_how_to_build_them(
    juzheng: Callable[..., Ended], db: None, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    ended = juzheng("serve", "--port", "0")
    assert ended.status == 1
    assert "make assets" in ended.err


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def send(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return send


def add(juzheng: Callable[..., Ended], at: Committee, **changes: str) -> Ended:
    named = {"name": "王芳", "role": "clerk", "committee": at.code, **changes}
    words = [word for name, value in named.items() for word in (f"--{name}", value)]
    return juzheng("staff", "add", "wang", *words, "--password-stdin")


def test_an_account_from_its_first_to_its_last_day(
    juzheng: Callable[..., Ended], committee: Committee, typed: Callable[[str], None]
) -> None:
    typed(f"{STRONG}\n")
    assert add(juzheng, committee).status == 0
    user = User.objects.get(username="wang")
    assert user.check_password(STRONG)
    user.totp_secret = "JBSWY3DPEHPK3PXP"
    user.save()
    assert "动态口令" in juzheng("staff", "list").out
    assert juzheng("staff", "totp-off", "wang").status == 0
    typed("short\n")
    weak = juzheng("staff", "password", "wang", "--password-stdin")
    assert (weak.status, "密码太弱" in weak.err) == (1, True)
    typed("another-horse-battery\n")
    assert juzheng("staff", "password", "wang", "--password-stdin").status == 0
    user.refresh_from_db()
    assert user.check_password("another-horse-battery")
    assert Entry.objects.filter(chain="staff", event="staff.password_changed").exists()
    assert juzheng("staff", "off", "wang").status == 0
    user.refresh_from_db()
    assert (user.is_active, user.totp_secret) == (False, "")
    assert "已停用" in juzheng("staff", "list").out
    told = list(Entry.objects.filter(chain="staff").values_list("event", flat=True))
    assert told == [
        "staff.added",
        "staff.totp_removed",
        "staff.password_changed",
        "staff.switched_off",
    ]
    assert audit().faults == ()


@pytest.mark.parametrize(
    ("password", "changes", "part"),
    [
        ("short", {}, "密码太弱"),
        ("password123", {}, "密码太弱"),
        ("", {}, "密码太弱"),
        (STRONG, {"committee": "999999999999"}, "没有代码为"),
        (STRONG, {"committee": ""}, "须属于一个委员会"),
        (STRONG, {"role": "king"}, "命令写法不对"),
        (STRONG, {"office": "justice"}, "请去掉 --office"),
        (STRONG, {"unit": "某县某局"}, "请去掉 --unit"),
        (STRONG, {"role": "overseer", "division": "990121"}, "请去掉 --committee"),
        (
            STRONG,
            {"role": "department", "division": "990121", "committee": "", "unit": " "},
            "必填",
        ),
    ],
)
def test_a_bad_account_is_not_made(
    juzheng: Callable[..., Ended],
    committee: Committee,
    typed: Callable[[str], None],
    password: str,
    changes: dict[str, str],
    part: str,
) -> None:
    typed(f"{password}\n")
    ended = add(juzheng, committee, **changes)
    assert ended.status in (1, 2)
    assert part in ended.err
    assert not User.objects.exists()


def test_a_name_is_given_once(juzheng: Callable[..., Ended], clerk: User) -> None:
    words = ("--name", "王芳", "--role", "clerk", "--committee", clerk.committee.code)
    ended = juzheng("staff", "add", clerk.username, *words, "--password-stdin")
    assert ended.status == 1
    assert "已经有了" in ended.err
    ended = juzheng("staff", "add", clerk.username.upper(), *words, "--password-stdin")
    assert "已经有了" in ended.err  # wrong passwords for both would be counted as one


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "x" * 151])
def test_a_name_can_be_typed_at_the_door(
    juzheng: Callable[..., Ended], committee: Committee, typed: Callable[[str], None], name: str
) -> None:
    typed(f"{STRONG}\n")
    words = ("--name", "王芳", "--role", "clerk", "--committee", committee.code)
    ended = juzheng("staff", "add", name, *words, "--password-stdin")
    assert ended.status == 1
    assert "账号只能用" in ended.err
    assert not User.objects.exists()


@pytest.mark.parametrize("act", ["off", "totp-off"])
def test_nobody_is_no_account(juzheng: Callable[..., Ended], db: None, act: str) -> None:
    ended = juzheng("staff", act, "nobody")
    assert ended.status == 1
    assert "juzheng staff list" in ended.err


def test_keys_are_created_once_and_then_rotated(
    juzheng: Callable[..., Ended], settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    assert juzheng("keys", "list").status == 1
    assert juzheng("keys", "rotate").status == 1
    assert juzheng("keys", "create").status == 0
    assert "rotate" in juzheng("keys", "create").err
    assert juzheng("keys", "rotate").status == 0
    listed = juzheng("keys", "list").out
    assert "共 2 个密钥" in listed
    assert listed.count("现用") == 1
    assert listed.count("停用") == 1


@pytest.mark.parametrize("words", [("--key", "x"), ("--certificate", "x")])
def test_key_and_certificate_come_together(
    juzheng: Callable[..., Ended], settings: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    ended = juzheng("keys", "create", *words)
    assert ended.status == 1
    assert "成对" in ended.err


def test_a_file_that_is_no_key_is_named(
    juzheng: Callable[..., Ended], settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    other = tmp_path / "other.pem"
    other.write_text("no key")
    ended = juzheng("keys", "create", "--key", str(other), "--certificate", str(other))
    assert ended.status == 1
    assert "other.pem" in ended.err
    assert not settings.KEYS_DIR.exists()


def test_production_makes_no_development_key(
    juzheng: Callable[..., Ended], settings: Any, tmp_path: Path
) -> None:
    settings.PRODUCTION = True
    settings.KEYS_DIR = tmp_path / "keys"
    assert juzheng("keys", "create").status == 1
    assert not settings.KEYS_DIR.exists()


def test_auditing_says_what_is_wrong_where_and_ends_with_1(
    juzheng: Callable[..., Ended], drafted_for: Callable[..., Case]
) -> None:
    case = drafted_for("POS-001")
    ended = juzheng("audit")
    assert (ended.status, "全部一致" in ended.out) == (0, True)
    Case.objects.filter(pk=case.pk).update(state="issued")
    ended = juzheng("audit")
    assert ended.status == 1
    assert f"{case.number}:" in ended.out
    assert "发现 2 处不一致" in ended.out  # the column, and the state that the ledger leads to
    report = json.loads(juzheng("audit", "--json").out)
    assert report["faults"][0]["where"] == case.number
    assert len(report["checkpoint"]) == 64


def unsound(*_: Any, **__: Any) -> None:
    raise ValueError("not sound")


def test_a_round_of_work_finishes_papers_and_forgets_what_is_over(
    juzheng: Callable[..., Ended],
    drafted_for: Callable[..., Case],
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = drafted_for("POS-001")
    with monkeypatch.context() as patch:
        patch.setattr(printing, "validate", unsound)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=NOON)
    Draft.objects.create(
        key="k",
        item_id="POS-001",
        committee=case.committee,
        started_at=NOON.replace(year=2020),
        changed_at=NOON.replace(year=2020),
    )

    ended = juzheng("work", "--once")

    assert ended.status == 0
    assert "补完 1 份" in ended.out
    assert "清除 1 份过期草稿" in ended.out
    assert Certificate.objects.get().status == "issued"
    assert juzheng("work", "--once").out.strip() == "没有要整理的。"


@pytest.mark.slow
def test_serving_from_nothing(tmp_path: Path) -> None:
    """The real server, from an empty folder, twice: it prepares once and answers both times."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "JUZHENG_DATA": str(tmp_path / "data"),
        "JUZHENG_KEYS": str(tmp_path / "data" / "keys"),
        "JUZHENG_DATABASE_URL": "",
    }
    for said in ("数据库已更新", "演示地区"):
        with (tmp_path / "out").open("w") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "juzheng", "serve", "--demo", "--port", str(port)],
                env=environment,
                stdout=out,
            )
            try:
                assert answered(f"http://127.0.0.1:{port}/healthz", server) == b"ok\n"
                assert b"\xe6\x8d\xae\xe8\xaf\x81" in answered(f"http://127.0.0.1:{port}/", server)
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=30)
        printed = (tmp_path / "out").read_text(encoding="utf-8")
        assert said in printed
        assert f"http://127.0.0.1:{port}/check/" in printed
    assert "数据库已更新" not in printed
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def answered(address: str, server: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urlopen(address, timeout=30) as answer:
                body: bytes = answer.read()
                return body
        except URLError:
            time.sleep(0.05)
    raise AssertionError("no answer")


def test_an_officer_needs_a_division_and_nobody_else_has_one(
    juzheng: Callable[..., Ended], committee: Any, typed: Callable[[str], None]
) -> None:
    def add(name: str, role: str, *more: str) -> Ended:
        typed(STRONG)
        words = ("--name", "郑科长", "--role", role, "--password-stdin", *more)
        return juzheng("staff", "add", name, *words)

    assert "--division 420000" in add("a", "overseer").err
    assert "没有代码为 429999" in add("b", "overseer", "--division", "429999").err
    street = add("b", "overseer", "--division", "990121001").err
    assert "不收街道、乡镇的九位代码" in street  # which is a code, and not a slip of the pen
    clerk = add("c", "clerk", "--committee", committee.code, "--division", "420000")
    assert "请去掉 --division" in clerk.err
    assert add("d", "overseer", "--division", "420000").status == 0
    assert add("e", "overseer", "--division", "nation").status == 0
    divisions = dict(User.objects.values_list("username", "division"))
    assert divisions == {"d": "420000", "e": ""}
    assert "民政部门工作人员 湖北省" in juzheng("staff", "list").out
    assert add("f", "overseer", "--division", "420000", "--office", "justice").status == 0
    assert User.objects.get(username="f").office == "justice"
    assert User.objects.get(username="d").office == "civil_affairs"
    assert "司法行政部门工作人员 湖北省" in juzheng("staff", "list").out


def test_a_refused_member_of_a_unit_leaves_no_unit_behind(
    juzheng: Callable[..., Ended], loaded: None, typed: Callable[[str], None]
) -> None:
    named = ("--name", "钱立新", "--role", "department", "--division", "990121")
    words = (*named, "--unit", "某县某局", "--password-stdin")
    typed("short")
    ended = juzheng("staff", "add", "qian", *words)
    assert ended.status == 1
    assert "密码太弱" in ended.err
    assert not DemandingUnit.objects.exists()
    typed(STRONG)
    assert juzheng("staff", "add", "qian", *words).status == 0
    assert DemandingUnit.objects.count() == 1
