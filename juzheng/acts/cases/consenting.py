"""Consenting (单独同意): nothing sensitive is taken in, or changed, without a consent to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from juzheng.law.cases import consents
from juzheng.law.cases.consents import Given
from juzheng.records.models import Case


class ConsentMissing(Exception):
    """Something is asked for that needs a consent of its own (没有取得单独同意); ``what`` says."""

    def __init__(self, what: tuple[str, ...]) -> None:
        self.what = what
        super().__init__(", ".join(what))


def to_edit(
    case: Case, before: Mapping[str, Any], after: Mapping[str, Any], given: Given
) -> dict[str, Any]:
    """
    Return what the line of an edit says of the consents to it; nothing where none is needed.

    :raises ConsentMissing: if sensitive data was changed and nobody asked again
    """
    wanted = consents.wanted_again(case.revision.item, before, after)
    if lacking := tuple(kind for kind in wanted if kind not in given.kinds):
        raise ConsentMissing(lacking)
    return {"consents": list(wanted), "consent_how": given.how} if wanted else {}
