"""``juzheng staff``: who may work with the system."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.acts.base import people
from juzheng.acts.base.ledger import OPERATOR
from juzheng.acts.demands import units
from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import NATION
from juzheng.law.base.permissions import Office, Role
from juzheng.records.models import Committee, DemandingUnit, User
from juzheng.web.shared.fields import PersonNameField, PlainWrittenField
from juzheng.web.templatetags.juzheng import place_name

OF_NO_COMMITTEE = (Role.OVERSEER, Role.DEPARTMENT)

# What only some roles have, and what to say to the others.
ONLY: dict[str, tuple[tuple[Role, ...], str]] = {
    "committee": (tuple(role for role in Role if role not in OF_NO_COMMITTEE), "不属于委员会"),
    "office": ((Role.OVERSEER,), "不代表审核部门"),
    "unit": ((Role.DEPARTMENT,), "不属于索要单位"),
}


class Command(BaseCommand):
    """Staff accounts (工作人员账号)."""

    help = "Add, list and switch off staff accounts (工作人员账号)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the five things one does with accounts."""
        parser.epilog = (
            "Example (例): juzheng staff add wang --name 王芳 --role clerk --committee 990121001001"
        )
        acts = parser.add_subparsers(
            dest="act", required=True, metavar="add|list|off|password|totp-off"
        )
        add = acts.add_parser("add", help="a new account (新账号)")
        add.add_argument("username")
        add.add_argument("--name", required=True, help="as it stands on papers (姓名)")
        add.add_argument("--role", required=True, choices=[role.value for role in Role])
        add.add_argument("--committee", default="", help="12-digit code (委员会代码)")
        add.add_argument(
            "--division",
            help="whose lists an overseer governs: a county's or wider code of six digits, or "
            "nation (六位地区代码)",
        )
        add.add_argument(
            "--office",
            choices=[office.value for office in Office],
            help="for which office an overseer speaks; civil_affairs (审核部门)",
        )
        add.add_argument("--unit", default="", help="the demanding unit's name (索要单位名称)")
        add.add_argument(
            "--unit-kind",
            default=Demander.OTHER.value,
            choices=[kind.value for kind in Demander],
            help="of which kind a unit is that is new (单位类别)",
        )
        add.add_argument("--password-stdin", action="store_true", help="read it from a pipe")
        acts.add_parser("list", help="all accounts (名单)")
        acts.add_parser("off", help="close an account (停用)").add_argument("username")
        password = acts.add_parser("password", help="forgotten: a new one (重设密码)")
        password.add_argument("username")
        password.add_argument("--password-stdin", action="store_true", help="read it from a pipe")
        acts.add_parser("totp-off", help="lost phone (重置口令)").add_argument("username")

    def handle(self, *, act: str, **options: Any) -> str:
        """Do it, and say what was done."""
        if act == "add":
            return _add(options)
        if act == "list":
            return _list()
        return _change(act, options)


def _add(options: dict[str, Any]) -> str:
    role, committee = Role(options["role"]), _committee(options["committee"])
    division = _division(options["division"], role)
    if committee is None and role not in OF_NO_COMMITTEE:
        raise CommandError(f"{role.label}须属于一个委员会。请加上 --committee 和 12 位代码。")
    _insist_on_username(options["username"])
    _insist_on_belongings(options, role)
    try:
        full_name = PersonNameField().clean(options["name"])
        unit_name = PlainWrittenField(required=role is Role.DEPARTMENT).clean(options["unit"])
    except ValidationError as slip:
        raise CommandError("".join(slip.messages)) from None
    password = _password(from_pipe=options["password_stdin"])
    try:
        # Before the unit is entered: whoever is refused leaves nothing behind.
        validate_password(password, User(username=options["username"], full_name=full_name))
        user = people.add(
            options["username"],
            full_name=full_name,
            role=role,
            committee=committee,
            password=password,
            division=division if role is Role.OVERSEER else None,
            office=Office(options["office"] or Office.CIVIL_AFFAIRS),
            unit=_unit(unit_name, options, role, division or NATION),
            by=OPERATOR,
            at=timezone.now(),
        )
    except ValidationError as weak:
        raise _too_weak(weak) from None
    return f"已添加：{user.username} {user.full_name} {user.post}。"


