"""``python -m bench.paper``: what one paper costs (一份文书的用时), and the usual pipeline's same.

Every round has other data: typst remembers equal inputs, which would flatter us.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import measure as measuring
from bench import usual
from juzheng.law.certificates import Paper, Statement, number
from juzheng.outside import credential, keys, paper, pdf_signature, qr
from juzheng.outside.keys import Keyring

WARM, ROUNDS, USUAL_ROUNDS = 5, 60, 5
AT = datetime.fromisoformat("2026-11-24T12:00:00+08:00")
BASE_URL, OPAQUE = "https://juzheng.example.cn", "abcdefghijklmnopqrstuvwx23"
RARE_NAME = "王𬀩"


def measure() -> dict[str, Any]:
    """Return median milliseconds of processor time for each step, ours and the usual ones."""
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as name:
        ring = keys.create_development_keys(Path(name) / "keys", at=AT - timedelta(days=1))
        ours = _medians(lambda n: _ours(_paper(n), ring), ROUNDS)
        memory = measuring.memory_mb(os.getpid())
        rare = _medians(lambda n: _ours(_paper(n, name=RARE_NAME), ring), USUAL_ROUNDS)
        theirs = _usual(ring)
    return {
        "unit": "milliseconds of processor time for one paper, median",
        "machine": measuring.machine(),
        "rounds": {"ours": ROUNDS, "usual": USUAL_ROUNDS, "warm": WARM},
        "ours": ours,
        "ours_with_a_rare_name": rare,
        "memory_mb_after_ours": memory,
        "the_usual_pipeline": theirs,
        "times": round(theirs["whole"] / ours["whole"], 1) if "whole" in theirs else None,
        "qr": _sizes(ring),
    }


def _paper(n: int, name: str = "王小明") -> Paper:
    from tests.papers import CERTIFICATE

    return replace(
        CERTIFICATE,
        number=number(CERTIFICATE.committee_code, 2026, n + 1, CERTIFICATE.kind),
        applicant_name=name,
        facts=(
            Statement(f"{name}现住和平里{n + 1}号院3单元501室。", "入户查看"),
            *CERTIFICATE.facts[1:],
        ),
    )


def _ours(content: Paper, ring: Keyring) -> dict[str, float]:
    clock = _Clock()
    signed = clock("credential", lambda: credential.encode(credential.of(content), ring.current))
    text = credential.qr_text(BASE_URL, OPAQUE, signed)
    clock("check_offline", lambda: credential.decode_and_verify(text, ring.public))
    clock("qr", lambda: qr.svg(text))
    pdf = clock("render_with_qr", lambda: paper.render(content, qr=text, draft=False, at=AT))
    done = clock("sign", lambda: paper.sign(pdf, keyring=ring, at=AT, reason=content.title))
    clock("read_signature", lambda: pdf_signature.read_signature(done, ring.public))
    clock("validate", lambda: paper.validate(done, keyring=ring, paper=content))
    steps = ("credential", "render_with_qr", "sign", "validate")
    return clock.found | {"whole": sum(clock.found[step] for step in steps)}


def _usual(ring: Keyring) -> dict[str, Any]:
    if why := usual.ready():
        return {"not_run": why}
    signer = usual._signer(ring)

    def one(n: int) -> dict[str, float]:
        content = _paper(n)
        text = credential.qr_text(
            BASE_URL, OPAQUE, credential.encode(credential.of(content), ring.current)
        )
        clock = _Clock()
        picture = clock("qr", lambda: usual.qr(text))
        pdf = clock("render", lambda: usual.render(usual.html(content, picture)))
        clock("sign", lambda: usual.sign(pdf, signer))
        return clock.found | {"whole": sum(clock.found.values())}

    return {**_medians(one, USUAL_ROUNDS, warm=1), "note": "it does not open and check its result"}


class _Clock:
    """Times steps (计时) in the processor's time of this process, all threads."""

    def __init__(self) -> None:
        self.found: dict[str, float] = {}

    def __call__(self, step: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        self.found[step] = (time.process_time() - start) * 1000
        return result


def _medians(
    one: Callable[[int], dict[str, float]], rounds: int, *, warm: int = WARM
) -> dict[str, float]:
    for n in range(warm):
        one(90_000 + n)
    gc.collect()
    found = [one(n) for n in range(rounds)]
    return {step: round(statistics.median(each[step] for each in found), 3) for step in found[0]}


def _sizes(ring: Keyring) -> dict[str, Any]:
    """Return the code's version for the same bytes written in other ways (二维码版本)."""
    import base64

    signed = credential.encode(credential.of(_paper(16)), ring.current)
    text = credential.qr_text(BASE_URL, OPAQUE, signed)
    head = text.partition("#")[0] + "#"
    base45 = "A" * (len(signed) // 2 * 3 + len(signed) % 2 * 2)  # capitals take the same room
    written = {
        "decimal": text,
        "base45_capitals": head + base45,
        "base32_capitals": head + base64.b32encode(signed).decode().rstrip("="),
        "base64url": head + base64.urlsafe_b64encode(signed).decode().rstrip("="),
    }
    versions = {how: (qr.modules(each) - 17) // 4 for how, each in written.items()}
    return {"bytes": len(signed), "characters": len(text), "version_at_m": versions}


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=1)
    print()
