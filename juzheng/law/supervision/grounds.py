"""
Grounds of an exposure (公开的要件): what the sentence itself requires, each with its paper.

"…擅自要求…开具不合理证明导致居民群众办事创业困难的情形" (OP-4.2.c): by its own authority, without
reason, and to the resident's trouble. That there is no reason nobody can say who has not asked the
unit and its superior for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from juzheng.law.base.citations import Citation
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposable import Beyond, answer_to, beyond, named_beyond, reading
from juzheng.law.supervision.exposure import BY_SUPERIOR, CorrectionEvent
from juzheng.law.supervision.on_file import ELEMENTS, GROUNDS, OnFile, Shows, obstacle

_E = CorrectionEvent
PENALTIES = Citation("administrative-penalty-law", "行政处罚法", "第九条（一）、第十六条")

# What an officer has to know before a statement is written or approved (案前提示).
WARNING = (
    "“警告、通报批评”是行政处罚的种类（行政处罚法第九条（一））；除法律、法规、规章外，其他规范性文件不得设定"
    "行政处罚（第十六条）。民发〔2020〕20号是规范性文件，不能设定处罚。",
    "所以这里的公开不是处罚：只写查实的事实、单位和主管部门的说法，不评价、不谴责，不写“通报批评”“警告”“处罚”。",
    "要处罚的，须另有法律、法规、规章作依据，由有处罚权的机关按行政处罚法的程序办，不在这里办。",
)
_ANSWERS = (_E.ANSWERED, _E.REFUSED)
_DENIED = re.compile(
    r"(?:没有|没能|没|未能|未曾|未)(?:给出|给|说出|说明|说|提供|出示|写明|指出|提出)"
    r"[^，。；]{0,8}依据|(?:给|说|拿|提供|指)不出[^，。；]{0,8}依据"
)
_TOLD = re.compile(
    "(?:答复|复函|回复|来文|后来)[^。]{0,60}依据|依据[^。]{0,30}(?:答复|复函|回复|来文)"
)
PENAL = ("通报批评", "予以警告", "给予警告", "行政处罚", "罚款")


def listed(file: OnFile) -> Iterator[Obstacle]:
    """Yield why nobody of this kind or name can be exposed (公开对象), nor its superior named."""
    found = (beyond(kind, file.named[0]) for kind in (file.unit_kind, *file.registered))
    if outside := next(filter(None, found), None):
        yield not_listed(outside)
    if named_beyond(file.superior):
        yield obstacle(
            "superior_not_listed",
            f"“{file.superior}”不是主管部门：法院、检察院、党的组织、军队等不在公开对象里。",
            "请写单位的上级主管部门；没有的，不能通报、公开。",
        )


def not_listed(found: Beyond) -> Obstacle:
    """Return what stands in the way of whom the sentence does not name."""
    return obstacle("not_listed", answer_to(found), "请这样答复反映人；单位类别选错的，请改正。")


def open_already(number: str) -> Obstacle:
    """Return what stands in the way of a second correction of one unit and proof (已经在办)."""
    return obstacle(
        "open_already",
        f"这个单位、这份证明已经有一件在办：{number}。",
        "请并入那一件；不是同一件的，勾选“不是同一件，另开”。",
    )


def penal(text: str, what: str) -> Iterator[Obstacle]:
    """Yield words that only a penalty may bear (处罚用语)."""
    if words := [word for word in PENAL if word in text]:
        yield Obstacle(
            "penal",
            f"{what}里有处罚的话：“{'”“'.join(words)}”。",
            "公开不是处罚，请只写事实。",
            PENALTIES,
        )


def established(file: OnFile) -> Iterator[Obstacle]:
    """Yield what of the grounds is not established, or speaks against them (要件)."""
    for element in required(file.unit_kind):
        proof = file.stated(element)
        if proof is None or not proof.whole:
            yield obstacle(
                f"no_{element.value}",
                f"没有写明“{element.label}”的材料。",
                "请写明事实、什么材料、哪一天、由谁出具或提供。",
            )
        elif proof.on and proof.on > file.on:
            yield obstacle("evidence_day", f"“{element.label}”的材料日期还没有到。", "请照材料写。")
    yield from _superior_asked(file)
    yield from _no_basis(file)


def required(unit_kind: str) -> tuple[Shows, ...]:
    """Return what has to be shown of such a unit (要件): whom the sentence names too, if open."""
    read = reading(unit_kind)
    return GROUNDS if read is not None and read.open else ELEMENTS


def may_stay(unit_kind: str, unit_name: str, shown: Iterable[Shows]) -> bool:
    """Return whether an exposure may stay when its unit turns out to be this one (更正以后)."""
    return not beyond(unit_kind, unit_name) and set(required(unit_kind)) <= set(shown)


def reviewed(file: OnFile) -> Iterator[Obstacle]:
    """Yield the grounds that nobody but their writer has looked at (要件材料的审看)."""
    for element in unreviewed(file):
        yield obstacle(
            f"unreviewed_{element.value}",
            f"“{element.label}”的材料还没有另一人审看。",
            "请没有受理、没有写事实的工作人员看过材料，登记审看。",
        )


def unreviewed(file: OnFile) -> tuple[Shows, ...]:
    """Return the grounds on file that wait for another's eyes (待审看的要件)."""
    stated = {one: file.stated(one) for one in required(file.unit_kind)}
    return tuple(one for one, proof in stated.items() if proof and not proof.reviewed)


