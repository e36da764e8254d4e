"""Letters of authorities (机关来函) by what is known of them: number, who had a hand in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from juzheng.law.cases import searching
from juzheng.law.cases.searching import Numbered
from juzheng.law.inquiries.inquiries import INQUIRIES, PREPARES
from juzheng.records.models import Committee, Entry, Inquiry, User

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


def same_as(
    committee: Committee, *, sender: str, letter_number: str, letter_on: date, key: str
) -> list[Inquiry]:
    """
    Return what was registered of the same letter (同一件来函): its sender, number and day.

    :param key: of the form that asks: what it registered itself is not another one
    """
    mine = Inquiry.objects.filter(committee=committee, letter_on=letter_on).exclude(key=key)
    same = (searching.unit_key(sender), searching.unit_key(letter_number))
    return [
        one
        for one in mine.select_related("received_by").order_by("pk")
        if (searching.unit_key(one.sender), searching.unit_key(one.letter_number)) == same
        and not one.is_void
    ]


def touched(rows: Sequence[Inquiry], user: User) -> set[int]:
    """Return those of ``rows`` in whose preparation ``user`` had a hand (经手过的), by id."""
    chains = {one.chain: one.pk for one in rows}
    events = [INQUIRIES.line(event) for event in PREPARES]
    lines = Entry.objects.filter(chain__in=[*chains], event__in=events, by=user)
    return {chains[chain] for chain in lines.values_list("chain", flat=True)} if rows else set()
