"""Who sits at the desk and who signs (经办人、负责人); how their pages are asked for and read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.records.models import User


def at(name: str, *args: Any) -> str:
    """Return the address of a page of the desk."""
    return reverse(f"clerk:{name}", args=args)


def words(answer: Any) -> str:
    """Return what a page says, without its blanks."""
    return "".join(answer.content.decode().split())


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def pen(responsible: User) -> Client:
    client = Client()
    client.force_login(responsible)
    return client
