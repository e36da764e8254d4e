"""Which sheets there are and which columns each has (表格结构), worked out from the law's shapes.

A sheet holds one row for each entry; what an entry has several of (ways onward, questions) has a
sheet of its own, whose first column says which entry the row belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from juzheng.catalogue.fields import CLOSED_LISTS, Field, fields_of
from juzheng.catalogue.pages import CLASSES
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import (
    DeliberationRule,
    Entitled,
    FactToVerify,
    Instrument,
    Item,
    LegalBasis,
    Onward,
    Precondition,
    Question,
    Renumbered,
)
from juzheng.law.catalogue.lists import ItemList, ListLine, UnlistedPolicy
from juzheng.law.catalogue.looking import Look, LookLine
from juzheng.law.catalogue.offers import Offer

Path = tuple[str, ...]

OWNER = "owner"  # the path of the column that says which entry a row belongs to
GUIDE = "说明"  # the sheet that explains the others; never read
SHEETS: Mapping[type, str] = {
    Item: "事项",
    LegalBasis: "依据",
    Onward: "去向",
    DeliberationRule: "议事规则",
    Question: "问题",
    FactToVerify: "事实",
    Precondition: "前提",
    Entitled: "条文写明交给谁",
    Renumbered: "旧条号",
    ItemList: "清单",
    ListLine: "清单条目",
    Instrument: "法律文件",
    UnlistedPolicy: "未列入清单的规则",
    Look: "查证记录",
    LookLine: "查证结论",
    Offer: "承诺与共享登记",
}


@dataclass(frozen=True, eq=False)  # each column is one thing: the same or not
class Column(Field):
    """One column of a sheet (列): a field, and where its value goes."""

    path: Path  # ("source", "text")

    @property
    def headings(self) -> tuple[str, ...]:
        """Return what may stand above it: workbooks live longer than wordings."""
        return (self.heading, *self.said.formerly)

    @property
    def code(self) -> bool:
        """Return whether it is an identifier: width and spaces in it mean nothing."""
        return bool(self.said.code)


def _column(path: Path, field: Field) -> Column:
    """Return the column of ``field``, whose texts may come from a closed list."""
    taken = vars(field) | {"type": CLOSED_LISTS.get(field.said.terms, field.type)}
    return Column(**taken, path=path)


@dataclass(frozen=True, eq=False)
class Table:
    """One sheet (工作表) and what its rows stand for."""

    sheet: str
    kind: str  # items, lists, instruments, unlisted or offers: the catalogue's folder
    columns: tuple[Column, ...]
    field: str = ""  # the entry's field that the rows fill; empty: the rows are the entries
    single: bool = False  # at most one row for an entry
    loose: frozenset[str] = frozenset()  # groups of columns that may be empty together

    @property
    def cls(self) -> type:
        """Return the class of the entries."""
        return CLASSES[self.kind]

    @property
    def key(self) -> Column:
        """Return the column that holds the entry's id."""
        return self.columns[0]

    def column(self, path: Path) -> Column | None:
        """Return the column that fills ``path``, if there is one."""
        return next((one for one in self.columns if one.path == path), None)


@cache
def tables(kind: str) -> tuple[Table, ...]:
    """Return the sheets of one kind of entry, the entries' own first."""
    cls = CLASSES[kind]
    main = Table(SHEETS[cls], kind, tuple(_columns(cls)), loose=_loose(cls))
    owner = replace(main.key, path=(OWNER,))
    return (main, *(_child(one, kind, owner) for one in fields_of(cls) if one.type in SHEETS))


@cache
def all_tables() -> tuple[Table, ...]:
    """Return all sheets, in the order in which a workbook shows them."""
    return tuple(table for kind in CLASSES for table in tables(kind))


def _child(field: Field, kind: str, owner: Column) -> Table:
    columns = (owner, *_columns(field.type))
    loose = _loose(field.type)
    return Table(SHEETS[field.type], kind, columns, field.name, not field.many, loose)


def _loose(cls: type) -> frozenset[str]:
    return frozenset(one.name for one in fields_of(cls) if one.optional and one.nested)


def _columns(cls: type) -> Iterator[Column]:
    """Yield the columns of ``cls``; what it has one of inside (a source) is spread out."""
    for field in fields_of(cls):
        if not field.nested:
            yield _column((field.name,), field)
        elif field.type not in SHEETS:
            yield from (_column((field.name, one.name), one) for one in fields_of(field.type))


def words(column: Column) -> tuple[str, ...]:
    """Return the words that the column takes, if it takes only those of a closed list."""
    if column.type is bool:
        return ("是", "否")
    return tuple(term.label for term in column.type) if issubclass(column.type, Term) else ()
