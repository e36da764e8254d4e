"""
Collect every message of the pages and keep the translations in step (翻译条目).

    python assets/messages.py            # bring the .po up to date; prints what is not translated
    python assets/messages.py --check    # change nothing; fails if something is missing

Messages stand in four places: marked in templates, marked in code, in the law's closed lists of
words and its sentences for people (``juzheng.law``), which knows no gettext, and in the tables of
sentences beside the catalogue: the pages translate those when they show them. A sentence of the law
with blanks is kept apart (``LAW_CONTEXT``), so that the pages know it when it comes filled. Needs
Babel, PyYAML and Django, not GNU gettext.
"""

from __future__ import annotations

import ast
import keyword
import os
import re
import sys
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path

import listed
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "juzheng" / "web"
LAW = ROOT / "juzheng" / "law"
# Code of the catalogue that speaks as the law does: of fields, and of what changed in them.
SPEAKING = [
    *(
        ROOT / "juzheng" / "catalogue" / name
        for name in ("differences.py", "fields.py", "pages.py")
    ),
    ROOT / "juzheng" / "catalogue" / "sheets" / "shape.py",
    ROOT / "juzheng" / "records" / "catalogue" / "import_preview.py",
    WEB / "shared" / "catalogue" / "alignment_report.py",
]
# What else says whole sentences to people: readers of files, channels, and what is told of a case.
# Of these only sentences and places in a file are messages; their other words are data.
READERS = [
    *(
        ROOT / "juzheng" / "catalogue" / name
        for name in (
            *("calendar.py", "forms.py", "written.py", "papers/reading.py"),
            *(f"sheets/{one}.py" for one in ("complaints", "entry_cells", "entry_workbook")),
            *(f"sheets/{one}.py" for one in ("entry_yaml", "grids", "reading")),
            *(f"tables/{one}.py" for one in ("archive", "cells", "commas", "documents")),
            *(f"tables/{one}.py" for one in ("grid", "marked_up", "spreadsheet")),
        )
    ),
    *(
        ROOT / "juzheng" / "outside" / f"{name}.py"
        for name in (
            *("cells", "channels", "demand_files", "letters", "material_lists", "photos", "rows"),
        )
    ),
    *(
        ROOT / "juzheng" / "acts" / f"{name}.py"
        for name in ("base/files", "cases/objection", "cases/transition", "catalogue/changes")
    ),
    *(
        ROOT / "juzheng" / "records" / f"{name}.py"
        for name in (
            *(
                "cases/case_file",
                "cases/meetings",
                "catalogue/change_effects",
                "catalogue/published_papers",
            ),
            *("supervision/exhibits", "supervision/verdicts"),
        )
    ),
]
TOLD = re.compile(
    r"[。行栏”）效]$|表中本项的内容$|\{what\}$"
)  # how a sentence, or a place in a file, ends
# What the catalogue's own tables say to people; its pages have a file of their own: listed.py.
TABLES = [
    ROOT / "juzheng" / "catalogue" / name
    for name in (
        *("arguments.yaml", "manual.yaml", "remedies.yaml", "retention.yaml", "still_asked.yaml"),
        *("words/questions.yaml", "deadlines/correction.yaml"),
    )
]
# Why a matter is no certificate: a reason of the law's kind, said to residents.
MATTERS = ROOT / "juzheng" / "catalogue" / "words" / "matters.yaml"
INQUIRIES = MATTERS.with_name("inquiries.yaml")
URGENT = MATTERS.with_name("urgent.yaml")
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PATTERN = re.compile(r"[\\\[|]")  # an expression to look for, not to be read
# Pages of developers only, and words that print on a Chinese terminal.
# Rules of wording, references to articles and names in the ledger's arithmetic are not translated.
NOT_LAW = ("citations.py", "ledger.py", "redaction.py", "surnames.py", "turning.py", "wording.py")
# Functions of the law whose sentences with blanks stay Chinese, each for a reason. A function or a
# file that comes new has its sentences translated.
BLANKS_STAY = {
    # words of papers and letters, which are Chinese whoever reads the page
    "cases/certificates.py": "meeting_in_words not_agreed_in_words _notice _votes _heard",
    "base/deadlines.py": "day",
    "demands/advice.py": "letter _called",
    "catalogue/to_units.py": "in_a_line",
    "supervision/letters.py": "_put_to_superior time_to_speak contact",
    # days as the applicant wrote them
    "catalogue/answers.py": "in_words parts",
    # ids of rows, and what is said on the command line alone
    "demands/accounts.py": "as_network",
    "catalogue/provisions.py": "why",
}
LAW_CONTEXT = "law"
READ_CONTEXT = "read"  # sentences with blanks of the readers, which may be short
# Labels of events that are a button's or a heading's words too: there they say what to do, and in a
# history what was done, which English tells apart.
HAPPENED_CONTEXT = "happened"
BUTTONS_TOO = "AmendmentEvent"  # whose buttons are labelled by the event itself
NOT_PAGES = (
    "gallery.py",
    "shared/startup.py",
    "answer_text.py",
    "alignment_report.py",
    "graph_report.py",
    "classification_report.py",
    "management/",
    "templates/gallery/",
)