def turned(file: OnFile) -> Iterator[Obstacle]:
    """
    Yield why who weighs now may not, having found the contrary before (同一人前后相反的核对).

    A basis that was given since is another one; but that one stood is taken back by another alone.
    """
    since = False
    for proof in reversed(file.proofs[:-1]):  # the last one is this very weighing
        if proof.event is _E.WEIGHED:
            other = proof.by == file.by and proof.shows is not file.proofs[-1].shows
            if other and (proof.shows is Shows.STANDS or not since):
                yield obstacle(
                    "weighed_otherwise",
                    "这个依据是您核对过的，上次的结果相反。",
                    "请没有核对过的另一位工作人员核对。",
                )
            return
        since = since or proof.shows is Shows.BASIS


def _superior_asked(file: OnFile) -> Iterator[Obstacle]:
    if file.came(*BY_SUPERIOR):
        return
    if not file.came(_E.SUPERIOR_SERVED):
        yield obstacle(
            "superior_not_asked",
            "没有问过单位的主管部门有没有依据。",
            "请把通报送达主管部门并登记，等它答复或者期满。",
        )
    elif file.superior_due_on is None or file.on <= file.superior_due_on:
        yield obstacle("superior_term_runs", "主管部门的答复期限还没有过。", "请等答复或者等到期。")


def _no_basis(file: OnFile) -> Iterator[Obstacle]:
    if not file.item:
        yield obstacle(
            "item_unconfirmed",
            "还没有确认要的是目录里的哪一项，不能说没有依据。",
            "请选目录里的事项；目录里没有的，选“目录里没有”。",
        )
    for basis in file.bases.standing:
        yield obstacle(
            "basis_in_force",
            f"查到依据：{basis}。",
            "有依据的不能公开，请不再追究；依据不适用的，先改目录或者索要登记。",
        )
    if asked := unexplained(file):
        names = "》《".join(asked)
        yield obstacle(
            "law_unexplained",
            f"写到了《{names}》，当日有效：是单位要这份证明的依据吗？",
            "是的，不再追究。不是的（写的是不该要，或者说明单位是哪一类），"
            "请在“写到的法律不是要证明的依据”里写明它说的是什么；已经写好事实的，退回重写。",
        )
    weighed = [proof.shows for proof in file.proofs if proof.event is _E.WEIGHED]
    if weighed and weighed[-1] is Shows.STANDS:
        yield obstacle("basis_stands", "核对过，依据成立。", "有依据的不能公开，请不再追究。")
    elif claims := _unweighed(file):
        yield obstacle(
            "basis_unweighed",
            f"说到的依据还没有核对：{'；'.join(claims)}。",
            "请先登记核对结果：成立的不再追究，不成立的照上面写的名称写，再写为什么。",
        )


def named_basis_told(file: OnFile, statement: str) -> Iterator[Obstacle]:
    """
    Yield that the facts say no basis was given where the file holds one (漏写单位说的依据).

    A counter may have given none that day; then what was named since stands beside it.
    """
    given = [one for one in file.proofs if one.shows is Shows.BASIS and one.event in _ANSWERS]
    stated = (proof.text for one in GROUNDS if (proof := file.stated(one)))
    facts = "。".join((statement, *stated))
    if not given or not _DENIED.search(facts) or _TOLD.search(_DENIED.sub("", facts)):
        return
    yield obstacle(
        "basis_denied",
        f"写着没有给出依据，可是答复里说了依据：“{given[-1].text[:100]}”。",
        "请照实写，例如：“窗口当时没有说依据，单位答复时说了依据，核对后不成立”。答复会一并公开。",
    )


def named_only(file: OnFile) -> tuple[str, ...]:
    """Return what is named as a basis and no weighing names (没有核对的文件、登记)."""
    fallen = "".join(proof.text for proof in file.proofs if proof.shows is Shows.FALLS)
    return tuple(named for named in file.bases.claimed if named not in fallen)


def unexplained(file: OnFile) -> tuple[str, ...]:
    """
    Return what is in force, stands in our facts, and of which nobody has said as what (没有说明的).

    The law that forbids a demand, or makes its unit a service body, is named there too: no name
    tells it from a basis, so who writes the facts says it, on file, where the second officer reads.
    """
    said = "".join(
        proof.text
        for proof in file.proofs
        if proof.shows is Shows.FALLS or (proof.event is _E.STATED and proof.shows is Shows.OTHER)
    )
    return tuple(named for named in file.bases.written if named not in said)


def _unweighed(file: OnFile) -> tuple[str, ...]:
    """
    Return what was given or named as a basis and nobody has weighed.

    A weighing clears what was given before it, and what it names itself.
    """
    claims: tuple[str, ...] = ()
    for proof in file.proofs:
        if proof.event is _E.WEIGHED:
            claims = ()
        elif proof.shows is Shows.BASIS:
            claims = (*claims, proof.text)
    return (*claims, *named_only(file))
