"""``python -m bench``: every figure in one JSON document, taken in one run."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILED, ISSUED, PAPERS = 12, 25, 20  # cases filed over HTTP, papers issued by the act, papers alone
CHECKED = 4  # times that each paper is checked, one after the other


def main() -> None:
    """Measure in a folder of its own, print, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": str(folder / "data"),
            "JUZHENG_KEYS": str(folder / "data" / "keys"),
            "JUZHENG_DATABASE_URL": "",
            "JUZHENG_ALLOWED_HOSTS": "127.0.0.1,testserver",
        }
        import django

        django.setup()
        json.dump(document(folder), sys.stdout, ensure_ascii=False, indent=1)
        print()


def document(folder: Path) -> dict[str, Any]:
    """Return all figures."""
    from bench import measure, village

    made = operations()
    return {
        "unit": "milliseconds of processor time for one operation, median",
        "machine": measure.machine(),
        "operations": made["operations"],
        "paper_beside_the_usual_pipeline": made["paper"],
        "village": village.measured(folder / "village"),
    }


@dataclass(frozen=True)
class Scene:
    """A committee, its people, and papers to come."""

    clerk: Any
    responsible: Any
    committee: Any
    drafted: list[Any]


def operations() -> dict[str, Any]:
    """Return what each operation costs in this process."""
    from bench import measure

    scene = prepared()
    issued: list[Any] = []
    operations = {
        "decide": decide(),
        "ask": ask(),
        "file_over_http": file_over_http(scene),
        "issue": measure.cpu_ms_of_each(
            lambda case: issued.append(sign(case, scene)), scene.drafted
        ),
        **check(issued),
    }
    operations["file_over_http"]["note"] = "the whole journey, one question a page, test client"
    operations["issue"]["note"] = "signing act to signed PDF on disk, database and fsync included"
    return {"operations": operations, "paper": paper(operations["issue"]["cpu_ms"])}


def prepared(waiting: int = ISSUED) -> Scene:
    """Build a committee where ``waiting`` cases and one wait for a signature, by real acts."""
    from juzheng.acts.cases import drafting
    from juzheng.records.models import Case, User
    from tests.conftest import NOON
    from tests.faults import scene

    scene.build()
    people = {user.username: user for user in User.objects.all()}
    first = Case.objects.get(revision__subject=scene.TO_SIGN)
    drafted = [first]
    for number in range(waiting):
        case = scene.file(scene.TO_SIGN, first.committee, at=NOON, key=f"bench-{number}")
        scene.confirm(case, by=people["clerk"], at=NOON)
        drafted.append(drafting.send(case, by=people["clerk"], at=NOON))
    return Scene(people["clerk"], people["responsible"], first.committee, drafted)


def sign(case: Any, scene: Scene) -> Any:
    """Return the certificate of a case."""
    from juzheng.acts.cases import signing
    from tests.conftest import NOON

    return signing.sign(case, by=scene.responsible, at=NOON)


def decide() -> dict[str, Any]:
    """Decide on every item of the catalogue in turn."""
    from bench import measure
    from juzheng.catalogue import catalogue
    from juzheng.law.catalogue import applicability
    from tests.conftest import NOON

    listed = catalogue()
    here = applicability.Circumstances(division="990121001001", on=NOON.date(), demander="bank")

    def all_items() -> None:
        for item in listed.items.values():
            applicability.decide(item, listed, here)

    found = measure.cpu_ms(all_items, 20)
    return {"cpu_ms": round(found["cpu_ms"] / len(listed.items), 4), "items": len(listed.items)}


def ask() -> dict[str, Any]:
    """Find an item for each alias of the catalogue, and decide on it."""
    from bench import measure
    from juzheng.catalogue import catalogue
    from juzheng.finder import default_finder, matters
    from juzheng.finder.answering import answer
    from tests.conftest import NOON

    listed, finder, others = catalogue(), default_finder(), dict(matters())
    texts = [alias for item in listed.items.values() for alias in item.aliases]

    def all_texts() -> None:
        for text in texts:
            answer(text, finder=finder, catalogue=listed, matters=others, on=NOON.date())

    found = measure.cpu_ms(all_texts, 1, warm=1)
    return {"cpu_ms": round(found["cpu_ms"] / len(texts), 3), "questions": len(texts)}


def file_over_http(scene: Scene) -> dict[str, Any]:
    """File a case as a resident does, through every page."""
    from bench import measure
    from bench.journey import file

    return measure.cpu_ms_of_each(lambda _: file(scene.committee.code), list(range(FILED)))


def check(issued: list[Any]) -> dict[str, Any]:
    """Check a paper on the page, and without network from code and from file."""
    from django.test import Client

    from bench import measure
    from juzheng.acts.base import files, papers, signing_keys
    from juzheng.outside import credential
    from juzheng.web.shared.cases import paper_check

    last, ring = issued[-1], signing_keys.keyring()
    client = Client(REMOTE_ADDR="192.0.2.1")
    pdf = files.read(last.file)
    text = credential.qr_text(
        "http://127.0.0.1:8000",
        last.opaque,
        credential.encode(credential.of(papers.paper_of(last)), ring.current),
    )
    return {
        "check_online": measure.cpu_ms_of_each(
            lambda one: client.get(f"/c/{one.opaque}"), issued * CHECKED
        ),
        "check_offline_code": measure.cpu_ms(lambda: paper_check.of_text(text, ring.public), 200),
        "check_offline_file": measure.cpu_ms(lambda: paper_check.of_file(pdf, ring.public), 50),
    }


def paper(issue_ms: float) -> dict[str, Any]:
    """Return our paper step by step, the usual pipeline beside it, and how many times less."""
    from bench import paper as one_paper

    found = one_paper.measure(PAPERS)
    if "all" in found["usual"]:
        times = found["usual"]["all"] / issue_ms
        found["times_less_with_the_whole_act"] = round(times, 1)
    return found


if __name__ == "__main__":
    main()
