"""Audit (核对台账): replay every case, check chains, numbers, files; say what is wrong where."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import JSONField, QuerySet

from juzheng.acts.base import files, tallies
from juzheng.acts.base.ledger import AT_ONCE, COVERS
from juzheng.acts.catalogue import publications
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.catalogue import CatalogueError
from juzheng.law.base import ledger
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.base.papers import PaperState
from juzheng.law.base.watching import Watched, unwatched
from juzheng.law.cases import certificates
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent
from juzheng.law.supervision.reports import REPORTS, ReportEvent
from juzheng.records import models
from juzheng.records.models import Certificate, Counter, Delivery, Entry, Publication, Revision
from juzheng.records.retention import FILED
from juzheng.records.sealed import CannotUnseal, SealedMapping, SealedText
from juzheng.records.tracked import Covered, Moving, covered_models


@dataclass(frozen=True)
class Fault:
    """One thing that does not agree (核对发现的问题)."""

    where: str
    what: str


@dataclass(frozen=True)
class Report:
    """What an audit found (核对结果)."""

    cases: int
    lines: int
    papers: int
    faults: tuple[Fault, ...]
    checkpoint: str  # one digest over the ends of all chains, to be kept elsewhere
    heads: Mapping[str, tuple[int, str]]  # each chain's length and last digest: what it covers


def audit(
    kept: Mapping[str, tuple[int, str]] | None = None, *, watched: Watched = unwatched
) -> Report:
    """
    Read everything once and return what does not agree; changes nothing.

    :param kept: the heads of an earlier audit, kept elsewhere: no chain can know its own end,
        so only they show that lines were cut off, or a chain rewritten or taken out whole
    :param watched: hears of each chain, paper and file as it is looked at
    """
    faults: list[Fault] = []
    kept = kept or {}
    heads: dict[str, tuple[int, str]] = {}
    rows = _Rows()
    lines = 0
    for chain, entries in watched(_chains()):
        lines += len(entries)
        faults += _lines(chain, entries)
        heads[chain] = (len(entries), entries[-1].digest)
        faults += rows.beside(chain, entries)
        if chain in kept:
            faults += _since(kept[chain], chain, entries)
    faults += rows.rest()
    gone = "检查点里有这一条台账，现在不见了。请与备份核对。"
    faults += [Fault(chain, gone) for chain in kept if chain not in heads]
    for check in (
        _papers(watched),
        _files(watched),
        _revisions(),
        _publications(),
        _numbers(heads),
    ):
        faults += check
    faults += _tallies({fault.where for fault in faults})
    cases, papers = models.Case.objects.count(), Certificate.objects.count()
    return Report(cases, lines, papers, tuple(faults), ledger.checkpoint(heads), heads)


def _lines(chain: str, entries: list[Entry]) -> Iterator[Fault]:
    """Yield what is wrong with a chain; what an altered line says counts for nothing after it."""
    flaws = ledger.flaws([ledger.Recorded(entry.line(), entry.digest) for entry in entries])
    yield from (Fault(chain, flaw.message) for flaw in flaws)
    altered = {flaw.position for flaw in flaws if flaw.kind is ledger.FlawKind.CHANGED}
    for entry in entries:
        if not hmac.compare_digest(entry.seal, entry.own_seal()):
            yield Fault(chain, f"第{entry.position}条：不是本程序写的。请与备份核对。")
            altered.add(entry.position)
        if entry.position in altered:
            entry.details = {}


VIEWS = "views:"
_HEAVY = (JSONField, SealedText, SealedMapping)
UNTOLD = "台账里没有任何记录提到这一行。请与备份核对；刚升级的，请先运行 juzheng load。"


class _Rows:
    """
    Every row that the ledger vouches for, held beside its chain (逐行核对).

    Chains are gathered until there is enough to look up at once; memory holds one such heap, and
    the ids of what was seen.
    """

    def __init__(self) -> None:
        self._models = {str(model._meta.model_name): model for model in covered_models()}
        self._seen: defaultdict[str, set[int]] = defaultdict(set)
        self._heap: list[tuple[str, list[Entry]]] = []
        self._lines = 0

    def beside(self, chain: str, entries: list[Entry]) -> Iterator[Fault]:
        """Take in one whole chain; yield the faults of a heap whenever one is full."""
        self._heap.append((chain, entries))
        self._lines += len(entries)
        if self._lines >= AT_ONCE:
            yield from self._compared()

    def rest(self) -> Iterator[Fault]:
        """Yield the faults of the last heap, and every row that no line vouches for."""
        yield from self._compared()
        for name, model in self._models.items():
            every = model._default_manager.values_list("pk", flat=True)
            untold = {pk for pk in every.iterator() if pk not in self._seen[name]}
            for row in _fetched(model, untold).values():
                yield Fault(_called(row), UNTOLD)

    def _compared(self) -> Iterator[Fault]:
        told = [(chain, entries, _vouched(entries)) for chain, entries in self._heap]
        wanted: defaultdict[str, set[int]] = defaultdict(set)
        for _, _, said in told:
            for row in said:
                name, _, pk = row.partition(":")
                wanted[name].add(int(pk))
        found: dict[str, Covered] = {}
        for name, pks in wanted.items():
            self._seen[name] |= pks
            if (model := self._models.get(name)) is not None:
                found |= {row.covered_as: row for row in _fetched(model, pks).values()}
        for chain, entries, said in told:
            for row, digests in said.items():
                yield from _row(row, found.get(row), digests, chain, entries)
        self._heap, self._lines = [], 0


def _called(row: Covered) -> str:
    try:
        return str(row) or row.covered_as
    except ObjectDoesNotExist:  # what it belongs to is gone, which is a fault of its own
        return row.covered_as


def _vouched(entries: list[Entry]) -> dict[str, dict[str, str] | None]:
    """Return what the chain's last words on each row are; None: it was taken away."""
    said: dict[str, dict[str, str] | None] = {}
    for entry in entries:
        for row, digests in entry.details.get(COVERS, {}).items():
            said[row] = None if digests is None else {**(said.get(row) or {}), **digests}
    return said


