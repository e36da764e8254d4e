"""Letters of authorities (机关来函) by what is known of them: number, who had a hand in them."""

from __future__ import annotations

from collections.abc import Sequence

from juzheng.law.cases import searching
from juzheng.law.cases.searching import Numbered
from juzheng.law.inquiries.inquiries import INQUIRIES, PREPARES
from juzheng.records.models import Entry, Inquiry, User

YEARS = range(2020, 2100)  # in which a number may have been given


def numbered(user: User, wanted: str) -> Inquiry | None:
    """Return the letter of the user's committee whose number (函), or whose reply's, was typed."""
    mine = Inquiry.objects.visible_to(user)
    code = user.committee.code if user.committee else ""
    if (number := searching.letter_number(wanted)) is not None:
        whole = _whole(number, code, f"函{number.serial:06d}")
        return mine.filter(number__in=whole).order_by("-pk").first()
    papers = searching.paper_numbers(wanted)
    if len(papers) != 1 or papers[0].mark:  # of digits alone nobody knows what they end
        return None
    whole = _whole(papers[0], code, f"{papers[0].serial:05d}")
    return mine.filter(certificates__number__in=whole).order_by("-pk").first()


def _whole(number: Numbered, code: str, ending: str) -> list[str]:
    years = [number.year] if number.year else [str(year) for year in YEARS]
    return [f"{number.code or code}-{year}-{ending}" for year in years]


def touched(rows: Sequence[Inquiry], user: User) -> set[int]:
    """Return those of ``rows`` in whose preparation ``user`` had a hand (经手过的), by id."""
    chains = {one.chain: one.pk for one in rows}
    events = [INQUIRIES.line(event) for event in PREPARES]
    lines = Entry.objects.filter(chain__in=[*chains], event__in=events, by=user)
    return {chains[chain] for chain in lines.values_list("chain", flat=True)} if rows else set()
