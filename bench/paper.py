"""What a paper costs (证明纸的开销): ours step by step, and the usual Python pipeline beside it.

Run ``python -m bench.paper``: one JSON document, median CPU milliseconds of this process.
Every round has different data: typst remembers equal inputs, and a bench that let it would lie.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import usual
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import Paper, Statement, canonical, number
from juzheng.outside import credential, keys, paper, pdf_signature, qr

AT = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=8)))
CODE = "999901001001"
BASE_URL = "https://juzheng.example.cn"
OPAQUE = "abcdefghijklmnopqrstuvwx23"


def sample(serial: int) -> Paper:
    """Return a certificate like any other; ``serial`` makes it different from the last."""
    return Paper(
        kind=PaperKind.CERTIFICATE,
        title="收养人婚姻状况和抚养教育能力证明",
        committee="示例县东街社区居民委员会",
        committee_code=CODE,
        number=number(CODE, 2026, serial, PaperKind.CERTIFICATE),
        applicant_name="王小明",
        identity_masked="1****************X",
        recipient="示例县民政局",
        purpose=f"收养登记（第{serial}次）",
        facts=(
            Statement(f"王小明现住和平里12号院3单元{serial}室。", "查阅本委员会居民登记册"),
            Statement("王小明与赵大勇于2012年5月登记结婚，婚姻关系存续。", "查验结婚证原件"),
            Statement("家庭常住人口2人，住房一套，建筑面积86平方米。", "2026年11月18日入户查看"),
        ),
        not_verified=("收入和财产状况", "健康状况"),
        basis=("中国公民收养子女登记办法 第六条第（二）项", "民发〔2020〕20号 第二部分第二段"),
        reason="",
        onward=(),
        valid_until=date(2027, 5, 23),
        issued_on=date(2026, 11, 24),
        preparer="陈经办",
        responsible_person="林主任",
        electronic_original=False,
        demo=True,
    )


def _milliseconds(step: Callable[[int], object], rounds: int, first: int) -> float:
    """Return the median CPU time of ``step``, called with a number it has never seen."""
    taken = []
    for serial in range(first, first + rounds):
        start = time.process_time()
        step(serial)
        taken.append(time.process_time() - start)
    return round(statistics.median(taken) * 1000, 3)


class Ours:
    """Our steps, each with its inputs made outside of the clock."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="juzheng-bench-"))
        self.ring = keys.create_development_keys(folder, at=AT - timedelta(days=1))

    def text(self, serial: int) -> str:
        """Return the QR code's text."""
        signed = credential.encode(credential.of(sample(serial)), self.ring.current)
        return credential.qr_text(BASE_URL, OPAQUE, signed)

    def whole(self, serial: int) -> bytes:
        """Make a paper from its data to the file that may leave."""
        content = sample(serial)
        draft = paper.compose(content, keyring=self.ring, base_url=BASE_URL, opaque=OPAQUE, at=AT)
        pdf = paper.sign(draft.pdf, keyring=self.ring, at=AT, reason=content.title)
        paper.validate(pdf, keyring=self.ring, paper=content)
        return pdf

    def measure(self, rounds: int) -> dict[str, Any]:
        """Return the median of every step and of the whole."""
        start = time.process_time()
        self.whole(1)
        first = round((time.process_time() - start) * 1000, 1)
        for serial in range(2, 12):
            self.whole(serial)
        span = range(1000, 1000 + rounds)
        contents = {serial: sample(serial) for serial in span}
        texts = {serial: self.text(serial) for serial in span}
        pdfs = {
            serial: paper.render(contents[serial], qr=texts[serial], draft=False, at=AT)
            for serial in span
        }
        signed = {s: paper.sign(pdfs[s], keyring=self.ring, at=AT, reason="甲") for s in span}

        def render_anew(serial: int) -> bytes:
            other = replace(contents[serial], preparer=f"陈{serial}")
            return paper.render(other, qr=texts[serial], draft=False, at=AT)

        ring = self.ring
        return {
            "first_paper": first,
            "render_with_qr": _milliseconds(render_anew, rounds, 1000),
            "qr_alone": _milliseconds(lambda s: qr.svg(texts[s]), rounds, 1000),
            "credential": _milliseconds(self.text, rounds, 1000),
            "sign": _milliseconds(
                lambda s: paper.sign(pdfs[s], keyring=ring, at=AT, reason="乙"), rounds, 1000
            ),
            "validate": _milliseconds(
                lambda s: paper.validate(signed[s], keyring=ring, paper=contents[s]), rounds, 1000
            ),
            "check_qr_offline": _milliseconds(
                lambda s: credential.decode_and_verify(texts[s], ring.public), rounds, 1000
            ),
            "check_pdf_offline": _milliseconds(
                lambda s: pdf_signature.read_signature(signed[s], ring.public), rounds, 1000
            ),
            "whole": _milliseconds(self.whole, rounds, 2000),
            "qr_version": (qr.modules(texts[1000]) - 17) // 4,
            "bytes": len(signed[1000]),
            "rss_mb": _rss(),
        }


def _rss() -> int:
    """Return the memory that this process holds now, in MB (not the peak)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * resource.getpagesize() // 2**20


def beside(ours: Ours, rounds: int) -> dict[str, Any]:
    """Return the usual pipeline's medians for the same paper (``bench.usual``), step by step."""
    if missing := usual.ready():
        return {"missing": missing}
    start = time.process_time()
    steps = usual.pieces(sample(5000), ours.text(5000), ours.ring, AT)
    steps["all"]()
    first = round((time.process_time() - start) * 1000, 1)
    names = ("weasyprint", "pyhanko", "qrcode")
    return {
        "first_papers": first,
        **{name: _milliseconds(lambda _, s=step: s(), rounds, 0) for name, step in steps.items()},
        "rss_mb": _rss(),
        "versions": {name: version(name) for name in names},
    }


def measure(rounds: int = 60) -> dict[str, Any]:
    """Return CPU milliseconds of our paper and, if installed, of the usual pipeline."""
    ours = Ours()
    found: dict[str, Any] = {
        "unit": "median CPU ms per paper, one process",
        "canonical_bytes": len(canonical(sample(1))),
        "ours": ours.measure(rounds),
    }
    found["usual"] = beside(ours, max(5, rounds // 6))
    if "all" in found["usual"]:
        found["times_less"] = round(found["usual"]["all"] / found["ours"]["whole"], 1)
    return found


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=2)
    print()