Message = str | tuple[str, ...]


def messages() -> dict[Message, set[str]]:
    """Return every message with the files it stands in."""
    found: dict[Message, set[str]] = {}
    pages = ((path, text) for path, text, context in _of_pages() if not context)
    for path, message in (*pages, *_of_law(), *_of_tables()):
        found.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
    singular = {message[0] for message in found if isinstance(message, tuple)}
    return {message: where for message, where in found.items() if message not in singular}


def contexts() -> dict[tuple[str, str], set[str]]:
    """
    Return the pages' words that have two meanings in English, with context and files (同词异译).

    ``日`` beside a box of a date is a day of the month (``"box"``), elsewhere a length of time.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for path, message, context in _of_pages():
        if context and isinstance(message, str):
            found.setdefault((message, context), set()).add(path.relative_to(ROOT).as_posix())
    return found


def _of_pages() -> Iterator[tuple[Path, Message, str | None]]:
    from django.utils.translation.template import templatize

    for path in _pages("**/*.py"):
        yield from ((path, *said) for said in _extracted(path.read_bytes()))
    for path in _pages("templates/**/*.html"):
        # What is not a message has been blotted out; without indents the rest reads as Python.
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        calls = re.findall(
            r"[np]?gettext\(.*?\)(?=\s|$)|_\(.*?\)(?=\s|$)", "\n".join(lines), re.DOTALL
        )
        yield from ((path, *said) for said in _extracted("\n".join(calls).encode()))


def _pages(pattern: str) -> list[Path]:
    return [
        path
        for path in sorted(WEB.glob(pattern))
        if not any(part in path.relative_to(WEB).as_posix() for part in NOT_PAGES)
    ]


def _extracted(source: bytes) -> Iterator[tuple[Message, str | None]]:
    for _line, message, _comments, context in extract("python", BytesIO(source), CALLS):
        yield message, context


def _of_law() -> Iterator[tuple[Path, Message]]:
    """Yield the law's whole sentences and words, and the like; with blanks: ``templates``."""
    law = sorted(path for path in LAW.rglob("*.py") if path.name not in NOT_LAW)
    for path in (*law, *SPEAKING, *READERS):
        tree = ast.parse(path.read_text())
        apart = {id(part) for node in ast.walk(tree) for part in _no_messages(node)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else ""
            wanted = path not in READERS or (isinstance(text, str) and text.endswith("。"))
            if wanted and id(node) not in apart and isinstance(text, str) and _said(text):
                yield path, text
        if path in READERS:
            yield from ((path, name) for name in _named(tree) if _said(name))


def _named(tree: ast.Module) -> Iterator[str]:
    """Yield what a table in code is called: ``{"name": …}``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                match key, value:
                    case ast.Constant(value="name"), ast.Constant(value=str(text)):
                        yield text


def _of_tables() -> Iterator[tuple[Path, Message]]:
    for path in TABLES:
        yield from (
            (path, text) for text in _texts(yaml.safe_load(path.read_text())) if _said(text)
        )
    from juzheng.outside import demand_data

    yield from ((Path(demand_data.__file__), text) for text in demand_data.FIELDS.values())
    matters = yaml.safe_load(MATTERS.read_text()).values()
    yield from ((MATTERS, one["reason"]) for one in matters)
    asked = yaml.safe_load(INQUIRIES.read_text())
    for one in asked["matters"].values():
        yield from ((INQUIRIES, one["name"]), (INQUIRIES, one["reason"]))
    urgent = yaml.safe_load(URGENT.read_text())
    yield from ((URGENT, one["name"]) for one in urgent["numbers"].values())
    for one in urgent["kinds"].values():
        yield from ((URGENT, one[part]) for part in ("name", "do", "after"))
    rows = (asked["ways"], *(one.get("onward", ()) for one in asked["matters"].values()))
    yield from ((INQUIRIES, way["do"]) for ways in rows for way in ways)


def _texts(part: object) -> Iterator[str]:
    """Yield every text in a table, whatever it stands under."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _texts(inner)


def _said(text: str) -> bool:
    """Return whether ``text`` is Chinese for people, and no expression to look for."""
    return bool(CHINESE.search(text)) and not PATTERN.search(text.replace("[ … ]", ""))


def _no_messages(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is Chinese inside ``node`` but no message: docstrings, and text with blanks."""
    named = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    if named and ast.get_docstring(node) is not None:  # type: ignore[arg-type]
        yield node.body[0].value  # type: ignore[attr-defined]
    if isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)


def templates() -> dict[str, set[str]]:
    """Return the law's sentences with blanks, ``这一项列入{listed}。``, and where they stand."""
    found: dict[str, set[str]] = {}
    trees = {path: ast.parse(path.read_text()) for path in sorted(LAW.rglob("*.py"))}
    shared = {name: text for tree in trees.values() for name, text in _constants(tree)}
    for path, tree in trees.items():
        if path.name in NOT_LAW:
            continue
        stays = BLANKS_STAY.get(path.relative_to(LAW).as_posix(), "").split()
        for text in _with_blanks(tree, {**shared, **dict(_constants(tree))}, stays):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return {**found, **_said_to_units(found)}


def read_templates() -> dict[str, set[str]]:
    """Return the sentences with blanks of what reads files or compares, and where they stand."""
    found: dict[str, set[str]] = {}
    for path in (*SPEAKING, *READERS):
        tree = ast.parse(path.read_text())
        for text in _with_blanks(tree, dict(_constants(tree))):
            if TOLD.search(text):
                found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _said_to_units(found: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return what offers say to a resident as it is said to a unit (``/may-i-demand/``)."""
    from juzheng.law.catalogue.turning import turned

    offers = LAW / "catalogue" / "offers.py"
    where = {offers.relative_to(ROOT).as_posix()}
    whole = [message for path, message in _of_law() if path == offers if isinstance(message, str)]
    said = [*whole, *(text for text, files in found.items() if files == where)]
    return {turned(text): where for text in said if "您" in text or "由该单位自己" in text}


def happened() -> dict[str, set[str]]:
    """Return the labels of events that are said of what is to be done as well (事情已经发生)."""
    to_do = {message for _path, message, context in _of_pages() if not context}
    found: dict[str, set[str]] = {}
    for path in sorted(LAW.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Event"):
                for label in _labels(node):
                    if label in to_do or node.name == BUTTONS_TOO:
                        found.setdefault(label, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _labels(term: ast.ClassDef) -> Iterator[str]:
    for one in term.body:
        match one:
            case ast.Assign(value=ast.Tuple(elts=[*_, ast.Constant(value=str(label))])):
                yield label


def _with_blanks(
    tree: ast.Module, constants: dict[str, str], stays: Collection[str] = ()
) -> Iterator[str]:
    left = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name in stays)
    apart = {id(part) for one in left for part in ast.walk(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in apart:
            text = template(node, constants).removeprefix("。")  # the one before ends with it
            if _said(re.sub(r"\{\w+\}", "", text)):
                yield text


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for one in tree.body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def template(node: ast.JoinedStr, constants: dict[str, str]) -> str:
    """Return an f-string with a name for each blank; a constant of the law is written out."""
    text, names = "", set[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += part.value
        elif isinstance(part, ast.FormattedValue):
            written = ast.unparse(part.value)
            name = _last_name(written)
            while name in names:
                name += "_"
            names.add(name)
            text += constants.get(written, f"{{{name}}}")
    return text


def _last_name(expression: str) -> str:
    """Return the last word of an expression that is a name, in small letters."""
    bare = re.sub(r"'[^']*'", "", expression)
    bare = re.sub(r"\.\w+\(\)$", "", bare)  # what is done to it last is no name of it
    names = [word for word in re.findall(r"[A-Za-z]\w*", bare) if not keyword.iskeyword(word)]
    return names[-1].lower() if names else "words"


def updated(old: Catalog) -> Catalog:
    """Return a catalogue of the messages of today with the translations of ``old``."""
    new = Catalog(locale="en", project="juzheng", charset="utf-8", fuzzy=False)
    new.header_comment = "# English of the pages. Keep in step with: python assets/messages.py"
    for message, where in sorted(messages().items(), key=lambda pair: str(pair[0])):
        known = old.get(message[0] if isinstance(message, tuple) else message)
        kept = _kept(known.string if known else "", plural=isinstance(message, tuple))
        new.add(
            message, kept, locations=[(path, None) for path in sorted(where)], flags=_flags(message)
        )
    apart = {(text, LAW_CONTEXT): where for text, where in templates().items()}
    apart |= {(text, READ_CONTEXT): where for text, where in read_templates().items()}
    apart |= {(text, HAPPENED_CONTEXT): where for text, where in happened().items()}
    for (text, context), where in sorted({**contexts(), **apart}.items()):
        known = old.get(text, context)
        new.add(
            text,
            known.string if known else "",
            locations=[(path, None) for path in sorted(where)],
            context=context,
        )
    return new


def _kept(known: str | tuple[str, ...] | list[str], *, plural: bool) -> str | tuple[str, ...]:
    """Return a translation in the shape its message has today: a plural may come or go."""
    if isinstance(known, str):
        return (known, known) if plural and known else known
    return tuple(known) if plural else known[-1]


def _flags(message: Message) -> set[str]:
    text = message[0] if isinstance(message, tuple) else message
    return {"python-format"} if re.search(r"%\(\w+\)[sd]", text) else set()


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages of ``catalog`` without English, and the doubtful ones."""
    found = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            found.append(str(message.id))
    return found


def of_catalogue(old: Catalog) -> Catalog:
    """Return what the catalogue says to residents today with the translations of ``old``."""
    new = Catalog(locale="en", project="juzheng", charset="utf-8", fuzzy=False)
    new.header_comment = "# English of the catalogue. Keep in step with: python assets/messages.py"
    said = {text for one in messages() for text in (one if isinstance(one, tuple) else (one,))}
    for text, where in sorted(listed.texts(said).items()):
        known = old.get(text)
        kept = _kept(known.string if known else "", plural=False)
        new.add(text, kept, locations=[(path, None) for path in sorted(where)])
    return new


def known() -> Catalog:
    """Return all English that there is, in whichever of the two files it stands."""
    found = Catalog(locale="en")
    for path in (listed.ENGLISH, ENGLISH):
        if path.exists():
            with path.open("rb") as source:
                for one in read_po(source, locale="en"):
                    if one.id:
                        found.add(one.id, one.string, flags=one.flags, context=one.context)
    return found


def main() -> None:
    """Bring the English up to date, or say what is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")
    sys.path.insert(0, str(ROOT))
    old = known()
    new = {ENGLISH: updated(old), listed.ENGLISH: of_catalogue(old)}
    missing = [text for one in new.values() for text in untranslated(one)]
    print(f"messages: {sum(map(len, new.values()))}, without English: {len(missing)}")
    if "--check" in sys.argv:
        sys.exit(1 if missing else 0)
    for path, catalog in new.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = BytesIO()  # first whole in memory: half a file would lose every translation
        write_po(whole, catalog, width=100, omit_header=False)
        path.write_bytes(whole.getvalue())
    for text in missing:
        print(" ", text)


if __name__ == "__main__":
    main()
