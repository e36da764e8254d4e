"""
Grounds of an exposure (公开的要件): what the sentence itself requires, each with its paper.

"…擅自要求…开具不合理证明导致居民群众办事创业困难的情形" (OP-4.2.c): by its own authority, without
reason, and to the resident's trouble. That there is no reason nobody can say who has not asked the
unit and its superior for one.
"""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.law.base.citations import Citation
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision.exposable import Beyond, answer_to, beyond
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.law.supervision.on_file import ELEMENTS, OnFile, Shows, obstacle

_E = CorrectionEvent
PENALTIES = Citation("administrative-penalty-law", "行政处罚法", "第九条（一）、第十六条")

# What an officer has to know before a statement is written or approved (案前提示).
WARNING = (
    "“警告、通报批评”是行政处罚的种类（行政处罚法第九条（一））；除法律、法规、规章外，其他规范性文件不得设定"
    "行政处罚（第十六条）。民发〔2020〕20号是规范性文件，不能设定处罚。",
    "所以这里的公开不是处罚：只写查实的事实、单位和主管部门的说法，不评价、不谴责，不写“通报批评”“警告”“处罚”。",
    "要处罚的，须另有法律、法规、规章作依据，由有处罚权的机关按行政处罚法的程序办，不在这里办。",
)
PENAL = ("通报批评", "予以警告", "给予警告", "行政处罚", "罚款")


def listed(file: OnFile) -> Iterator[Obstacle]:
    """Yield why nobody of this kind or name can be exposed (公开对象)."""
    if found := beyond(file.unit_kind, file.named[0]):
        yield not_listed(found)


def not_listed(found: Beyond) -> Obstacle:
    """Return what stands in the way of whom the sentence does not name."""
    return obstacle("not_listed", answer_to(found), "请这样答复反映人；单位类别选错的，请改正。")


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
    """Yield what of the three elements is not established, or speaks against them (要件)."""
    for element in ELEMENTS:
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


def _superior_asked(file: OnFile) -> Iterator[Obstacle]:
    if file.came(_E.SUPERIOR_ANSWERED, _E.SUPERIOR_CORRECTED):
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
    weighed = [proof.shows for proof in file.proofs if proof.event is _E.WEIGHED]
    if weighed and weighed[-1] is Shows.STANDS:
        yield obstacle("basis_stands", "核对过，依据成立。", "有依据的不能公开，请不再追究。")
    elif claims := _unweighed(file):
        yield obstacle(
            "basis_unweighed",
            f"说到的依据还没有核对：{'；'.join(claims)}。",
            "请先登记核对结果：成立的不再追究，不成立的写明文件名称和为什么。",
        )


def _unweighed(file: OnFile) -> tuple[str, ...]:
    """
    Return what was given or named as a basis and nobody has weighed.

    A weighing clears what was given before it, and what it names itself.
    """
    fallen = "".join(proof.text for proof in file.proofs if proof.shows is Shows.FALLS)
    claims: tuple[str, ...] = ()
    for proof in file.proofs:
        if proof.event is _E.WEIGHED:
            claims = ()
        elif proof.shows is Shows.BASIS:
            claims = (*claims, proof.text)
    return (*claims, *(named for named in file.bases.claimed if named not in fallen))
