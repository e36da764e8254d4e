"""
Pleas (理由表): what may be said against a demand, one row per argument, every sentence a fixed one.

A row says what is so, what follows for a government department, what may be put to anybody else,
and what a clerk says at the counter. Only the first two cite; a row that rests on a provision is
not used while that provision is not in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.terms import Term


class Argument(Term):
    """What speaks against the demand (反对索要的理由)."""

    NO_BASIS = "no_basis", "没有依据"
    NOT_IN_FORCE = "not_in_force", "依据当日无效"
    NEGATIVE_FACT = "negative_fact", "要证明没有发生的事"
    JUDGEMENT = "judgement", "要评价人的品行"
    NEGATIVE_LIST = "negative_list", "列入不应出具清单"
    OUTSIDE_DUTIES = "outside_duties", "不属于居（村）委会职责"
    CANNOT_VERIFY = "cannot_verify", "居（村）委会无法核实"
    SAME_MATTER = "same_matter", "同一件事的另一份材料已经证明"
    OWN_PAPER = "own_paper", "索要单位自己出具的材料已经证明"
    SHARED_DATA = "shared_data", "索要单位能查到的数据已经证明"
    HELD_PAPER = "held_paper", "居民手里的证件已经证明"
    COMMITMENT = "commitment", "可以书面承诺代替"
    LEADS_BACK = "leads_back", "每条路都绕回原处"
    NOBODY_SHOWS = "nobody_shows", "没有单位能出具"
    WRITTEN_DEMAND = "written_demand", "仍要出具的，先要书面要求"


@dataclass(frozen=True)
class Pleading:
    """One row of the table (一条理由): what is so, and what follows for whom it is said to."""

    fact: str
    rests_on: tuple[Citation, ...]  # without them in force the pleading is not made
    department: str  # to a government department
    others: str  # to everybody else
    clerk: str  # what a clerk says to the resident
    cites_to_department: tuple[Citation, ...] = ()


ARGUMENTS: dict[Argument, Pleading] = {
    Argument.NO_BASIS: Pleading(
        "居（村）民委员会只出具有法律法规依据或者经国务院批准保留的证明；没有依据的，不予出具。"
        "这份证明没有查到当日有效的依据。",
        (citations.NO_BASIS,),
        "部门要求居（村）民委员会出具证明的，应当同时提供有关依据。",
        "没有依据，居（村）民委员会就不能出具，本人也就拿不到这份证明。",
        "这份证明没有查到法律法规依据，我们不能出。不是不帮您办，是出了也没有依据。",
        (citations.DEMANDER_GIVES_BASIS,),
    ),
    Argument.NOT_IN_FORCE: Pleading(
        "居（村）民委员会出具证明必须有明确的法律法规依据。要求这份证明时所引的规定，当日没有生效或者已经失效。",
        (citations.BASIS_AND_DUTIES,),
        "请按当日有效的规定办理；另有依据的，应当同时提供。",
        "所引的规定可能已有变化，请核对现行规定。",
        "对方说的那条规定，现在查不到是有效的，我们不能凭它出证明。",
        (citations.DEMANDER_GIVES_BASIS,),
    ),
    Argument.NEGATIVE_FACT: Pleading(
        "这份证明要写的是“没有”某件事。居（村）民委员会只能就核实到的事实据实出具，"
        "没有发生过的事无从核实，不能这样证明。",
        (citations.BASIS_AND_DUTIES, citations.NO_BASIS),
        "这项情况应由掌握登记信息的部门核查，不宜由居民证明自己“没有”。",
        "这项情况可以向掌握登记信息的机关查询，或者由本人作出书面声明。",
        "“没有做过”“没有发生过”，谁也核实不了，所以我们不能盖这个章。",
    ),
    Argument.JUDGEMENT: Pleading(
        "这份证明要写的是对人的评价。居（村）民委员会只能就核实到的事实据实出具，不评价品行和表现。",
        (citations.BASIS_AND_DUTIES, citations.NO_BASIS),
        "需要了解的情况，请按职责向掌握记录的机关核查。",
        "需要了解的情况，可以向掌握记录的机关查询，或者由贵单位自行考察。",
        "人好不好不是能核实的事实，我们只能写有记录的具体事情，不能写评语。",
    ),
    Argument.NEGATIVE_LIST: Pleading(
        "这份证明列入国家《不应由基层群众性自治组织出具证明事项清单（第一批）》，"
        "居（村）民委员会不应出具。",
        (citations.NEGATIVE_LIST,),
        "对应当由相关部门出具证明的事项，各部门要做好政策措施衔接，请按衔接后的办法办理。",
        "贵单位需要的事实，可以用下列材料或者办法查明。",
        "这一项国家清单写明了居（村）委会不该出，所以我们不能出，但是有别的办法能办。",
        (citations.NO_VACUUM,),
    ),
    Argument.OUTSIDE_DUTIES: Pleading(
        "居（村）民委员会出具证明的事项，必须属于它的职责范围。这份证明所写的事不属于它的职责范围。",
        (citations.BASIS_AND_DUTIES,),
        "请向主管这件事的机关核查。",
        "这件事由主管机关掌握，向主管机关查询更为可靠。",
        "这件事不归我们管，我们写的不作数，得找管这件事的单位。",
    ),
    Argument.CANNOT_VERIFY: Pleading(
        "居（村）民委员会没有能力核实这份证明所写的事，不能据实出具。",
        (citations.CANNOT_VERIFY,),
        "这项情况应由掌握情况的机关核查，部门之间可以按程序查询。",
        "这项情况可以向掌握情况的机关查询，比一份无法核实的证明更为可靠。",
        "这件事我们没有办法核实，写了就是不负责任，对您以后也没有好处。",
        (citations.SHARED_DATA,),
    ),
    Argument.SAME_MATTER: Pleading(
        "办理同一件事已经提交的材料，足以证明这份证明要证明的事实。",
        (),
        "请核对已经提交的材料，不再要求重复证明。",
        "请核对已经提交的材料，看是否还需要另一份。",
        "您交的材料里已经能看出这件事，不用再开一份。",
        (citations.CLEAR_OUT,),
    ),
    Argument.OWN_PAPER: Pleading(
        "贵单位自己出具或者保存的材料，已经能证明这份证明要证明的事实。",
        (),
        "请在贵单位内部核对，不再要求本人另行证明。",
        "请在贵单位内部核对，看是否还需要另一份。",
        "对方自己手里就有这份记录，请他们先查一查。",
        (citations.CLEAR_OUT,),
    ),
    Argument.SHARED_DATA: Pleading(
        "这项情况在政府部门的数据里已经有记录。",
        (),
        "各部门要推进部门间信息共享核查，让信息多跑路、群众少跑腿，请通过共享数据核查。",
        "贵单位可以请本人当面授权查询，或者由本人自行查询后出示结果。",
        "这项信息部门的数据里有。对方是政府部门的，应当由他们去核查，您不用跑这一趟。",
        (citations.SHARED_DATA,),
    ),
    Argument.HELD_PAPER: Pleading(
        "本人持有的证件已经能证明这份证明要证明的事实，可以当面出示原件。",
        (),
        "请核对证件办理，不再要求居（村）民委员会另行证明。",
        "请核对证件，看是否还需要另一份证明。",
        "您手里的证件就能证明，直接拿给对方看，不用再开。",
        (citations.CLEAR_OUT,),
    ),
    Argument.COMMITMENT: Pleading(
        "本人愿意就这件事作出书面承诺，并承担承诺不实的后果。",
        (),
        "证明事项推行告知承诺制，请告知承诺的内容和不实的后果，由本人选择书面承诺办理。",
        "请考虑接受本人的书面声明。",
        "对方是行政机关的，可以问能不能由您本人写承诺书代替；选不选您自己定，承诺要真实。",
        (citations.COMMITMENT,),
    ),
    Argument.LEADS_BACK: Pleading(
        "要取得这份证明，须先有别的证明；而那份证明又要以本人正在办理的这件事为前提。"
        "绕了一圈回到原处，本人无论先办哪一件都办不成。",
        (),
        "做好政策措施衔接是为了避免这样的断链。请从贵单位这一环先行办理，或者由部门之间核查。",
        "请考虑从贵单位这一环接受其他材料，这件事才有办法往下办。",
        "这几家互相要证明，绕成了圈，不是您没跑到。我们可以帮您把这个圈写清楚。",
        (citations.CLEAR_OUT, citations.NO_VACUUM),
    ),
    Argument.NOBODY_SHOWS: Pleading(
        "这份证明现在没有单位能够出具，本人无处可以取得。",
        (),
        "对不应由居（村）民委员会出具的事项，要避免出现管理和服务的“真空”，请告知可以办理的单位，"
        "或者改用其他办法查明。",
        "请考虑用其他材料或者办法查明这项事实。",
        "现在没有哪个单位开这份证明。您可以把这件事反映上去，让主管部门接起来。",
        (citations.NO_VACUUM,),
    ),
    Argument.WRITTEN_DEMAND: Pleading(
        "这份证明列入国家《不应由基层群众性自治组织出具证明事项清单（第一批）》。现阶段仍需办理的，"
        "居（村）民委员会对属于职责范围并且能够核实的，据实出具。",
        (citations.NEGATIVE_LIST, citations.TRANSITION),
        "请书面写明要求、用途和依据，本人凭此向居（村）民委员会申请。",
        "请书面写明要求、用途和要证明的事实，本人凭此向居（村）民委员会申请。",
        "这一项本来不该我们出。对方一定要的，请他们写个书面要求，我们核实之后据实出。",
    ),
}
