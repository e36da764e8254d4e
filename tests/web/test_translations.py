"""Every page in English (英文界面): nothing forgotten, nothing doubtful, nothing unmarked."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from juzheng.catalogue.pages import PageKind
from juzheng.law.base.citations import NO_BASIS
from juzheng.law.base.obstacles import Obstacle
from juzheng.web.overseer.catalogue.editing import Editor
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.law_sentences import TYPED, sentences

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "assets"))

import messages  # noqa: E402 - a script of the build, not of the package

TEMPLATES = REPOSITORY / "juzheng" / "web" / "templates"
WEB = REPOSITORY / "juzheng" / "web"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
MARKED = re.compile(
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*translate.*?%}|_\(([\"']).*?\1\)", re.DOTALL
)
# Chinese in templates that is the same in every language, each for a reason.
SAME_EVERYWHERE = {
    "_header.html": {"据证"},  # the mark
    "_switch_language.html": {"中文"},  # a language is named in itself
    "public/keys.html": {"证明"},  # a file's name in a command
}
# Chinese in code that no page shows, or that is kept as it was written.
NOT_SHOWN = {
    "clerk/views/cases.py": "what was looked at, as the record keeps it",
    "clerk/views/certificates.py": "what was looked at, and the names of files",
    "clerk/views/custody.py": "what was looked at",
    "clerk/views/desk_papers.py": "what was looked at, and the names of files",
    "clerk/views/register.py": "the book, which is Chinese whoever prints it",
    "shared/warming.py": "a text to mask, so that the patterns are read",
    "shared/cases/missing_paper.py": "a paper, which is Chinese",
    "clerk/views/replacing.py": "what was looked at",
    "clerk/choosing.py": "what stands between the names of units",
    "clerk/same_person.py": "what was looked at",
    "clerk/views/applicant.py": "what was looked at",
    "clerk/views/desk.py": "what was looked at",
    "clerk/views/evidence.py": "what was looked at",
    "clerk/views/mending.py": "what was looked at",
    "clerk/views/signatures.py": "what was looked at",
    "public/elsewhere.py": "how names of committees end",
    "public/asking.py": "the examples as they are asked",
    "public/catalogue/printing.py": "names of files",
    "public/catalogue/data.py": "the title of the feed, which is Chinese as all data is",
    "public/catalogue/guides.py": "made-up words of the sample paper, which is Chinese",
    "resident/filling.py": "kept in the case",
    "resident/follow.py": "what was looked at, and the name of a file",
    "resident/forms.py": "the sign inside a case's number",
    "shared/day_boxes.py": "how Chinese writes a day",
    "shared/law_sentences.py": "how Chinese joins names",
    "shared/proxies.py": "words of the log",
    "shared/security.py": "words of the log",
    "templatetags/juzheng.py": "how Chinese writes a day",
}


def test_every_message_has_english_and_none_is_doubtful() -> None:
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    assert messages.untranslated(committed) == []
    here = {one.id if isinstance(one.id, str) else tuple(one.id) for one in committed if one.id}
    now = {*messages.messages(), *messages.templates(), *messages.read_templates()}
    assert now - here == set(), "run: python assets/messages.py"
    assert here - now == set(), "run: python assets/messages.py"


def test_what_is_about_to_be_done_and_what_was_done_are_two_things_in_english() -> None:
    """One Chinese word stands on a button and in a history; English needs two."""
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    apart = {(str(one.id), one.context): one.string for one in committed if one.context}
    by_itself = {messages.LAW_CONTEXT, messages.READ_CONTEXT, messages.HAPPENED_CONTEXT}
    pages = {key for key in apart if key[1] not in by_itself}
    assert pages == set(messages.contexts()), "run: python assets/messages.py"
    for text, context in pages:
        plain = committed.get(text)
        assert plain is None or plain.string != apart[text, context], text
    to_do, done = committed["提交审核"].string, apart["提交审核", "happened"]
    assert (to_do, done) == ("Submit for review", "Submitted for review")


def test_blanks_are_the_same_in_both_languages() -> None:
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    blank = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
    for one in committed:
        said = one.id if isinstance(one.id, str) else one.id[0]
        for text in (one.string,) if isinstance(one.string, str) else one.string:
            if said:
                plain = text.replace(f"{TYPED}}}", "}")
                assert sorted(blank.findall(plain)) == sorted(blank.findall(said)), said


def test_no_message_is_half_of_a_pair_of_brackets() -> None:
    """What stands between them belongs to the sentence: one message with a blank."""
    assert [one for one in messages.templates() if one in ("（", "）", "“", "”")] == []


def test_english_counts_in_singular_and_plural() -> None:
    """A page says "1 day" and "2 days", never "2 day(s)": a message that counts has a plural."""
    with messages.ENGLISH.open("rb") as source:
        committed = read_po(source, locale="en")
    said = [one.string if isinstance(one.string, str) else "".join(one.string) for one in committed]
    assert [text for text in said if re.search(r"[a-z]\(s\)", text)] == []


def test_no_chinese_in_a_template_is_unmarked() -> None:
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        found = set(CHINESE.findall(MARKED.sub("", path.read_text())))
        assert found == SAME_EVERYWHERE.get(name, set()), name


def test_no_chinese_in_code_that_makes_pages_is_unmarked() -> None:
    for path in WEB.rglob("*.py"):
        name = path.relative_to(WEB).as_posix()
        if any(part in name for part in messages.NOT_PAGES) or name in NOT_SHOWN:
            continue
        assert unmarked(ast.parse(path.read_text())) == [], name


def unmarked(tree: ast.Module) -> list[str]:
    """Return the Chinese literals outside docstrings and calls of gettext."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in messages.CALLS:
            apart |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            apart.add(id(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in apart
        if isinstance(node.value, str) and CHINESE.search(node.value)
    ]


def test_unmarked_chinese_would_be_found() -> None:
    tree = ast.parse('"""文档"""\nx = _("标了")\ny = "没标"')
    assert unmarked(tree) == ["没标"]
    assert CHINESE.findall(MARKED.sub("", '{% translate "标了" %}<p>没标</p>')) == ["没标"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("真实有效", "Genuine and in force"),
        ("示例街道<1号>", '<span lang="zh-Hans">示例街道&lt;1号&gt;</span>'),
        ("Ask 李秀英 about it now", 'Ask <span lang="zh-Hans">李秀英</span> about it now'),
        ("plain", "plain"),
        (None, ""),
        (7, "7"),
    ],
)
def test_what_has_no_english_is_marked_as_chinese(text: object, shown: str) -> None:
    from django.utils.html import conditional_escape

    from juzheng.web.templatetags.juzheng import t

    with translation.override("en"):
        assert conditional_escape(t(text)) == shown
    with translation.override("zh-hans"):
        assert "<span" not in conditional_escape(t(text))


