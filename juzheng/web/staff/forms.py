"""What members of staff type to be let in (登录表单). Rights are checked elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from juzheng.records.models import User
from juzheng.web.shared.reauthentication import LONGEST_PASSWORD, NO_CONTROL_CHARACTERS


class SignInForm(forms.Form):
    """Name and password (账号和密码)."""

    username = forms.CharField(
        label=_("账号"),
        max_length=150,
        error_messages={
            "required": _("请填写账号，例如：zhang-san。"),
            "max_length": _("账号没有这么长。请照发给您的账号填写。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={
            "required": _("请填写密码。"),
            "max_length": _("密码没有这么长。请重新输入。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The six digits of the second factor (动态口令)."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("动态口令"),
        help_text=_("打开手机上的动态口令应用，抄下现在显示的 6 位数字。每个口令只能用一次。"),
        max_length=20,
        error_messages={
            "required": _("请填写 6 位动态口令，例如：123456。"),
            "invalid": _("动态口令是 6 位数字，例如：123456。"),
            "max_length": _("动态口令是 6 位数字，例如：123456。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the six digits without spaces."""
        return "".join(str(self.cleaned_data["code"]).split())


class PasswordForm(forms.Form):
    """A new password (修改密码)."""

    old = forms.CharField(
        label=_("现在的密码"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={
            "required": _("请填写现在的密码。"),
            "max_length": _("密码没有这么长。请重新输入。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 10 个字符，越长越好；可以用一句自己记得住的话。"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={
            "required": _("请填写新密码，至少 10 个字符。"),
            "max_length": _("新密码最多 200 个字符。请缩短。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={
            "required": _("请把新密码再输一次。"),
            "max_length": _("新密码最多 200 个字符。请缩短。"),
            "null_characters_not_allowed": NO_CONTROL_CHARACTERS,
        },
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

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
