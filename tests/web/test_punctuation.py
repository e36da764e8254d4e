"""Punctuation (标点): Chinese sentences have Chinese marks, English sentences have none of them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "assets"))

import messages  # noqa: E402 - a script of the build, not of the package

TEMPLATES = REPOSITORY / "juzheng" / "web" / "templates"
HAN = "\u4e00-\u9fff"
# A half-width mark beside a Chinese character, or beside a Chinese bracket or quotation mark.
HALF = re.compile(rf"[{HAN}”》）〕][,;:?!()]|[,;:?!()][{HAN}“《（]")
FULL = re.compile("[，。：；？！（）、]")
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TAG = re.compile(r"<[^>]+>")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")  # Chinese quoted on an English page keeps its marks
PART = re.compile(
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", re.DOTALL
)
# By which rules are read after their brackets were made half-width: shown to nobody.
PATTERNS = {"居(村)民"}
NOT_YET = ("gallery/",)  # for developers, who read Chinese


def half_width_in(chinese: str) -> bool:
    """Return whether a sentence has a half-width mark where Chinese writes a full-width one."""
    return bool(HALF.search(TAG.sub("", BLANK.sub("甲", chinese))))


def full_width_in(english: str) -> bool:
    """Return whether an English sentence has a Chinese mark outside of what it quotes."""
    return bool(FULL.search(QUOTED.sub("", english)))


def told() -> list[tuple[str, str]]:
    """Return every message with its English; of two forms each."""
    found = []
    with messages.ENGLISH.open("rb") as source:
        for one in read_po(source, locale="en"):
            said = (one.id,) if isinstance(one.id, str) else one.id
            english = (one.string,) if isinstance(one.string, str) else one.string
            found += [(chinese, text) for chinese in said if chinese for text in english]
    return found


def test_chinese_sentences_have_chinese_marks() -> None:
    wrong = {chinese for chinese, _english in told() if half_width_in(chinese)}
    assert wrong == PATTERNS


def test_english_sentences_have_none() -> None:
    assert [english for _chinese, english in told() if full_width_in(english)] == []


def test_no_mark_stands_between_the_tags_of_a_template() -> None:
    bare = {}
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        if not name.startswith(NOT_YET) and (marks := FULL.findall(PART.sub("", path.read_text()))):
            bare[name] = marks
    assert bare == {}  # {% translate "：" %}: a colon is another in English


def test_no_half_width_mark_joins_what_a_template_tells() -> None:
    joined = re.compile(r"[}%]}[;,:()]|[;,:()]{[{%]")  # beside a Chinese word that comes in there
    bare = {}
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        text = re.sub(r"<[^>]*>|<style.*?</style>", "", path.read_text(), flags=re.DOTALL)
        if not name.startswith(NOT_YET) and (marks := joined.findall(text)):
            bare[name] = marks
    assert bare == {}


def test_a_moment_is_told_as_people_write_it() -> None:
    machines = {"public/data.html"}  # an address
    machine = re.compile(r"""date:["'](?:Y-)?m-d""")
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        if machine.search(TAG.sub("", path.read_text())):
            found.add(path.relative_to(TEMPLATES).as_posix())
    assert found == machines


def test_what_follows_a_colon_at_once_has_its_space_in_english() -> None:
    at_once = re.compile(r'translate "([^"]+：)" %}(?=[^\s<])')
    asked = {one for path in TEMPLATES.rglob("*.html") for one in at_once.findall(path.read_text())}
    close = {chinese for chinese, english in told() if english.endswith(":")}
    assert asked & close == set()


# Written so in a setting or an address, which is ASCII.
WRITTEN_SO = re.compile("新密钥,旧密钥|用户:密码@")


def whole_sentences(tree: ast.Module) -> Iterator[str]:
    """Yield what code says in whole sentences, blanks filled, docstrings left out."""
    parts = [part for node in ast.walk(tree) for part in messages._no_messages(node)]
    apart = {id(part) for part in parts}
    for node in ast.walk(tree):
        said = ""
        if isinstance(node, ast.JoinedStr):
            words = (getattr(part, "value", None) for part in node.values)
            said = "".join(word if isinstance(word, str) else "X" for word in words)
        elif isinstance(node, ast.Constant) and id(node) not in apart:
            said = str(node.value)
        if "。" in said:
            yield said


def test_what_commands_and_readers_say_has_chinese_marks() -> None:
    wrong = []
    for path in sorted((REPOSITORY / "juzheng").rglob("*.py")):
        for said in whole_sentences(ast.parse(path.read_text())):
            text = WRITTEN_SO.sub("", said)
            if not re.search(r"[|\\]", text) and half_width_in(text):
                wrong.append((path.name, said))
    assert wrong == []


@pytest.mark.parametrize("text", ["请写,再问", "示例(虚构)", "%(what)s(%(day)s)", "“是”,就这样"])
def test_a_half_width_mark_in_a_chinese_sentence_is_seen(text: str) -> None:
    assert half_width_in(text)


@pytest.mark.parametrize("text", ["9:00 到 12:00", "PDF,JPG", "（1）请写，再问", "<b>请</b>"])
def test_what_is_no_chinese_sentence_keeps_its_marks(text: str) -> None:
    assert not half_width_in(text)
