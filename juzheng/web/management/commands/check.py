"""``juzheng check``: is this paper ours? Needs no database and no network."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from juzheng.law.cases.authenticity import CheckResult, Verdict
from juzheng.law.cases.certificates import short_fingerprint, typed_number
from juzheng.law.catalogue.act_kinds import NEVER_LAPSES, OUR_DEFAULT
from juzheng.outside import credential, keys
from juzheng.outside.credential import Credential
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
ADVICE = "请写 PDF 文件的路径，或二维码里的网址（加引号）。"


class Command(BaseCommand):
    """Check a paper (核验)."""

    help = "Check a paper's PDF or the text of its QR code, without network (离线核验)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one paper."""
        parser.epilog = (
            "Example (例): juzheng check 证明.pdf --keys juzheng-keys.json    "
            "Exit status: 0 genuine, 3 expired, 4 revoked, 5 not ours or altered, "
            "2 could not be checked. Of a QR code the print must still be compared."
        )
        parser.add_argument("paper", help="FILE.pdf, or the QR code's text (文件或二维码内容)")
        parser.add_argument("--keys", type=Path, help="published keys; else our own (公钥文件)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD; today (日期)")
        parser.add_argument("--json", action="store_true", help="JSON instead of words")

    def handle(
        self, *, paper: str, keys: Path | None, on: date | None, json: bool, **options: Any
    ) -> None:
        """Print the verdict; the exit status tells it to scripts."""
        known = _keys(keys)
        found = (
            paper_check.of_text(paper, known)
            if _is_text(paper)
            else paper_check.of_file(read(Path(paper), most=20, advice=ADVICE), known)
        )
        finding = paper_check.offline(found, on or timezone.localdate())
        self.stdout.write((_as_json if json else _in_words)(finding, found))
        if EXIT[finding.verdict]:
            raise SystemExit(EXIT[finding.verdict])


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
    said = {
        "verdict": finding.verdict.value,
        "checked": found.held.value,
        "label": finding.word,
        "sentence": finding.sentence,
        "shows": dict(_rows(found)),
    }
    return as_json(said)


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
    told = "" if ours else "(不是这里设置的网址。请核对是不是出具地公布的网址，不是的不要打开)"
    return [("网址指向", f"{site}{told}")]


def _until(shows: Credential) -> str:
    own = f"（{OUR_DEFAULT}）" if shows.own_validity else ""
    return f"{shows.valid_until.isoformat()}{own}" if shows.valid_until else NEVER_LAPSES


def _shown(shows: Credential) -> list[tuple[str, str]]:
    return [
        ("文书", f"{shows.called} · {shows.title}"),
        ("编号", shows.number),
        ("出具单位", shows.committee),
        ("申请人", shows.name_masked),
        ("出具日期", shows.issued_on.isoformat()),
        ("有效期至", _until(shows)),
        ("短指纹", short_fingerprint(shows.fingerprint)),
    ]
