"""``juzheng ask``: a question in a resident's own words, by what is published if there is any."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.finder import Finder, finder_over, matters
from juzheng.finder.answering import Answer, answer
from juzheng.finder.questions import shipped_book
from juzheng.law.base.demanders import Demander
from juzheng.records.catalogue import governing, local_tellings
from juzheng.web.management import progress
from juzheng.web.shared.cases.answer_text import in_words

DEMANDERS = {word: unit.value for unit in Demander for word in (unit.value, unit.label)}
T = TypeVar("T")
CODE_LENGTHS = (2, 4, 6, 9, 12)


class BadQuestion(Exception):
    """A question that cannot be put (问题写法不对): what is so, and what to write."""


class Command(BaseCommand):
    """Ask (问事)."""

    help = "Answer a question about a certificate, with the decision and its reasons (问事)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one question, or a file of them."""
        parser.epilog = (
            'Example (例): juzheng ask "银行说我名字写错了要社区证明是同一个人" --demander bank    '
            'A batch: one {"id","text"} a line, optional "division", "demander", "on", and '
            '"before": {"collective": true}, answers to what is asked first, '
            '"told": {"asker": "bank"}, answers to what was asked back, and '
            '"not_so": ["died_at_home"], what is heard and is not so; '
            "exit status 1 if a line could not be read."
        )
        parser.add_argument("text", nargs="?", help="in one's own words (原话)")
        parser.add_argument("--division", default="", help="code of the place (区划代码)")
        parser.add_argument("--demander", default="", help="who demands it: bank (索要单位)")
        parser.add_argument("--on", default="", help="YYYY-MM-DD; today (日期)")
        parser.add_argument(
            "--before", action="append", default=[], metavar="KEY=yes", help="asked first (前提)"
        )
        parser.add_argument(
            "--told", action="append", default=[], metavar="KEY=ANSWER", help="asked back (反问)"
        )
        parser.add_argument(
            "--not-so", action="append", default=[], metavar="KEY", help="heard wrongly (情形不对)"
        )
        parser.add_argument("--json", action="store_true", help="JSON instead of words")
        parser.add_argument("--batch", metavar="FILE.jsonl", help="many questions; - for stdin")

    def handle(self, *, text: str | None, batch: str | None, **options: Any) -> None:
        """Answer one question in words or JSON, or a batch line by line."""
        if (text is None) == (batch is None):
            raise CommandError(
                "请写一句话，或用 --batch 给一个文件。例子见：juzheng ask --help", returncode=2
            )
        if batch is not None:
            self._batch(batch, options)
            return
        try:
            found, listed = _ask({"text": text, **options, **_typed(options)})
        except BadQuestion as bad:
            raise CommandError(str(bad), returncode=2) from None
        self.stdout.write((_as_json if options["json"] else in_words)(found, listed))

    def _batch(self, name: str, usual: dict[str, Any]) -> None:
        """Answer line by line; a line that cannot be read is named and does not stop the rest."""
        bad = 0
        with _opened(name) as file, governing.held():
            for number, line in _watched(_lines(file)):
                row: dict[str, Any] = {"id": None}
                try:
                    row = _row(line)
                    put = {**usual, **_typed(usual), **row}
                    result = {"id": row["id"], **_as_mapping(*_ask(put))}
                except BadQuestion as error:
                    bad += 1
                    self.stderr.write(f"第{number}行：{error}")
                    result = {"id": row["id"], "line": number, "error": str(error)}
                sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
                sys.stdout.flush()
        if bad:
            self.stderr.write(f"有 {bad} 行读不懂，其余都已回答。")
            raise SystemExit(1)


def _opened(name: str) -> IO[bytes]:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"{name} 打不开：{error.strerror}。请核对路径。", returncode=2) from None


def _watched(lines: Iterator[T]) -> Iterator[T]:
    """Return ``lines``, with a bar while the answers go elsewhere than to the screen (进度条)."""
    return lines if sys.stdout.isatty() else progress.shown(lines)