def _too_weak(weak: ValidationError) -> CommandError:
    return CommandError("密码太弱：" + "".join(weak.messages) + "请换一个再试。")


def _division(code: str | None, role: Role) -> str | None:
    """Return whose lists the account governs; only officers of civil affairs govern any."""
    if role not in OF_NO_COMMITTEE:
        if code is not None:
            raise CommandError(f"{role.label}不管清单。请去掉 --division。")
        return None
    if code is None:
        raise CommandError(
            f"{role.label}要写明是哪个地区的。请加上 --division 420000，全国写 nation。"
        )
    if code == "nation":
        return NATION
    if code not in catalogue().divisions:
        raise CommandError(
            f"没有代码为 {code} 的行政区划。只收省、市、县的六位代码（例如湖北省 420000），"
            "不收街道、乡镇的九位代码。"
        )
    return code


def _insist_on_username(username: str) -> None:
    """Let a name be one that can be typed at the door, where no two may count as the same."""
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError:
        raise CommandError(
            "账号只能用文字、数字和 @ . + - _，不能有空格，最多 150 个字符。请换一个用户名。"
        ) from None
    taken = {name.casefold() for name in User.objects.values_list("username", flat=True)}
    if username.casefold() in taken:
        raise CommandError(f"账号“{username}”已经有了（不分大小写）。请换一个用户名。")


def _insist_on_belongings(options: dict[str, Any], role: Role) -> None:
    """Let everybody have what belongs to their role, and nothing else."""
    if role is Role.DEPARTMENT and not options["unit"]:
        raise CommandError(f"{role.label}须属于一个索要单位。请加上 --unit 单位全称。")
    for option, (roles, told) in ONLY.items():
        if options[option] and role not in roles:
            raise CommandError(f"{role.label}{told}。请去掉 --{option}。")


def _unit(name: str, options: dict[str, Any], role: Role, division: str) -> DemandingUnit | None:
    """Return the demanding unit, entered now if it is new."""
    if role is not Role.DEPARTMENT:
        return None
    kind = Demander(options["unit_kind"])
    return units.enter(name, kind=kind, division=division, by=OPERATOR, at=timezone.now())


def _committee(code: str) -> Committee | None:
    if not code:
        return None
    found = Committee.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"没有代码为 {code} 的委员会。请先用 juzheng load 装入，或核对代码。")
    return found


def _password(*, from_pipe: bool) -> str:
    if from_pipe:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("密码（不少于 10 个字符）：")
    if password != getpass.getpass("再输一次："):
        raise CommandError("两次输入的密码不一样。请重新运行一次。")
    return password


def _list() -> str:
    users = User.objects.select_related("committee", "unit").order_by("committee__code", "username")
    lines = [
        f"{user.username:<16} {user.full_name} {user.post} "
        f"{_where(user)} {'在用' if user.is_active else '已停用'}"
        f"{' 动态口令' if user.totp_secret else ''}"
        for user in users
    ]
    return "\n".join([*lines, f"共 {len(lines)} 个账号。"])


def _where(user: User) -> str:
    if user.division is None:
        return str(user.committee or user.unit or "—")
    return place_name(user.division)


def _change(act: str, options: dict[str, Any]) -> str:
    username = options["username"]
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"没有账号“{username}”。全部账号见：juzheng staff list")
    if act == "off":
        people.switch_off(user, by=OPERATOR, at=timezone.now())
        return f"已停用：{username}。其办过的事仍在台账上。"
    if act == "password":
        try:
            password = _password(from_pipe=options["password_stdin"])
            people.change_password(user, password, by=OPERATOR, at=timezone.now())
        except ValidationError as weak:
            raise _too_weak(weak) from None
        return f"已重设：{username} 的密码。请当面告诉本人，登录后由本人再改一次。"
    people.set_totp(user, "", by=OPERATOR, at=timezone.now())
    return f"已重置：{username} 下次登录只用密码，请提醒其重新设置动态口令。"
