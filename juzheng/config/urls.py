"""Every address (网址)."""

from __future__ import annotations

urlpatterns: list[object] = []
