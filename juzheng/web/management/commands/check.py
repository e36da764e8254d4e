"""``juzheng check``: are these papers ours? Needs no database, no models and no network."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.law.cases.authenticity import CheckResult, Verdict
from juzheng.law.cases.certificates import bears, short_fingerprint, typed_number
from juzheng.law.catalogue.act_kinds import NEVER_LAPSES, OUR_DEFAULT, Part
from juzheng.outside import credential, keys
from juzheng.outside.credential import Credential
from juzheng.web.management import progress
from juzheng.web.management.telling import WRONG, Wrong, as_json, read
from juzheng.web.shared.cases import paper_check
from juzheng.web.shared.cases.paper_check import Presented

EXIT = {
    Verdict.GENUINE: 0,
    Verdict.GENUINE_OFFLINE: 0,
    Verdict.EXPIRED: 3,
    Verdict.REVOKED: 4,
    Verdict.NOT_OURS: 5,
    Verdict.UNTOLD: WRONG,
}
LONGEST_NAME = 255
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.\-]+:")  # not one letter: that is a drive
NOT_CHECKED = "没有核验"
ADVICE = "请写 PDF 文件的路径，或二维码里的网址（加引号）。"


class Command(BaseCommand):
    """Check papers (核验)."""

    help = "Check papers' PDF files or the text of a QR code, without network (离线核验)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take papers."""
        parser.epilog = (
            "Example (例): juzheng check 证明.pdf --keys juzheng-keys.json    "
            "Many (多份): juzheng check 收到的证明/ 另一份.pdf, a line for each PDF and a sum.    "
            "Exit status: 0 genuine, 3 expired, 4 revoked, 5 not ours or altered, "
            "2 could not be checked; of many the highest. "
            "Of a QR code the print must still be compared."
        )
        parser.add_argument(
            "papers",
            nargs="+",
            metavar="paper",
            help="FILE.pdf, a folder of them, or the QR code's text (文件、文件夹或二维码内容)",
        )
        parser.add_argument("--keys", type=Path, help="published keys; else our own (公钥文件)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")
        parser.add_argument(
            "--json", action="store_true", help="JSON instead of words; of many, one a line"
        )

    def handle(
        self,
        *,
        papers: Sequence[str],
        keys: Path | None,
        on: date | None,
        json: bool,
        **options: Any,
    ) -> None:
        """Print the verdict; the exit status tells it to scripts."""
        known, on = _keys(keys), on or timezone.localdate()
        if len(papers) > 1 or _is_folder(papers[0]):
            status = self._many(list(_each(papers)), known, on, in_json=json)
        else:
            found = _presented(papers[0], known)
            finding = paper_check.offline(found, on)
            self.stdout.write((_as_json if json else _in_words)(finding, found))
            status = EXIT[finding.verdict]
        if status:
            raise SystemExit(status)

    def _many(
        self, papers: Sequence[str], known: keys.PublicKeys, on: date, *, in_json: bool
    ) -> int:
        """Print a line for each paper and a sum; return the highest of the exit statuses."""
        sums: Counter[str] = Counter()
        status = 0
        for paper in progress.shown(papers):
            line: dict[str, Any]
            try:
                found = _presented(paper, known)
            except Wrong as wrong:
                word, code = NOT_CHECKED, WRONG
                line = {"verdict": None, "label": word, "sentence": str(wrong)}
            else:
                finding = paper_check.offline(found, on)
                word, code = finding.word, EXIT[finding.verdict]
                line = _mapping(finding, found)
            sums[word] += 1
            status = max(status, code)
            told = json.dumps({"paper": paper, **line}, ensure_ascii=False)
            self.stdout.write(told if in_json else f"{word}\t{paper}")
        told = "、".join(f"{word} {count}" for word, count in sums.most_common())
        (self.stderr if in_json else self.stdout).write(f"共 {len(papers)} 份：{told}。")
        return status


def _presented(paper: str, known: keys.PublicKeys) -> Presented:
    if _is_text(paper):
        return paper_check.of_text(paper, known)
    return paper_check.of_file(read(Path(paper), most=20, advice=ADVICE), known)


def _is_folder(paper: str) -> bool:
    return "\0" not in paper and len(paper) < LONGEST_NAME and Path(paper).is_dir()


def _each(papers: Sequence[str]) -> Iterator[str]:
    """Yield every paper; of a folder each PDF in it and in the folders below."""
    for paper in papers:
        if not _is_folder(paper):
            yield paper
            continue
        inside = sorted(one for one in Path(paper).rglob("*") if one.suffix.lower() == ".pdf")
        if not inside:
            raise Wrong(f"文件夹 {paper} 里没有 PDF 文件。{ADVICE}")
        yield from map(str, inside)


def _is_text(paper: str) -> bool:
    """Return whether this is something copied from a paper rather than the name of a file."""
    if "\0" not in paper and len(paper) < LONGEST_NAME and Path(paper).exists():
        return False
    if "\n" in paper:  # no file is called so
        return True
    copied = credential.pasted(paper)
    return bool(copied.signed or copied.opaque or _SCHEME.match(paper) or typed_number(paper))


def _keys(file: Path | None) -> keys.PublicKeys:
    try:
        if file is None:
            return keys.load(Path(settings.KEYS_DIR)).public
        return keys.read_published(json.loads(file.read_bytes()))
    except keys.UnusableKeys as unusable:
        raise Wrong(f"{unusable}\n也可用 --keys 给出公钥文件。") from None
    except (OSError, ValueError) as error:
        raise Wrong(f"公钥文件读不出来：{error}。请重新下载。") from None


def _as_json(finding: CheckResult, found: Presented) -> str:
    return as_json(_mapping(finding, found))


def _mapping(finding: CheckResult, found: Presented) -> dict[str, Any]:
    return {
        "verdict": finding.verdict.value,
        "checked": found.held.value,
        "label": finding.word,
        "sentence": finding.sentence,
        "shows": dict(_rows(found)),
    }


def _in_words(finding: CheckResult, found: Presented) -> str:
    rows = [f"  {key} {value}" for key, value in _rows(found)]
    return "\n".join([finding.word, finding.sentence, *rows])


def _rows(found: Presented) -> list[tuple[str, str]]:
    replaces = [("代替", f"{found.replaces}号（已撤销）")] if found.replaces else []
    return (_shown(found.shows) if found.shows else []) + replaces + _address(found.leads_to)


def _address(site: str) -> list[tuple[str, str]]:
    """Say where a QR code leads: our signature does not say whose address stands before it."""
    if not site:
        return []
    ours = site == settings.BASE_URL
    told = "" if ours else "（不是这里设置的网址。请核对是不是出具地公布的网址，不是的不要打开）"
    return [("网址指向", f"{site}{told}")]


def _until(shows: Credential) -> str:
    """Return its last day, or that it does not lapse, if such a paper says either."""
    if not bears(shows.kind, shows.act, Part.USE):
        return ""
    own = f"（{OUR_DEFAULT}）" if shows.own_validity else ""
    return f"{shows.valid_until.isoformat()}{own}" if shows.valid_until else NEVER_LAPSES


def _shown(shows: Credential) -> list[tuple[str, str]]:
    told = [
        ("文书", f"{shows.called} · {shows.title}"),
        ("编号", shows.number),
        ("出具单位", shows.committee),
        ("申请人", shows.name_masked),
        ("出具日期", shows.issued_on.isoformat()),
        ("有效期至", _until(shows)),
        ("短指纹", short_fingerprint(shows.fingerprint)),
    ]
    return [(key, value) for key, value in told if value]
