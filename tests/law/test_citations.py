"""
What a citation is cited for stands in the text: code → provision → the words that carry it.

A new place in the law room that cites must have its row; a rule of ours must have its reason and
may not borrow a paragraph.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base import citations
from juzheng.law.base.citations import HOUSE, OPINION, Citation, house
from juzheng.law.base.house_rules import HOUSE_RULES
from juzheng.law.inquiries.inquiries import ASKS_UNDER, NOT_ANSWERED_UNDER
from juzheng.law.supervision.on_file import OUR_RULE

LAW = Path(citations.__file__).parents[1]
# verdict, exposure and alignment have their own owners and their own tests of what they say.
ROOMS = ("cases", "catalogue/routing.py", "inquiries")

# (file, what cites) → citation → words of the paragraph
CARRIED: dict[tuple[str, str], dict[str, str]] = {
    ("signing", "Readiness"): {"NO_BASIS": "没有法律法规依据"},
    ("signing", "basis"): {"LAWFUL": "确保基层群众性自治组织出具证明于法有据"},
    ("signing", "notice"): {"LAWFUL": "确保基层群众性自治组织出具证明于法有据"},
    ("signing", "answers"): {"GUIDE": "提供统一规范的表单样本"},
    ("signing", "facts"): {"ON_THE_SPOT": "需要调查核实的，应当及时完成调查核实工作并据实出具"},
    ("signing", "deliberation"): {
        "DELIBERATE_AND_SIGN": "经居民群众讨论同意",
        "RISK": "采取灵活多样方式组织居民群众议事协商",
    },
    ("delegation", "delegation"): {"DELIBERATE_AND_SIGN": "负责人签字"},
    ("signing", "ground"): {"TRANSITION": "政策措施衔接不到位或各类民商事主体明确要求"},
    ("signing", "demand"): {"TRANSITION": "各类民商事主体明确要求"},
    ("signing", "written_demand"): {"RISK": "予以充分评估并预先防范后出具"},
    ("signing", "risk"): {"RISK": "予以充分评估并预先防范后出具"},
    ("verification", "_why"): {"ON_THE_SPOT": "完成调查核实工作并据实出具"},
    ("wording_advice", "CITED"): {
        "ON_THE_SPOT": "完成调查核实工作并据实出具",
        "BASIS_AND_DUTIES": "属于基层群众性自治组织职责范围的事项",
    },
    ("deliberation", "_written"): {"DELIBERATE_AND_SIGN": "组织居民群众议事协商等方式"},
    ("consultation", "_shortfalls"): {"RISK": "采取灵活多样方式组织居民群众议事协商"},
    ("inquiries", "NOT_ANSWERED_UNDER"): {"NO_BASIS": "基层群众性自治组织不予出具"},
    ("inquiries", "not_answered"): {"NO_BASIS": "凡是没有法律法规依据"},
    ("routing", "not_a_proof_matter"): {"NO_VACUUM": "避免出现管理和服务“真空”"},
    ("routing", "document_suffices"): {
        "CLEAR_OUT": "重复证明",
        "NO_VACUUM": "最大程度确保居民群众办事创业方便",
        "NEGATIVE_LIST": "现明确《不应由基层群众性自治组织出具证明事项清单（第一批）》",
    },
    ("routing", "demander_can_check"): {"SHARED_DATA": "推进部门间信息共享核查"},
    ("routing", "commitment_allowed"): {"COMMITMENT": "推行证明事项告知承诺制"},
    ("routing", "outside_duties"): {"BASIS_AND_DUTIES": "属于基层群众性自治组织职责范围"},
    ("routing", "precondition"): {"BASIS_AND_DUTIES": "有明确法律法规依据"},
    ("routing", "negative_list"): {
        "NEGATIVE_LIST": "现明确《不应由基层群众性自治组织出具证明事项清单（第一批）》",
        "NO_VACUUM": "对基层群众性自治组织应当或者可以出具证明、不应出具证明",
    },
    ("routing", "cannot_verify"): {
        "TRANSITION": "且能够核实的，据实为居民群众出具相关证明",
        "ON_THE_SPOT": "完成调查核实工作并据实出具",
        "CANNOT_VERIFY": "没有能力核实的",
        "SHARED_DATA": "按照法定程序办理查询核查业务",
    },
    ("routing", "transition"): {
        "TRANSITION": "现阶段如因政策措施衔接不到位或各类民商事主体明确要求，居民群众仍需办理的",
        "RISK": "可能涉及法律风险的",
        "DELIBERATE_AND_SIGN": "多数居民群众切身利益",
    },
    ("routing", "unlisted"): {
        "BASIS_AND_DUTIES": "属于基层群众性自治组织职责范围的事项",
        "DELIBERATE_AND_SIGN": "经居民群众讨论同意并经基层群众性自治组织负责人签字后方可出具",
    },
    ("routing", "to_confirm"): {
        "BASIS_AND_DUTIES": "必须是有明确法律法规依据",
        "DEMANDER_GIVES_BASIS": "应当同时提供基层群众性自治组织出具此证明事项的有关依据",
    },
    ("routing", "without_basis"): {
        "NO_BASIS": "凡是没有法律法规依据或未经国务院批准列入保留证明事项清单",
        "DEMANDER_GIVES_BASIS": "应当同时提供基层群众性自治组织出具此证明事项的有关依据",
    },
    ("routing", "public_interest"): {
        "DELIBERATE_AND_SIGN": "涉及城乡社区公共利益或者本辖区多数居民群众切身利益",
        "BASIS_AND_DUTIES": "必须是有明确法律法规依据",
    },
    ("routing", "on_the_spot"): {
        "BASIS_AND_DUTIES": "有明确法律法规依据",
        "ON_THE_SPOT": "根据掌握的信息，依法及时出具",
    },
    ("routing", "time_limited"): {
        "BASIS_AND_DUTIES": "有明确法律法规依据",
        "ON_THE_SPOT": "复杂证明限时办结",
    },
}

# The statutes by which authorities ask, word for word (texts of the snapshot of 2025-04-19).
STATUTES: dict[tuple[str, str], str] = {
    ("civil-procedure-law", "第七十条"): "人民法院有权向有关单位和个人调查取证，"
    "有关单位和个人不得拒绝。",
    ("administrative-procedure-law", "第四十条"): "人民法院有权向有关行政机关以及其他组织、"
    "公民调取证据。",
    ("criminal-procedure-law", "第五十四条"): "人民法院、人民检察院和公安机关有权向有关单位和个人"
    "收集、调取证据。有关单位和个人应当如实提供证据。",
    ("procuratorates-law", "第二十一条"): "人民检察院行使本法第二十条规定的法律监督职权，"
    "可以进行调查核实，……有关单位应当予以配合",
    ("people-police-law", "第三十四条"): "人民警察依法执行职务，公民和组织应当给予支持和协助。",
    ("supervision-law", "第十八条"): "监察机关行使监督、调查职权，有权依法向有关单位和个人"
    "了解情况，收集、调取证据。有关单位和个人应当如实提供。",
    ("notarization-law", "第二十九条"): "应当进行核实，或者委托异地公证机构代为核实，"
    "有关单位或者个人应当依法予以协助。",
    ("lawyers-law", "第三十五条"): "律师自行调查取证的，凭律师执业证书和律师事务所证明，"
    "可以向有关单位或者个人调查与承办法律事务有关的情况。",
    ("tax-collection-law", "第五十七条"): "税务机关依法进行税务检查时，有权向有关单位和个人调查"
    "纳税人、扣缴义务人和其他当事人与纳税或者代扣代缴、代收代缴税款有关的情况，"
    "有关单位和个人有义务向税务机关如实提供有关资料及证明材料。",
    ("rural-land-arbitration-law", "第三十八条"): "仲裁庭认为有必要收集的证据，可以自行收集。",
    ("administrative-review-law", "第四十五条"): "行政复议机关有权向有关单位和个人调查取证，"
    "查阅、复制、调取有关文件和资料，向有关人员进行询问。",
    # Of this one only the heading could be read, in the table of contents of a commentary.
    ("labour-arbitration-rules", "第十七条"): "仲裁委员会调查取证",
    ("administrative-penalty-law", "第五十五条"): "当事人或者有关人员应当如实回答询问，"
    "并协助调查或者检查，不得拒绝或者阻挠。",
    ("social-assistance-measures", "第五十九条"): "询问与社会救助事项有关的单位、个人，要求其对"
    "相关情况作出说明，提供相关证明材料。有关单位、个人应当如实提供。",
    ("audit-law", "第三十七条"): "有权就审计事项的有关问题向有关单位和个人进行调查，"
    "并取得有关证明材料。",
    ("conscription-regulation", "第二十三条"): "征兵政治考核由征集地的县级以上地方人民政府"
    "征兵办公室统一组织，本级公安机关具体负责实施，有关单位予以协助。",
}
# Why a committee does not answer whoever asks, word for word as well.
NOT_ANSWERED: dict[tuple[str, str], str] = {
    ("civil-procedure-law", "第二百九十四条"): "未经中华人民共和国主管机关准许，任何外国机关或者"
    "个人不得在中华人民共和国领域内送达文书、调查取证。",
    ("criminal-assistance-law", "第四条"): "中华人民共和国境内的机构、组织和个人不得向外国提供"
    "证据材料和本法规定的协助。",
    ("personal-information-protection-law", "第四十一条"): "非经中华人民共和国主管机关批准，"
    "个人信息处理者不得向外国司法或者执法机构提供存储于中华人民共和国境内的个人信息。",
    ("personal-information-protection-law", "第十三条"): "符合下列情形之一的，个人信息处理者"
    "方可处理个人信息：（一）取得个人的同意；",
    ("hong-kong-evidence-arrangement", "第二条"): "双方相互委托提取证据，须通过各自指定的"
    "联络机关进行。其中，内地指定各高级人民法院为联络机关；",
    ("macao-evidence-arrangement", "第二条"): "双方相互委托送达司法文书和调取证据，"
    "通过各高级人民法院和澳门特别行政区终审法院进行。",
    ("taiwan-evidence-provisions", "第四条"): "最高人民法院是与台湾地区业务主管部门就"
    "海峡两岸司法互助业务进行联络的一级窗口。",
    ("lawyers-law", "第三十五条"): STATUTES["lawyers-law", "第三十五条"],
}
NAMES = {
    id(value): name
    for name, value in vars(citations).items()
    if isinstance(value, Citation) and value.instrument == OPINION
}


def paragraph(citation: Citation) -> str:
    """Return the Opinion's own words at the place that ``citation`` names."""
    (text,) = (
        one.text
        for one in catalogue().paragraphs[OPINION]
        if citation.provision.startswith(one.where)
    )
    return text


