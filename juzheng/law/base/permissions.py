"""Permissions (权限): roles, and what each may do, as data."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.terms import Term


class Role(Term):
    """What a member of staff is to the committee (工作人员角色)."""

    CLERK = "clerk", "经办人"
    RESPONSIBLE = "responsible", "负责人"
    OVERSEER = "overseer", "民政部门工作人员"
    READER = "reader", "只读人员"
    DEPARTMENT = "department", "索要单位工作人员"


class Office(Term):
    """The two offices that look at a demand (审核部门); an officer's account belongs to one."""

    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    JUSTICE = "justice", "司法行政部门"


# What an officer is called, by the office of the account.
POSTS: Mapping[Office, str] = {
    Office.CIVIL_AFFAIRS: "民政部门工作人员",
    Office.JUSTICE: "司法行政部门工作人员",
}


class AccountEvent(Term):
    """What happens to an account (账号变动)."""

    ADDED = "staff.added", "账号开通"
    SWITCHED_OFF = "staff.switched_off", "账号停用"
    PASSWORD_CHANGED = "staff.password_changed", "密码更改"
    TOTP_SET = "staff.totp_set", "动态口令启用"
    TOTP_REMOVED = "staff.totp_removed", "动态口令停用"
    ERASED = "staff.erased", "停用满期，密码和动态口令已删除"


class Permission(Term):
    """One thing a role may do (权限项)."""

    SEE_DESK = "see_desk", "查看办件"
    RECEIVE = "receive", "窗口受理"
    WORK_ON = "work_on", "核查、登记、拟稿、不予出具"
    SIGN = "sign", "签字、退回"
    REVOKE = "revoke", "撤销文书"
    GOVERN = "govern", "起草、审核、发布清单"
    REGISTER_DEMANDS = "register_demands", "登记索要的证明"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.SEE_DESK, Permission.RECEIVE, Permission.WORK_ON}),
    # A small village has two people: whoever is responsible may also stand at the counter,
    # but never signs what they prepared (law.cases.signing).
    Role.RESPONSIBLE: frozenset(
        {
            Permission.SEE_DESK,
            Permission.RECEIVE,
            Permission.WORK_ON,
            Permission.SIGN,
            Permission.REVOKE,
        }
    ),
    # Overseers see no single resident's case: they govern the lists, and who drafted a change
    # is not the one to review it (law.catalogue.changes).
    Role.OVERSEER: frozenset({Permission.GOVERN}),
    Role.READER: frozenset({Permission.SEE_DESK}),
    # Units that demand proofs see their own register and no resident.
    Role.DEPARTMENT: frozenset({Permission.REGISTER_DEMANDS}),
}


def may(role: str, permission: Permission) -> bool:
    """Return whether ``role`` holds ``permission``; an unknown role holds none."""
    try:
        return permission in PERMISSIONS[Role(role)]
    except ValueError:
        return False
