"""What members of staff type to be let in (登录表单). Rights are checked elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from juzheng.records.models import User
from juzheng.web.shared.reauthentication import NO_CONTROL_CHARACTERS, ONE_TIME, password_box

NEW_TOO_LONG = _("新密码最多 200 个字符。请缩短。")


class SignInForm(forms.Form):
    """Name and password (账号和密码)."""

    username = forms.CharField(
        label=_("账号"),
        max_length=150,
        error_messages={
            "required": _("请填写账号，例如：zhang-san。"),
            "max_length": _("账号没有这么长。请照发给您的账号填写。"),
            **NO_CONTROL_CHARACTERS,
        },
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_box(_("密码"), _("请填写密码。"))


class CodeField(forms.RegexField):
    """The six digits of the second factor (动态口令), with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        slip = _("动态口令是 6 位数字，例如：123456。")
        super().__init__(
            r"^\d{6}$",
            max_length=20,
            error_messages={
                "required": _("请填写 6 位动态口令，例如：123456。"),
                "invalid": slip,
                "max_length": slip,
                **NO_CONTROL_CHARACTERS,
            },
            widget=forms.TextInput(ONE_TIME),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """Return the digits without spaces."""
        return "".join((super().to_python(value) or "").split())


class CodeForm(forms.Form):
    """The code of those who have a second factor (动态口令)."""

    code = CodeField(
        label=_("动态口令"),
        help_text=_("打开手机上的动态口令应用，抄下现在显示的 6 位数字。每个口令只能用一次。"),
    )


class OwnerForm(forms.Form):
    """
    The proof that the account's owner changes it (本人确认): what was so far.

    A session left open is not the owner: the password, and the present code where there is one.
    """

    old = password_box(_("现在的密码"), _("请填写现在的密码。"))
    present = CodeField(
        label=_("现在的动态口令"),
        help_text=_("抄下手机上现在显示的 6 位数字。每个口令只能用一次。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.totp_secret:
            del self.fields["present"]


class NewCodeForm(OwnerForm):
    """A new second factor (启用或更换动态口令): it counts only with a right code."""

    code = CodeField(
        label=_("新的动态口令"), help_text=_("抄下刚添加的这一条现在显示的 6 位数字。")
    )


class PasswordForm(OwnerForm):
    """A new password (更改密码)."""

    new = password_box(
        _("新密码"),
        _("请填写新密码，至少 10 个字符。"),
        too_long=NEW_TOO_LONG,
        new=True,
        help_text=_("至少 10 个字符，越长越好；可以用一句自己记得住的话。"),
    )
    again = password_box(
        _("再输一次新密码"), _("请把新密码再输一次。"), too_long=NEW_TOO_LONG, new=True
    )

    def clean_new(self) -> str:
        """Return the new password, if it is no weak one."""
        new = str(self.cleaned_data["new"])
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        """Compare the two new ones."""
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样。请重新输入。"))
        return data