def _fetched(model: type[Covered], pks: set[int]) -> dict[int, Covered]:
    rows = model._default_manager.all()
    if model.PARENT:  # of which only its chain's name is asked: what is sealed in it stays there
        parent: Any = model._meta.get_field(model.PARENT).related_model
        heavy = [one.name for one in parent._meta.concrete_fields if isinstance(one, _HEAVY)]
        rows = rows.select_related(model.PARENT).defer(*(f"{model.PARENT}__{one}" for one in heavy))
    every = sorted(pks)
    return {
        row.pk: row
        for start in range(0, len(every), AT_ONCE)
        for row in rows.filter(pk__in=every[start : start + AT_ONCE])
    }


def _row(
    name: str,
    row: Covered | None,
    digests: dict[str, str] | None,
    chain: str,
    entries: list[Entry],
) -> Iterator[Fault]:
    """Yield what one row says otherwise than the chain that vouches for it."""
    if row is None or digests is None:
        if (row is None) is not (digests is None):
            what = "台账里有这一行，现在不见了" if row is None else "台账说这一行已经删去，现在还在"
            yield Fault(name, f"{what}。请与备份核对。")
        return
    try:
        now = row.chain
    except ObjectDoesNotExist:  # what it belongs to is gone, which is a fault of its own
        yield Fault(_called(row), "这一行所属的记录不见了。请与备份核对。")
        return
    if now != chain:
        yield Fault(_called(row), f"这一行现在归到“{now}”，台账在“{chain}”。请与备份核对。")
    if differing := row.differing(digests):
        yield Fault(_called(row), f"这些栏与台账不一致：{'、'.join(differing)}。请与备份核对。")
    if isinstance(row, Moving):
        yield from _replay(row, entries)
    if isinstance(row, Certificate):
        yield from _as_issued(row, entries)


def _as_issued(certificate: Certificate, entries: list[Entry]) -> Iterator[Fault]:
    """What the lines of a chain say outright of its paper, whoever vouches for the row since."""
    told: dict[str, Any] = {}
    for entry in entries:
        if entry.details.get("number") == certificate.number:
            told |= entry.details
    if told.get("fingerprint", certificate.fingerprint) != certificate.fingerprint:
        yield Fault(certificate.number, "登记的证明指纹与台账不一致。请与备份核对。")
    if told.get("file", certificate.file_digest) != certificate.file_digest:
        yield Fault(certificate.number, "登记的文件摘要与台账不一致。请与备份核对。")