def cited() -> Iterator[tuple[str, str, str]]:
    """Yield (file, what cites, constant) for each use of a citation in the rooms."""
    for place in ROOMS:
        path = LAW / place
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            body = ast.parse(file.read_text(encoding="utf-8")).body
            imported = {
                one.name
                for node in body
                if isinstance(node, ast.ImportFrom) and node.module == citations.__name__
                for one in node.names
            }
            for node in body:
                yield from _uses(file.stem, node, imported)


def _constant(node: ast.AST, imported: set[str]) -> str:
    """Return the name of the citation that ``node`` is; empty if it is none."""
    if isinstance(node, ast.Attribute):
        ours = isinstance(node.value, ast.Name) and node.value.id == "citations"
        return node.attr if ours and node.attr in NAMES.values() else ""
    name = getattr(node, "id", "")
    return name if name in imported & set(NAMES.values()) else ""


def _uses(file: str, top: ast.stmt, imported: set[str]) -> Iterator[tuple[str, str, str]]:
    if isinstance(top, ast.Import | ast.ImportFrom):
        return
    name = getattr(top, "name", "") or next(
        (target.id for target in getattr(top, "targets", ()) if isinstance(target, ast.Name)), ""
    )
    if name == "":
        name = getattr(getattr(top, "target", None), "id", "")
    by_code: dict[int, str] = {}
    for node in ast.walk(top):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Obstacle", "Rule"):
            code = node.args[0]
            if isinstance(code, ast.Constant):
                by_code.update({id(inner): str(code.value) for inner in ast.walk(node)})
    for node in ast.walk(top):
        used = _constant(node, imported)
        if used:
            yield file, by_code.get(id(node), name), used


