"""The rules of the house (家规), checked: where things may live and how large they may grow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from juzheng.law.base import citations
from tests import statements
from tests.each import none_breaks

TESTS = Path(__file__).parent
HOUSE = TESTS.parent / "juzheng"
ROOMS = ("law", "catalogue", "finder", "records", "outside", "acts", "web")
DUTIES = (TESTS / "data" / "duties.txt").read_text(encoding="utf-8").split()

LINES_A_FUNCTION = 59
LINES_A_FILE = 400
SIGNS_A_TEMPLATE_LINE = 120
VAGUE_NAMES = {"utils", "helpers", "services", "constants", "exceptions", "common", "misc"}
CHINESE = re.compile("[\u4e00-\u9fff]")

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "create_user",
    "create_superuser",
}
WRITES |= {f"a{name}" for name in WRITES}
# What one may update without touching a record: the reply's headers, the visitor's session.
NOT_RECORDS = {"headers", "session", "environ"}
CLOCKS = {"now", "today", "utcnow"}
CLOCKS_WITHOUT_A_MOMENT = {"localdate", "localtime"}  # with an argument they convert, no more

Reasons = Mapping[str, tuple[date, str]]
LONG_FILES: Reasons = {}
# Duties that wait for an issue of their own. Who builds one strikes it out here.
NOTED_ON = date(2026, 11, 22)
NOT_YET_IN_CODE: Reasons = {
    "OP-1.3": (NOTED_ON, "yearly targets need the register of the seal's uses"),
    "OP-4.1.a": (NOTED_ON, "overseers, evaluation samples and their measures are not built"),
    "OP-4.4.b": (NOTED_ON, "credit records need the demanding department's own workflow"),
    "OP-4.4.c": (NOTED_ON, "the periodic report needs the measures of OP-4.1.a"),
}
NOT_YET_IN_TESTS: Reasons = {
    **NOT_YET_IN_CODE,
}


def modules(*rooms: str) -> list[Path]:
    return [
        path
        for room in rooms
        for path in sorted((HOUSE / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return path.relative_to(TESTS.parent).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def dictionaries(path: Path) -> set[str]:
    """Names that the module binds to a dictionary, by writing one or by saying so."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and is_dictionary(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign | ast.arg):
            said = ast.unparse(node.annotation) if node.annotation else ""
            if said.startswith(("dict[", "dict")):
                found.add(node.arg if isinstance(node, ast.arg) else ast.unparse(node.target))
    return found


def is_dictionary(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict | ast.DictComp):
        return True
    called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    return called in ("dict", "super().get_context_data")


def writes(path: Path) -> list[str]:
    harmless = dictionaries(path)
    return [
        f"{call.lineno}: {ast.unparse(attribute)}"
        for call, attribute in calls(path)
        if attribute.attr in WRITES and not spared(attribute, harmless)
    ]


def spared(attribute: ast.Attribute, harmless: set[str]) -> bool:
    receiver = attribute.value
    if isinstance(receiver, ast.Call):
        # A model that says no: Entry.save() calls super().save() once and never again.
        return ast.unparse(receiver) == "super()"
    if isinstance(receiver, ast.Attribute):
        return receiver.attr in NOT_RECORDS
    return isinstance(receiver, ast.Name) and receiver.id in harmless


def clock_readings(path: Path) -> list[str]:
    return [
        f"{call.lineno}: {ast.unparse(call)}"
        for call, attribute in calls(path)
        if attribute.attr in CLOCKS
        or (attribute.attr in CLOCKS_WITHOUT_A_MOMENT and not (call.args or call.keywords))
        or ast.unparse(attribute) in ("time.time", "time.time_ns")
    ]


def public(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree(path).body:
        if isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) and not node.name.startswith("_"):
            yield node


