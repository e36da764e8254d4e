"""Days as papers write them (成文日期)."""

from __future__ import annotations

from datetime import date


def day(when: date) -> str:
    """Return a date as papers write it (成文日期), GB/T 9704-2012: 2026年11月22日."""
    return f"{when.year}年{when.month}月{when.day}日"
