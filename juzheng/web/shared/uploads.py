"""A file that people hand in (上传文件): of a kind, and no larger than said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.web.shared.security import holds_private_number


def choose_again(names: Iterable[str]) -> str:
    """
    Return which file is to be chosen again (请再选一次): no page can put it back into its box.

    A name that holds a private number is written into no page.
    """
    named = [name for name in names if name]
    if not named:
        return ""
    if any(map(holds_private_number, named)):
        return gettext("刚才选的文件没有留下，请再选一次。")
    told = gettext("刚才选的“%s”没有留下，请再选一次。")
    return told % gettext("、").join(name[:60] for name in named)


class UploadField(forms.FileField):
    """A file of no more than ``most`` bytes (上传文件)."""

    default_error_messages = {
        "invalid": _("没有收到文件。请重新选择。"),
        "missing": _("没有收到文件。请重新选择。"),
        "empty": _("文件是空的。请重新选择。"),
        "max_length": _("文件名太长。请把文件改成短一点的名字再上传。"),
    }

    def __init__(
        self, label: Any, missing: Any, *, accept: str, most: int, too_large: Any, **kwargs: Any
    ) -> None:
        super().__init__(
            label=label,
            max_length=200,
            widget=forms.FileInput({"accept": accept}),
            error_messages={"required": missing, "too_large": too_large},
            **kwargs,
        )
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload, unless it is too large to be read at all."""
        upload = super().clean(data, initial)
        if upload and upload.size > self.most:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return upload