def first_line(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def knots(path: Path) -> dict[str, int]:
    return {
        node.name: length
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_A_FUNCTION
    }


def too_long(path: Path) -> list[int]:
    """Return the numbers of the lines that nobody can review."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if len(line) > SIGNS_A_TEMPLATE_LINE]


def vague(path: Path) -> set[str]:
    return {path.stem, *path.relative_to(HOUSE).parts} & VAGUE_NAMES


def silent(path: Path) -> list[str]:
    return [node.name for node in public(path) if not first_line(node)]


def without_chinese(path: Path) -> list[str]:
    nouns = [node for node in public(path) if isinstance(node, ast.ClassDef)]
    inner = "management" in path.parts or path.name == "__init__.py"
    without = [] if inner or CHINESE.search(first_line(tree(path))) else [path.stem]
    return without + [node.name for node in nouns if not CHINESE.search(first_line(node))]


def test_only_acts_write() -> None:
    none_breaks(writes, modules("web", "records"), name_of)


def test_the_clock_is_read_at_the_door() -> None:
    rooms = ("law", "catalogue", "finder", "records", "outside", "acts")
    none_breaks(clock_readings, modules(*rooms), name_of)


def test_no_function_is_a_knot() -> None:
    none_breaks(knots, modules(*ROOMS), name_of)


def test_no_file_is_a_heap_but_those_with_a_reason() -> None:
    long = {
        name_of(path)
        for path in modules(*ROOMS, "config")
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES_A_FILE
    }
    assert long == set(LONG_FILES)


def test_no_line_of_a_template_is_too_long_to_review() -> None:
    none_breaks(too_long, sorted((HOUSE / "web" / "templates").rglob("*.html")), name_of)


def test_every_module_is_named_after_a_thing() -> None:
    none_breaks(vague, modules(*ROOMS), name_of)


def test_everything_public_says_what_it_is() -> None:
    none_breaks(silent, modules(*ROOMS), name_of)


def test_every_module_and_every_noun_carries_its_chinese_term() -> None:
    none_breaks(without_chinese, modules(*ROOMS), name_of)


def test_the_rules_of_form_themselves(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text("class Case:\n    pass\n\ndef file():\n" + "    pass\n" * 59, encoding="utf-8")
    assert knots(path) == {"file": 60}
    assert silent(path) == ["Case", "file"]
    assert without_chinese(path) == ["sample", "Case"]
    assert vague(HOUSE / "law" / "utils.py") == {"utils"}
    path.write_text("a" * 120 + "\n" + "a" * 121, encoding="utf-8")
    assert too_long(path) == [2]
    assert vague(HOUSE / "helpers" / "law.py") == {"helpers"}


def test_a_failing_rule_names_every_file_and_what_is_wrong_in_it() -> None:
    paths = [HOUSE / "law" / name for name in ("utils.py", "items.py", "misc.py")]
    with pytest.raises(AssertionError) as failed:
        none_breaks(vague, paths, name_of)
    said = str(failed.value)
    assert "juzheng/law/utils.py: {'utils'}" in said
    assert "juzheng/law/misc.py: {'misc'}" in said
    assert "items" not in said


def test_a_rule_that_looks_at_nothing_fails() -> None:
    with pytest.raises(AssertionError, match="nothing to look at"):
        none_breaks(vague, [])


def citing(paths: list[Path]) -> set[str]:
    """The duties that the files cite, by their id or by their constant in law/base/citations.py."""
    return {duty for path in paths for duty in (*ids_in(path), *constants_in(path))} & set(DUTIES)


def ids_in(path: Path) -> list[str]:
    return re.findall(r"OP-\d(?:\.\d)?(?:\.[a-z])?", path.read_text(encoding="utf-8"))


def constants_in(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        names: list[str] = []
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "citations":
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and node.module == "juzheng.law.base.citations":
            names = [alias.name for alias in node.names]
        cited = (getattr(citations, name, None) for name in names)
        yield from (one.duty for one in cited if isinstance(one, citations.Citation))


def test_every_duty_has_one_id() -> None:
    assert len(DUTIES) == len(set(DUTIES))
    assert {citation.duty for citation in citations.ALL} <= set(DUTIES)


def test_every_duty_is_cited_by_the_code_or_has_a_date_and_a_reason() -> None:
    cited = citing([p for p in modules(*ROOMS) if p.name != "citations.py"])
    assert set(DUTIES) - cited == set(NOT_YET_IN_CODE)


def test_every_duty_is_cited_by_a_test_or_has_a_date_and_a_reason() -> None:
    cited = citing([p for p in sorted(TESTS.rglob("test_*.py")) if p != Path(__file__)])
    assert set(DUTIES) - cited == set(NOT_YET_IN_TESTS)


def marked() -> set[str]:
    """The duties that tests of behaviour name: what docs/duties.md counts as kept."""
    found = set()
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(tree(path)):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.duty":
                    found.add(ast.literal_eval(mark.args[0]))
    return found


def test_a_duty_is_kept_only_where_a_test_of_behaviour_names_it() -> None:
    page = (TESTS.parent / "docs" / "duties.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"^\| (OP-[\w.]+) \| ([a-z ]+) \|", page, re.MULTILINE))
    assert set(said) == set(DUTIES) >= marked()
    assert {duty for duty, kept in said.items() if kept in ("yes", "in part")} == marked()
    assert not marked() & set(NOT_YET_IN_CODE)


def test_every_exception_has_a_reason() -> None:
    for table in (LONG_FILES, NOT_YET_IN_CODE, NOT_YET_IN_TESTS):
        assert all(len(reason) > 20 for _, reason in table.values())


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("case.save()", True),
        ("Case.objects.create(name=1)", True),
        ("Case.objects.filter(pk=1).update(state=2)", True),
        ("form.save()", True),
        ("case.verifications.all().delete()", True),
        ("context.update(more)", True),
        ("context = {}\ncontext.update(more)", False),
        ("def page(context: dict[str, int]):\n    context.update(more)", False),
        ("response.headers.update(more)", False),
        ("super().save()", False),
    ],
)
def test_the_writing_rule_itself(tmp_path: Path, line: str, caught: bool) -> None:
    path = tmp_path / "sample.py"
    path.write_text(line, encoding="utf-8")
    assert bool(writes(path)) is caught


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("timezone.now()", True),
        ("datetime.now(UTC)", True),
        ("date.today()", True),
        ("timezone.localdate()", True),
        ("timezone.localdate(at)", False),
        ("time.time()", True),
        ("at.time()", False),
    ],
)
def test_the_clock_rule_itself(tmp_path: Path, line: str, caught: bool) -> None:
    path = tmp_path / "sample.py"
    path.write_text(line, encoding="utf-8")
    assert bool(clock_readings(path)) is caught


def test_who_sends_postgresql_nothing_new_is_a_test() -> None:
    """A name that is no test any more: ``make statements`` finds them anew (ADR 26)."""
    gone = []
    for name in sorted(statements.nothing_new()):
        file, _, function = name.partition("::")
        path = TESTS.parent / file
        if not path.exists() or f"def {function}(" not in path.read_text(encoding="utf-8"):
            gone.append(name)
    assert gone == []
