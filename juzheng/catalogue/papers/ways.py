"""A place's own ways as pages (本地办法成文): the list, and the text that it stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from juzheng.law.catalogue.gathered_ways import CALLED, NOTE
from juzheng.law.catalogue.items import Confidence, Instrument, ListKind, Source
from juzheng.law.catalogue.lists import ItemList, ListLine
from juzheng.law.catalogue.looking import IN_FORCE

HOW = ("limit_working_days", "materials", "committees")  # what a line may say otherwise here


@dataclass(frozen=True)
class Own:
    """Whose ways they are (谁的本地办法): their id, the place, and since when."""

    code: str
    place: str
    division: str
    since: date

    @property
    def title(self) -> str:
        """Return what the list is called."""
        return f"{self.place}{CALLED}"

    @property
    def issuer(self) -> str:
        """Return whose it is."""
        return f"{self.place}民政部门"


def heading(place: str, item: str, document: str) -> tuple[str, str]:
    """Return the title and the reason of a change of one way."""
    return f"{place}：{item}的本地办法", f"根据{document}"


def text(own: Own) -> Instrument:
    """Return the text that the list stands on; each line says its own document."""
    return Instrument(
        id=own.code,
        title=own.title,
        issuer=own.issuer,
        in_force_from=own.since,
        in_force_until=None,
        status=IN_FORCE,
        checked_on=None,
        confidence=Confidence.MEDIUM,
        binding=False,
        note=NOTE,
    )


def listing(own: Own, said: ListLine) -> ItemList:
    """Return the list with its first line."""
    return ItemList(
        id=own.code,
        title=own.title,
        kind=ListKind.ISSUABLE,
        division=own.division,
        batch=1,
        issuer=own.issuer,
        document=own.code,
        issued_on=own.since,
        in_force_from=own.since,
        in_force_until=None,
        official=False,
        lines=(said,),
        note="",
        source=_source((said,)),
    )


def with_line(listed: ItemList, said: ListLine) -> ItemList:
    """Return ``listed`` with what ``said`` says of its item; what it leaves open stays."""
    before = next((one for one in listed.lines if one.item == said.item), None)
    others = tuple(one for one in listed.lines if one is not before)
    lines = (*others, said if before is None else _joined(before, said))
    return replace(listed, lines=lines, source=_source(lines))


def _joined(before: ListLine, said: ListLine) -> ListLine:
    """Return both in one line, with the documents of both as long as the earlier still holds."""
    new = {name: value for name in HOW if (value := getattr(said, name))}
    kept = any(getattr(before, name) for name in HOW if name not in new)
    notes = filter(None, (before.note if kept else "", said.note))
    return replace(before, **new, note="；".join(dict.fromkeys(notes)))


def _source(lines: tuple[ListLine, ...]) -> Source:
    """Return the documents that the drafters named: nobody opened them here."""
    return Source("；".join(dict.fromkeys(one.note for one in lines)), Confidence.MEDIUM)
