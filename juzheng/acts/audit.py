"""Audit (核对台账): replay every case, check chains, numbers, files; say what is wrong where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from juzheng.acts.base import files
from juzheng.acts.catalogue import publications
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.acts.supervision import course
from juzheng.law.base import ledger
from juzheng.law.cases import certificates, lifecycle
from juzheng.law.cases.lifecycle import Event
from juzheng.records.models import (
    Case,
    Certificate,
    Counter,
    Delivery,
    Entry,
    PaperState,
    Publication,
    Revision,
)


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


def audit(kept: Mapping[str, tuple[int, str]] | None = None) -> Report:
    """
    Read everything once and return what does not agree; changes nothing.

    :param kept: the heads of an earlier audit, kept elsewhere: no chain can know its own end,
        so only they show that lines were cut off, or a chain rewritten or taken out whole
    """
    faults: list[Fault] = []
    kept = kept or {}
    heads: dict[str, tuple[int, str]] = {}
    lines = 0
    for chain, entries in _chains():
        lines += len(entries)
        recorded = [ledger.Recorded(entry.line(), entry.digest) for entry in entries]
        faults += [Fault(chain, flaw.message) for flaw in ledger.flaws(recorded)]
        heads[chain] = (len(entries), entries[-1].digest)
        faults += _replay(entries)
        if chain in kept:
            faults += _since(kept[chain], chain, entries)
    faults += [
        Fault(chain, "检查点里有这一条台账，现在不见了。请与备份核对。")
        for chain in kept
        if chain not in heads
    ]
    cases = Case.objects.count()
    faults += _cases_without_lines()
    faults += _papers()
    faults += _revisions()
    faults += _publications()
    faults += [Fault(where, what) for where, what in course.faults()]
    faults += _numbers()
    return Report(
        cases, lines, Certificate.objects.count(), tuple(faults), ledger.checkpoint(heads), heads
    )


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
    for entry in (
        Entry.objects.select_related("case").order_by("chain", "pk").iterator(chunk_size=2000)
    ):
        if entry.chain != chain and entries:
            yield chain, entries
            entries = []
        chain = entry.chain
        entries.append(entry)
    if entries:
        yield chain, entries


def _replay(entries: list[Entry]) -> Iterator[Fault]:
    """The state column is a cache; the ledger is the truth."""
    case = entries[0].case
    if case is None:
        return
    try:
        state = lifecycle.replay(lifecycle.Event(entry.event) for entry in entries)
    except (lifecycle.StepNotAllowed, ValueError) as impossible:
        yield Fault(case.number, f"台账记录的办理顺序不可能发生：{impossible}。请与备份核对。")
        return
    if state is None or state.value != case.state:
        yield Fault(
            case.number,
            f"办件状态“{case.state}”与台账推得的“{state}”不一致。请与备份核对。",
        )


def _cases_without_lines() -> Iterator[Fault]:
    for number in Case.objects.filter(entries=None).values_list("number", flat=True):
        yield Fault(number, "办件没有任何台账记录。请与备份核对。")


def _papers() -> Iterator[Fault]:
    told = Certificate.objects.select_related("case").prefetch_related("case__entries")
    for certificate in told.iterator(chunk_size=500):
        yield from _paper(certificate)
        yield from _beside_the_ledger(certificate)


def _paper(certificate: Certificate) -> Iterator[Fault]:
    try:
        written = certificates.read_canonical(certificate.content["canonical"].encode())
        whole = certificates.fingerprint(written) == certificate.fingerprint
        numbered = written.number == certificate.number
    except (certificates.BadPaper, KeyError):
        whole = numbered = False
    if not (whole and numbered):
        yield Fault(certificate.number, "登记的证明内容与指纹或编号不符。请与备份核对。")
    if certificate.status == PaperState.INTENDED.value:
        yield Fault(certificate.number, "证明还没有制作完成。请运行 juzheng work --once。")
    if not certificate.file:
        return
    try:
        digest = sha256(files.read(certificate.file)).hexdigest()
    except FileNotFoundError:
        yield Fault(certificate.number, f"证明文件不见了：{certificate.file}。请从备份恢复。")
        return
    if digest != certificate.file_digest:
        yield Fault(certificate.number, f"证明文件被改动：{certificate.file}。请从备份恢复。")


# What the last line that names a paper says has become of it.
_BECAME = {
    Event.INTENDED.value: PaperState.INTENDED,
    Event.REFUSED.value: PaperState.INTENDED,
    Event.ISSUED.value: PaperState.ISSUED,
    Event.NOTICE_ISSUED.value: PaperState.ISSUED,
    Event.VOIDED.value: PaperState.VOID,
    Event.NOTICE_VOIDED.value: PaperState.VOID,
    Event.REVOKED.value: PaperState.REVOKED,
}


def _beside_the_ledger(certificate: Certificate) -> Iterator[Fault]:
    """The register is a cache too: who rewrites a row and its digests must rewrite the chain."""
    lines = [
        entry
        for entry in certificate.case.entries.all()
        if entry.event in _BECAME and entry.details.get("number") == certificate.number
    ]
    became = _BECAME[lines[-1].event].value if lines else ""
    if became != certificate.status:
        yield Fault(certificate.number, "登记的证明状态与台账不一致。请与备份核对。")
    told = {key: value for line in lines for key, value in line.details.items()}
    if told.get("fingerprint", certificate.fingerprint) != certificate.fingerprint:
        yield Fault(certificate.number, "登记的证明指纹与台账不一致。请与备份核对。")
    if told.get("file", certificate.file_digest) != certificate.file_digest:
        yield Fault(certificate.number, "登记的文件摘要与台账不一致。请与备份核对。")


def _revisions() -> Iterator[Fault]:
    """What was published is what the ledger says was published: wording by wording."""
    told = {
        (page, digest)
        for entry in Entry.objects.filter(chain="catalogue").iterator(chunk_size=500)
        for page, digest in dict(entry.details.get("pages", {})).items()
    }
    for revision in Revision.objects.order_by("sequence").iterator(chunk_size=500):
        if digest_of(revision.content) != revision.digest:
            yield Fault(str(revision), "目录版本的内容与摘要不符。请与备份核对。")
        elif (f"{revision.kind}:{revision.subject}", revision.digest) not in told:
            yield Fault(str(revision), "台账里没有发布这个目录版本的记录。请与备份核对。")


def _publications() -> Iterator[Fault]:
    """What a channel carried is, byte for byte, what the ledger says it carried."""
    lines = list(Entry.objects.filter(chain=publications.CHAIN))
    intended = {
        (line.details["publication"], line.details["digest"])
        for line in lines
        if line.event == "publication.intended"
    }
    for one in Publication.objects.iterator(chunk_size=500):
        if (one.pk, publications.digest_of(one.published)) not in intended:
            yield Fault(str(one), "公布内容与台账不符。请与备份核对。")
    carried = {
        (line.details["publication"], line.details["channel"], line.details["digest"])
        for line in lines
        if "digest" in line.details and "channel" in line.details
    }
    delivered = Delivery.objects.exclude(file="").select_related("publication")
    for delivery in delivered.iterator(chunk_size=500):
        if (
            delivery.publication_id,
            delivery.channel,
            publications.bytes_of(delivery),
        ) not in carried:
            yield Fault(str(delivery), "渠道文稿与台账不符，或不见了。请从备份恢复。")


def _numbers() -> Iterator[Fault]:
    """Each series runs from 1 to its counter without a gap; void numbers are accounted for."""
    series: defaultdict[str, set[int]] = defaultdict(set)
    for kind, code, year, serial in Certificate.objects.values_list(
        "kind", "committee__code", "year", "serial"
    ):
        series[f"{kind}:{code}:{year}"].add(serial)
    series[SEQUENCE] = set(Revision.objects.values_list("sequence", flat=True))
    series[publications.CHAIN] = set(
        Entry.objects.filter(chain=publications.CHAIN).values_list("position", flat=True)
    )
    for name, serial in course.serials():
        series[name].add(serial)
    counters = dict(
        Counter.objects.exclude(series__startswith="case:").values_list("series", "last")
    )
    for name in sorted(series.keys() | counters.keys()):
        expected = set(range(1, counters.get(name, 0) + 1))
        for missing in sorted(expected - series[name]):
            yield Fault(name, f"缺少第{missing}号。请与备份核对。")
        for extra in sorted(series[name] - expected):
            yield Fault(name, f"第{extra}号超出了编号计数。请与备份核对。")
