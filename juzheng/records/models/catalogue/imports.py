"""Files that officers handed in and have not confirmed yet (待确认的导入文件)."""

from __future__ import annotations

from django.db import models

from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed


class Import(models.Model):
    """A file between the showing of what it would do and the yes (待确认的导入); one an officer."""

    written_by = models.OneToOneField(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    written_at = models.DateTimeField()

    PRIVACY = classed(internal="id written_by name content written_at")

    def __str__(self) -> str:
        return self.name
