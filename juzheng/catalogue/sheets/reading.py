"""Reading what an officer hands in (读取表格): all entries, all problems, never half of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from juzheng.catalogue.forms import CatalogueError, build
from juzheng.catalogue.pages import CLASSES
from juzheng.catalogue.sheets import complaints, entry_csv, entry_yaml
from juzheng.catalogue.sheets.grids import MOST_PROBLEMS, Draft, assembled, insist_on_few
from juzheng.catalogue.tables import archive, spreadsheet
from juzheng.catalogue.tables.commas import read as read_csv
from juzheng.catalogue.tables.documents import MOST_EVENTS
from juzheng.catalogue.tables.grid import OFFICE, Budget
from juzheng.catalogue.tables.problems import Place, Problem, Unclear
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.offers import Offer

CONTENTS = "[Content_Types].xml"  # what makes an archive a workbook

Key = tuple[str, str]  # the kind of an entry and its id
Found = tuple[list[Draft], list[Problem]]


@dataclass(frozen=True)
class Read:
    """What a file holds (读取结果): entries without a fault, and all faults of the others."""

    items: tuple[Item, ...] = ()
    lists: tuple[ItemList, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    unlisted: tuple[UnlistedPolicy, ...] = ()
    looked: tuple[Look, ...] = ()
    offers: tuple[Offer, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[Key, Place] = field(default_factory=dict)  # where each entry stands

    @property
    def whole(self) -> bool:
        """Return whether the file may be taken over: something in it, and nothing wrong."""
        return bool(self.places) and not self.problems

    def entries(self) -> tuple[Any, ...]:
        """Return all entries, what others lean on first."""
        lists = (*self.lists, *self.unlisted, *self.looked, *self.offers)
        return (*self.instruments, *self.items, *lists)


def read(raw: bytes, name: str) -> Read:
    """
    Return what stands in a file of any format that we write (XLSX, CSV, ZIP of CSV or YAML, YAML).

    The format is told by the content; ``name`` is used in messages and to tell CSV from YAML. No
    input raises: what can't be read at all comes back as a problem of the whole file.
    """
    label = entry_csv.stem(name)[:60] or "文件"
    try:
        drafts, problems = _found(raw, name, label)
        insist_on_few(len(drafts))
    except Unclear as unclear:
        return Read(problems=(unclear.at(Place(label)),))
    return _built(drafts, problems, label)


def _found(raw: bytes, name: str, label: str) -> Found:
    if archive.looks_like_one(raw, OFFICE):
        return _of_archive(raw)
    if name.lower().endswith((".yaml", ".yml")):
        return entry_yaml.read(raw, label, Budget(MOST_EVENTS))
    if name.lower().endswith((".csv", ".txt")):
        return assembled([read_csv(raw, label)])
    raise Unclear("认不出这个文件的格式。", "请用 .xlsx、.csv、.yaml 或由它们压成的 .zip 文件。")


def _of_archive(raw: bytes) -> Found:
    with archive.opened(raw) as whole:
        workbook = CONTENTS in whole.namelist()
    if workbook:
        return assembled(spreadsheet.read(raw))
    cells, events = Budget(OFFICE.cells), Budget(MOST_EVENTS)
    grids, drafts, problems = [], list[Draft](), list[Problem]()
    for name, content in archive.members(raw):
        if name.lower().endswith(".csv"):
            grids.append(read_csv(content, entry_csv.stem(name), budget=cells))
        elif name.lower().endswith((".yaml", ".yml")):
            more, wrong = entry_yaml.read(content, entry_csv.stem(name), events)
            drafts, problems = [*drafts, *more], [*problems, *wrong]
    more, wrong = assembled(grids)
    return [*more, *drafts], [*wrong, *problems]


def _built(drafts: list[Draft], problems: list[Problem], label: str) -> Read:
    found: dict[str, list[Any]] = {kind: [] for kind in CLASSES}
    problems = list(problems)
    places: dict[Key, Place] = {}
    spoilt = {(one.place.sheet, one.place.row) for one in problems}
    for draft in drafts:
        if len(problems) > MOST_PROBLEMS:
            break
        entry, wrong = _entry(draft, spoilt)
        problems += wrong
        if entry is None:
            continue
        key = (draft.kind, entry.id)
        if key in places:
            problems.append(_twice(draft, key, places[key]))
            continue
        places[key] = draft.place
        found[draft.kind].append(entry)
    if len(problems) > MOST_PROBLEMS:
        problems.append(Problem(Place(label), "问题太多，后面的没有核对。", "请先改正这些。"))
    if not places and not problems:
        problems = [Problem(Place(label), "里面没有内容。", "请照模板填写后再导入。")]
    return Read(
        **{kind: tuple(several) for kind, several in found.items()},
        problems=tuple(sorted(set(problems), key=_order)),
        places=places,
    )


def _order(problem: Problem) -> tuple[str, int, int]:
    return (problem.place.sheet, problem.place.row, problem.place.column)


def _touched(draft: Draft, spoilt: set[tuple[str, int]]) -> bool:
    """Return whether a row of the entry has a problem already: then it is not read at all."""
    rows = {(place.sheet, place.row) for place in (draft.place, *draft.places.values())}
    return bool(rows & spoilt)


def _entry(draft: Draft, spoilt: set[tuple[str, int]]) -> tuple[Any, list[Problem]]:
    """Return the entry, or what is wrong with it beyond what was said of its rows before."""
    touched = _touched(draft, spoilt)
    said = [one for one in complaints.of(draft) if (one.sheet, one.row) not in spoilt]
    if touched or said:
        return None, said
    try:
        return build(CLASSES[draft.kind], draft.page, draft.place.sheet), []
    except CatalogueError as error:
        return None, [Problem(draft.place, error.what, error.do, error.where)]


def _twice(draft: Draft, key: Key, known: Place) -> Problem:
    return Problem(draft.place, f"编号“{key[1]}”与{known}重复。", "请删去一处，或改成另一个编号。")
