"""Starting (启动准备): from an empty folder to something that can be served, in small steps.

Each step says in one line what it did, or nothing if there was nothing to do; all of it is safe
to repeat.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from juzheng.acts import retention as keeping
from juzheng.acts.base import attempts, data_key, files, moves, papers, people, tallies
from juzheng.acts.base.ledger import OPERATOR
from juzheng.acts.cases import awaiting, drafts, recounting
from juzheng.acts.catalogue import loading as loading
from juzheng.acts.catalogue import publications as publication
from juzheng.acts.demands import units
from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.base.permissions import Office, Role
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.outside import keys
from juzheng.records import fresh
from juzheng.records.models import Committee, Revision, User
from juzheng.web.shared.passwords import DEMO_PASSWORD
from juzheng.web.shared.sessions import SessionStore

# Made-up people of the made-up district: who they are, and what each may do.
DEMO_STAFF = (
    ("chen", "陈晓云", Role.CLERK, CommitteeKind.RESIDENTS),
    ("lin", "林国梁", Role.RESPONSIBLE, CommitteeKind.RESIDENTS),
    ("zhao", "赵春生", Role.CLERK, CommitteeKind.VILLAGERS),
    ("sun", "孙桂芝", Role.RESPONSIBLE, CommitteeKind.VILLAGERS),
)

# The made-up province's officers: one drafts, the other reviews.
DEMO_OFFICERS = (
    ("zheng", "郑爱民", Office.CIVIL_AFFAIRS),
    ("wu", "吴建华", Office.JUSTICE),
)
DEMO_DIVISION = "990000"

# A made-up unit that demands proofs, and who registers them.
DEMO_UNIT = ("示例县住房登记中心", Demander.HOUSING, "990121")
DEMO_REGISTRAR = ("qian", "钱立新")


def insist_on_data_key() -> None:
    """
    Return if the data key is the one that the database was kept with.

    :raises ImproperlyConfigured: otherwise; nothing was changed
    """
    if not data_key.fits():
        raise ImproperlyConfigured(
            "JUZHENG_DATA_KEY 不是这个数据库原来的密钥：库里的姓名、证件号用它打不开，"
            "写进去的也会对不上。什么都没有改动。请换回原来的密钥（应与数据库分开备份），"
            "或核对 JUZHENG_DATA、JUZHENG_DATABASE_URL 是不是另一套（docs/running.md）。"
        )


def database(*, at: datetime) -> Iterator[str]:
    """Bring the tables up to date (建库、升级)."""
    yield from private()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        if not fresh.make(connection, executor.loader, at=at):
            call_command("migrate", verbosity=0, interactive=False)
        yield f"数据库已更新（{len(plan)} 步）。"
    if tallies.behind():  # before the first line that vouches for a row counts that row alone
        yield f"已按现有的 {tallies.recount()} 行算好汇总数。"
    data_key.mark(at=at)
    if sealed := files.renew():
        yield f"已加密 {sealed} 个原来没有加密、或用旧密钥加密的文件。"
    if vouched := moves.vouch_for_all(at=at):
        yield f"已为升级前的 {vouched} 行补登台账摘要。"


def serving() -> None:
    """
    Let a server begin with the data key that it was given.

    :raises ImproperlyConfigured: as :func:`insist_on_data_key`
    """
    insist_on_data_key()
    data_key.begin(at=timezone.now())


def private() -> Iterator[str]:
    """
    Close the database's files to other accounts, and see that the data folder is (收紧权限).

    :raises ImproperlyConfigured: in production, if others can enter the folder
    """
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        for path in file.parent.glob(f"{file.name}*"):
            path.chmod(0o600)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        open_to_others = f"数据目录 {folder} 别的账号也进得去。请运行：chmod 700 {folder}"
        if settings.PRODUCTION:
            raise ImproperlyConfigured(f"{open_to_others}。什么都没有改动。")
        yield f"注意：{open_to_others}。"


def lists(*, at: datetime) -> Iterator[str]:
    """Load the catalogue that ships with the program, if it changed (目录入库)."""
    shipped = Revision.objects.filter(origin="shipped").order_by("-sequence")
    latest = shipped.values_list("catalogue_digest", flat=True).first()
    if latest == catalogue().digest:
        return
    loaded = loading.load(at=at)
    if loaded.new_revisions:
        yield f"目录已入库：{loaded.new_revisions} 页有新版本，{loaded.unchanged} 页不变。"


def signing_keys(*, at: datetime) -> Iterator[str]:
    """Make development keys where there are none (开发测试密钥); production brings its own."""
    folder = Path(settings.KEYS_DIR)
    if settings.PRODUCTION or (folder / "keyring.json").exists():
        return
    keys.create_development_keys(folder, at=at)
    yield "已生成开发测试密钥，盖出的证明只供试用。"


def interrupted_papers(*, at: datetime) -> Iterator[str]:
    """Finish what a crash left half made (未完成的证明)."""
    done, failed = papers.finish_all(at=at)
    if done:
        yield f"补完 {done} 份上次没有制作完的证明。"
    if failed:
        yield f"还有 {failed} 份证明没有制作成功，原因见上面的日志；juzheng work 会再试。"


def publications(*, at: datetime) -> Iterator[str]:
    """Carry published changes out to every channel (公布到各渠道)."""
    done, failed = publication.finish_all(at=at)
    if done:
        yield f"已为 {done} 个渠道备好或发出公布内容。"
    if failed:
        yield f"还有 {failed} 个渠道没有送出，原因见工作台“公布记录”；juzheng work 会再试。"


def last_days(*, at: datetime) -> Iterator[str]:
    """Count provisional last days anew where a holiday notice has come (重算期限)."""
    if moved := recounting.recount(at=at):
        yield f"放假通知已公布，{moved} 件在办的重新算了期限。"


def confirmations(*, at: datetime) -> Iterator[str]:
    """Decide the cases that waited until somebody had looked (待确认的办件)."""
    if moved := awaiting.settle(at=at):
        yield f"民政部门已经答复，{moved} 件等待确认的办件重新作了答复。"


def retention(*, at: datetime) -> Iterator[str]:
    """Erase what is personal where its term is over (按期删除)."""
    done = keeping.sweep(at=at)
    if done:
        said = "；".join(f"{kind.label} {count}" for kind, count in done.items() if count)
        yield f"按期删除：{said}。台账里写明了删了什么、为什么、什么时候。"


def counts(*, at: datetime) -> Iterator[str]:
    """Put together what acts wrote of one count each (归并汇总); there is nothing to say of it."""
    tallies.fold()
    yield from ()


def leftovers(*, at: datetime) -> Iterator[str]:
    """Forget drafts and counts that are over, and half-written files (过期的草稿和计数)."""
    files.discard_unfinished(at=at)
    forgotten = drafts.forget(at=at)
    attempts.forget(at=at)
    SessionStore.clear_expired()
    if forgotten:
        yield f"清除 {forgotten} 份过期草稿。"


def demonstration(*, at: datetime) -> Iterator[str]:
    """Load the made-up district with its staff (演示地区), and say how to sign in."""
    loading.load_committees(fictional=True, at=at)
    yield "演示地区“示例县”已就绪（虚构）。演示账号，密码都是 " + DEMO_PASSWORD + ":"
    for username, full_name, role, kind in DEMO_STAFF:
        committee = Committee.objects.filter(fictional=True, kind=kind.value).order_by("code")[0]
        yield _person(username, full_name, role, committee.name, committee=committee, at=at)
    for username, full_name, office in DEMO_OFFICERS:
        whose = {"division": DEMO_DIVISION, "office": office}
        yield _person(username, full_name, Role.OVERSEER, "示例省", at=at, **whose)
    name, demander, division = DEMO_UNIT
    unit = units.enter(name, kind=demander, division=division, fictional=True, by=OPERATOR, at=at)
    yield _person(*DEMO_REGISTRAR, Role.DEPARTMENT, name, unit=unit, at=at)


def _person(
    username: str, full_name: str, role: Role, where: str, *, at: datetime, **whose: Any
) -> str:
    """Add one of the made-up people, and say who it is (演示人员)."""
    if not User.objects.filter(username=username).exists():
        given = {"committee": None, "password": DEMO_PASSWORD, **whose}
        people.add(username, full_name=full_name, role=role, by=OPERATOR, at=at, **given)
    post = User.objects.get(username=username).post
    return f"  {username:<5} {full_name} {post} · {where}"