def _lines(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(file, 1):
        if line.strip():
            yield number, line


def _row(line: bytes) -> dict[str, Any]:
    """Return one question of a batch."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadQuestion('不是 UTF-8 的 JSON。每行写一个 {"id": …， "text": …}。') from None
    if not isinstance(row, dict) or "id" not in row:
        raise BadQuestion('没有 id。每行写一个 {"id": …， "text": …}。')
    for key in ("text", "division", "demander", "on"):
        if not isinstance(row.get(key) or "", str):
            raise BadQuestion(f"{key} 不是文字。请给它加引号。")
    before = row.get("before") or {}
    if not (isinstance(before, dict) and all(isinstance(one, bool) for one in before.values())):
        raise BadQuestion('before 写法不对。请写成 {"collective": true} 这样，值是 true 或 false。')
    if not isinstance(row.get("told") or {}, dict):
        raise BadQuestion('told 写法不对。请写成 {"asker": "bank"} 这样。')
    not_so = row.get("not_so") or []
    if not (isinstance(not_so, list) and all(isinstance(one, str) for one in not_so)):
        raise BadQuestion('not_so 写法不对。请写成 ["died_at_home"] 这样。')
    return {key: value for key, value in row.items() if value is not None or key == "id"}


def _ask(row: dict[str, Any]) -> tuple[Answer, Catalogue]:
    text = (row.get("text") or "").strip()
    if not text:
        raise BadQuestion("没有写要问什么。请写一句话，例如：证明我妈是我妈。")
    on = _day(row.get("on") or "")
    listed, finder = governing.once_held(("ask", on), lambda: _known(on))
    found = answer(
        text,
        finder=finder,
        catalogue=listed,
        matters=dict(matters()),
        on=on,
        division=_division(row.get("division") or "") or None,
        demander=_demander(row.get("demander") or "") or None,
        before=row.get("before") or {},
        told=_told(row.get("told") or {}),
        not_so=row.get("not_so") or (),
    )
    return found, listed


def _known(on: date) -> tuple[Catalogue, Finder]:
    """Return what is asked on a day (当日的目录和问事器), looked up once in a batch."""
    listed = governing.in_force(on)
    return listed, finder_over(listed, local_tellings.if_any(), on=on)


def _typed(options: dict[str, Any]) -> dict[str, Any]:
    told = dict(one.partition("=")[::2] for one in options["told"])
    return {"before": _before(options["before"]), "told": told}


def _told(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers to what was asked back, each one that its question has (反问)."""
    for key, said_to in said.items():
        asked = shipped_book().question(key)
        if asked is None:
            known = "、".join(one.key for one in shipped_book().questions)
            raise BadQuestion(f"没有问过“{key}”。会问的是：{known}。")
        answers = {one["key"]: one["text"] for one in asked.as_mapping()["answers"]}
        if not isinstance(said_to, str) or said_to not in answers:
            known = "、".join(f"{code} {text}" for code, text in answers.items())
            raise BadQuestion(f"“{asked.text}”不能这样答：{said_to}。可以答：{known}。")
    return dict(said)


def _before(typed: list[str]) -> dict[str, bool]:
    """Return the answers given on the command line: KEY=yes, KEY=no (是、否)."""
    words = {"yes": True, "no": False, "是": True, "否": False}
    found = {}
    for one in typed:
        key, _, word = one.partition("=")
        if word not in words:
            raise BadQuestion(f"“{one}”写法不对。请写成 collective=yes 或 collective=no。")
        found[key] = words[word]
    return found


def _day(text: str) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"“{text}”不是日期。请写成 2026-11-22 这样。") from None


def _division(code: str) -> str:
    if code and not (code.isascii() and code.isdigit() and len(code) in CODE_LENGTHS):
        raise BadQuestion(f"“{code}”不是区划代码。请写 6 位或 12 位数字，例如 110000。")
    return code


def _demander(word: str) -> str:
    if not word:
        return ""
    if word not in DEMANDERS:
        known = "、".join(f"{unit.value} {unit.label}" for unit in Demander)
        raise BadQuestion(f"索要单位“{word}”不认识。请从这些里选：{known}。")
    return str(DEMANDERS[word])


def _as_mapping(found: Answer, listed: Catalogue) -> dict[str, Any]:
    return {**found.as_mapping(), "catalogue": governing.told(listed)}


def _as_json(found: Answer, listed: Catalogue) -> str:
    return json.dumps(_as_mapping(found, listed), ensure_ascii=False)
