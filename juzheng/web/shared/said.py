"""What was said of oneself (本人情形), in addresses and forms: heard, or taken back."""

from __future__ import annotations

from django.http import QueryDict

from juzheng.law.catalogue.items import Circumstance
from juzheng.law.catalogue.personal import of_codes

SO, NOT_SO = "so", "not_so"  # what another page has heard; what was heard and is not so


def codes_in(sent: QueryDict, name: str) -> tuple[Circumstance, ...]:
    """Return the circumstances that ``sent`` names; what is none is passed over."""
    return of_codes(sent.getlist(name))