def _replay(row: Moving, entries: list[Entry]) -> Iterator[Fault]:
    """The state column is a cache; the ledger is the truth."""
    try:
        state = row.MACHINE.replay(row.history(entries))
    except (StepNotAllowed, ValueError) as impossible:
        yield Fault(_called(row), f"台账记录的办理顺序不可能发生：{impossible}。请与备份核对。")
        return
    stands = getattr(row, row.STATE)
    if state is None or state.value != stands:
        yield Fault(_called(row), f"状态“{stands}”与台账推得的“{state}”不一致。请与备份核对。")


def _since(head: tuple[int, str], chain: str, entries: list[Entry]) -> Iterator[Fault]:
    """A chain may have grown since the checkpoint, but what it was must still be there."""
    length, digest = head
    if len(entries) < length:
        yield Fault(chain, f"台账比检查点少了{length - len(entries)}条。请与备份核对。")
    elif entries[length - 1].digest != digest:
        yield Fault(chain, f"台账第{length}条与检查点不符。请与备份核对。")


def _chains() -> Iterator[tuple[str, list[Entry]]]:
    """Yield each chain whole, streaming: memory holds one chain at a time."""
    chain, entries = "", list[Entry]()
    for entry in Entry.objects.order_by("chain", "pk").iterator(chunk_size=2000):
        if entry.chain != chain and entries:
            yield chain, entries
            entries = []
        chain = entry.chain
        entries.append(entry)
    if entries:
        yield chain, entries


def _papers(watched: Watched) -> Iterator[Fault]:
    kept = Certificate.objects.filter(case__erased_at=None)
    for certificate in watched(kept.iterator(chunk_size=500)):
        yield from _paper(certificate)


def _paper(certificate: Certificate) -> Iterator[Fault]:
    try:
        written = certificates.read_canonical(certificate.content["canonical"].encode())
        whole = certificates.fingerprint(written) == certificate.fingerprint
        numbered = written.number == certificate.number
    except (certificates.BadPaper, KeyError, CannotUnseal):
        whole = numbered = False
    if not (whole and numbered):
        yield Fault(certificate.number, "登记的证明内容与指纹或编号不符。请与备份核对。")
    if certificate.status == PaperState.INTENDED.value:
        yield Fault(certificate.number, "证明还没有制作完成。请运行 juzheng work --once。")


def _files(watched: Watched) -> Iterator[Fault]:
    """Every paper, scan and photo that a row names is there, and is what was kept, till erased."""
    for kind in (models.Case, models.Report):
        for one in kind._default_manager.filter(files_left=True):
            yield Fault(str(one), "内容已按期删除，文件还没有删完。请运行 juzheng retention。")
    for model, column in FILED:
        kept: QuerySet[Any] = model._default_manager.exclude(**{column: ""}).order_by("pk")
        if model is Certificate:
            yield from _erased()
            kept = kept.filter(case__erased_at=None)
        for row in watched(kept.iterator(chunk_size=500)):
            name = getattr(row, column)
            try:
                digest = sha256(files.read(name)).hexdigest()
            except FileNotFoundError:
                yield Fault(str(row), f"文件不见了：{name}。请从备份恢复。")
                continue
            except files.FileAltered:
                digest = ""
            if digest != getattr(row, f"{column}_digest", digest or None):
                yield Fault(str(row), f"文件被改动：{name}。请从备份恢复。")


def _erased() -> Iterator[Fault]:
    """The file of a certificate whose term was over is gone, unless another row names it too."""
    rows = Certificate.objects.exclude(file="").filter(case__erased_at__isnull=False)
    for row in rows.filter(case__files_left=False).iterator(chunk_size=500):
        if (files.folder() / row.file).is_file():
            yield Fault(row.number, f"台账说文件已按期删除，现在还在：{row.file}。请核对后删除。")