def test_sentences_stand_apart_in_english_and_together_in_chinese() -> None:
    obstacle = Obstacle("note", "要修改或取消的，请写明理由。", "请从列表里选。", NO_BASIS)
    assert in_words(obstacle) == "要修改或取消的，请写明理由。请从列表里选。"
    with translation.override("en"):
        assert in_words(obstacle).endswith(". Please choose from the list.")
        assert sentences("请从列表里选。", "") == "Please choose from the list."


def boxes(group: Any) -> Iterator[Any]:
    yield group
    for one in getattr(group, "inside", ()):
        yield from boxes(one)


@pytest.mark.parametrize("kind", list(PageKind))
def test_the_editor_of_a_page_is_english_throughout(kind: PageKind) -> None:
    with translation.override("en"):
        whole = [one for group in Editor(kind, {}).groups() for one in boxes(group)]
        said = [text for one in whole for text in (one.label, getattr(one, "hint", ""))]
        assert [text for text in said if re.search("[（）。]", text)] == []
        days = [one.hint for one in whole if getattr(one, "kind", "") == "date"]
        assert all(hint.endswith("For example: 2026-12-01.") for hint in days)
    chinese = [one for group in Editor(kind, {}).groups() for one in boxes(group)]
    assert all(one.hint.endswith("。") for one in chinese if getattr(one, "hint", ""))
