"""People who work with the system (工作人员); residents need no account."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff (工作人员)."""