def _revisions() -> Iterator[Fault]:
    """What was published is what the ledger says was published: wording by wording."""
    lines = Entry.objects.filter(chain="catalogue").iterator(chunk_size=500)
    told = {page for line in lines for page in line.details.get("pages", {}).items()}
    for revision in Revision.objects.order_by("sequence").iterator(chunk_size=500):
        if digest_of(revision.content) != revision.digest:
            yield Fault(str(revision), "目录版本的内容与摘要不符。请与备份核对。")
        elif (f"{revision.kind}:{revision.subject}", revision.digest) not in told:
            yield Fault(str(revision), "台账里没有发布这个目录版本的记录。请与备份核对。")


def _publications() -> Iterator[Fault]:
    """What a channel carried is, byte for byte, what the ledger says it carried."""
    lines = Entry.objects.filter(chain=publications.CHAIN)
    first = lines.filter(event="publication.intended").values_list("details", flat=True)
    intended = {(told["publication"], told["digest"]) for told in first}
    for one in Publication.objects.iterator(chunk_size=500):
        if (one.pk, _digest_of(one)) not in intended:
            yield Fault(str(one), "公布内容与台账不符。请与备份核对。")
    carried = {
        (told["publication"], told["channel"], told["digest"])
        for told in lines.values_list("details", flat=True)
        if "digest" in told and "channel" in told
    }
    delivered = Delivery.objects.exclude(file="").select_related("publication")
    for sent in delivered.iterator(chunk_size=500):
        if (sent.publication_id, sent.channel, publications.bytes_of(sent)) not in carried:
            yield Fault(str(sent), "渠道文稿与台账不符，或不见了。请从备份恢复。")


def _tallies(told: set[str]) -> Iterator[Fault]:
    """What pages show as counts is what counting everything anew gives, of what is sound so far."""
    for where in tallies.differing():
        if where not in told:
            yield Fault(where, "汇总数与逐件重算的不一致。请与备份核对，再运行 juzheng recount。")


def _digest_of(publication: Publication) -> str:
    try:
        return publications.digest_of(publication.published)
    except CatalogueError:  # nobody could have published this
        return ""


def _letters() -> Iterator[tuple[str, str]]:
    """Yield the numbers of officers' letters, from the lines: a second one follows the first."""
    for kind, line, key in (
        ("notice", CORRECTIONS.line(CorrectionEvent.NOTIFIED), "notice"),
        ("answer", REPORTS.line(ReportEvent.HAS_BASIS), "letter"),
    ):
        for details in Entry.objects.filter(event=line).values_list("details", flat=True):
            yield kind, str(details.get(key, ""))


def _numbers(heads: Mapping[str, tuple[int, str]]) -> Iterator[Fault]:
    """Each series runs from 1 to its counter without a gap; void numbers are accounted for."""
    series: defaultdict[str, set[int]] = defaultdict(set)
    for chain, (length, _) in heads.items():
        if chain == publications.CHAIN or chain.startswith(VIEWS):  # whose lines are counted
            series[chain] = set(range(1, length + 1))
    papers = Certificate.objects.values_list("kind", "committee__code", "year", "serial")
    for kind, code, year, serial in papers:
        series[f"{kind}:{code}:{year}"].add(serial)
    series[SEQUENCE] = set(Revision.objects.values_list("sequence", flat=True))
    numbered_apart = (
        ("report", models.Report),
        ("correction", models.Correction),
        ("inquiry", models.Inquiry),
    )
    given_out = [
        (kind, number)
        for kind, model in numbered_apart
        for number in model.objects.values_list("number", flat=True)
    ]
    for kind, number in (*given_out, *_letters()):
        if numbered := re.fullmatch(r"(\d+)-(\d+)-\D(\d+)", number):
            place, of_year, last = numbered.groups()
            series[f"{kind}:{place}:{of_year}"].add(int(last))
    given = Counter.objects.exclude(series__startswith="case:")
    counters = dict(given.values_list("series", "last"))
    for name in sorted(series.keys() | counters.keys()):
        expected = set(range(1, counters.get(name, 0) + 1))
        for missing in sorted(expected - series[name]):
            yield Fault(name, f"缺少第{missing}号。请与备份核对。")
        for extra in sorted(series[name] - expected):
            yield Fault(name, f"第{extra}号超出了编号计数。请与备份核对。")
