"""What the whole database says (全库摘要), to see that a request changed nothing."""

from __future__ import annotations

from hashlib import sha256

from django.apps import apps

# A look, a try and a session may be written down even when nothing happens.
NOTED_ANYWAY = {"records.viewlog", "records.attempt", "sessions.session"}


def snapshot(*, besides: set[str] = NOTED_ANYWAY) -> dict[str, tuple[int, str]]:
    """Return row count and digest of every table besides those that only note who came by."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in besides:
            continue
        rows = sorted(repr(row) for row in model._base_manager.values_list(*_columns(model)))
        found[label] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
    return found


def _columns(model: type) -> list[str]:
    """Return the names of the concrete columns, without the time of the last sign-in."""
    fields = model._meta.concrete_fields  # type: ignore[attr-defined]
    return [field.attname for field in fields if field.name != "last_login"]