USES = sorted(set(cited()))


def test_the_table_speaks_of_what_is_cited_and_of_nothing_else() -> None:
    told = {(*place, name) for place, names in CARRIED.items() for name in names}
    assert told == set(USES)


@pytest.mark.parametrize(("file", "what", "name"), USES)
def test_the_paragraph_has_the_words_for_which_it_is_cited(file: str, what: str, name: str) -> None:
    assert CARRIED[file, what][name] in paragraph(getattr(citations, name))


def test_each_citation_of_the_opinion_names_a_paragraph_that_is_there() -> None:
    assert all(paragraph(one) for one in citations.ALL)
    assert len(catalogue().paragraphs[OPINION]) >= 11


def test_each_article_by_which_an_authority_asks_has_its_words() -> None:
    named = {(one.instrument, one.provision) for cited in ASKS_UNDER.values() for one in cited}
    assert named == set(STATUTES)
    not_answered = {one for cited in NOT_ANSWERED_UNDER.values() for one in cited if not one.duty}
    assert {(one.instrument, one.provision) for one in not_answered} == set(NOT_ANSWERED)


def test_a_rule_of_ours_is_cited_as_ours_with_its_reason() -> None:
    for name, reason in HOUSE_RULES.items():
        citation = house(name)
        assert str(citation) == f"本系统的规则 {name}"
        assert (citation.ours, citation.reason, citation.duty) == (True, reason, "")
        assert len(reason) >= 15
    assert HOUSE not in catalogue().instruments
    with pytest.raises(KeyError):
        house("没有这一条")
    assert all(not one.ours and not one.reason for one in citations.ALL)


@pytest.mark.parametrize("name", HOUSE_RULES)
def test_each_rule_of_ours_is_used(name: str) -> None:
    written = [
        file.read_text(encoding="utf-8")
        for file in LAW.rglob("*.py")
        if file.name != "house_rules.py"
    ]
    matters = (LAW.parent / "catalogue" / "words" / "matters.yaml").read_text(encoding="utf-8")
    # Of a correction's obstacles the rule stands beside the code, in one table.
    used = any(f'house("{name}")' in text for text in written) or name in OUR_RULE.values()
    assert used or f"house: {name}" in matters


def test_one_clause_is_cited_once() -> None:
    short, whole = (
        Citation("adoption-registration", "中国公民收养子女登记办法", place)
        for place in ("第六条第（二）项", "第六条第一款第（二）项")
    )
    other = Citation("adoption-registration", "中国公民收养子女登记办法", "第六条第二款第（二）项")
    assert citations.once((short, whole, other, short)) == (whole, other), "the fullest spelling"
    assert citations.once((whole, short)) == (whole,)
    article = Citation("x", "某法", "第六条")
    paragraph = Citation("x", "某法", "第六条第一款")
    assert citations.once((article, paragraph)) == (article, paragraph)


BY_LAW = Citation("adoption-registration", "中国公民收养子女登记办法", "第六条第一款第（二）项")
BY_RULE = (citations.BASIS_AND_DUTIES, citations.ON_THE_SPOT)


def test_the_basis_of_what_is_issued_is_the_law_alone() -> None:
    """The Opinion rules how papers are issued, and says of itself that it is no basis of one."""
    assert citations.law_first((*BY_RULE, BY_LAW, BY_LAW)) == (BY_LAW, *BY_RULE)
    assert citations.on_certificate((*BY_RULE, BY_LAW)) == (str(BY_LAW),)
    on_a_list = Citation("x", "某目录的通知", "《保留的证明事项目录》", BY_RULE[0].duty)
    assert citations.on_certificate((BY_RULE[0], on_a_list)) == (str(on_a_list),)


def test_what_no_law_carries_names_its_rule_as_a_rule() -> None:
    still_needed = (citations.TRANSITION, citations.RISK)
    assert citations.on_certificate(still_needed) == ("出具规则：民发〔2020〕20号 第三部分第二段",)


def test_older_papers_name_the_rule_among_the_law_and_certify_no_more() -> None:
    older = (*map(str, BY_RULE), str(BY_LAW))
    assert citations.beside_the_rules(older) == citations.on_certificate((BY_LAW,))
    named = citations.on_certificate((citations.TRANSITION,))
    assert citations.beside_the_rules(named) == citations.beside_the_rules(()) == ()
