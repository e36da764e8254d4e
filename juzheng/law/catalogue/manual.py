"""
The field manual (字段手册): what every field of the catalogue is called and how it is filled in.

The one place that the JSON Schema, the editor, the workbook, the differences and docs/fields.md
take it from. A field of a page that is missing here, or the other way round, fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juzheng.law.base.demanders import Demander
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import (
    DeliberationRule,
    FactToVerify,
    Instrument,
    Item,
    LegalBasis,
    Onward,
    Question,
    Source,
)
from juzheng.law.catalogue.lists import ItemList, ListLine, UnlistedPolicy


@dataclass(frozen=True)
class Said:
    """What is said of a field (字段的说法) beyond its name and type."""

    label: str
    hint: str = ""  # how to fill it in; empty: the label says it
    unit: str = ""
    heading: str = ""  # of its column, where a sheet needs other words than the label
    formerly: tuple[str, ...] = ()  # headings of workbooks that are still about
    blank: bool = False  # a text that the program can do without
    must: bool = False  # must stand in a file, though the program could do without
    code: str = ""  # an identifier, of this pattern: width and spaces in it mean nothing
    pattern: str = ""
    least: int | None = None  # parts, or the number itself
    most: int | None = None  # characters, parts, or the number itself
    each: str = ""  # what one of several is
    long: bool = False
    texts: bool = False  # the id of a legal text
    terms: type[Term] | None = None  # the closed list that a text is taken from


SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY = r"^[a-z][a-z0-9_]*$"
ITEM_ID = r"^(NEG-([0-9]{6}-)?[0-9]{2}|(POS|RET)-([0-9]{6}-)?[0-9]{3})$"
NATIONAL = r"^NEG-[0-9]{2}$"
COUNTY = r"^[0-9]{6}$"
DIVISION = r"^([0-9]{6}([0-9]{3}){0,2})?$"
FRACTION = r"^[1-9]/[1-9]$"
READ_WHERE = "来源：在哪里看到的。"
HOW_SURE = (
    "可信程度。high：来源已打开核对或两个来源一致；medium：单一来源；low：未核实，永远不能启用。"
)

# A table: one field a line, or two.
# fmt: off
MANUAL: Mapping[type, Mapping[str, Said]] = {
    Source: {
        "text": Said("来源", "文件名、条文或网页，写到别人能找到。", long=True),
        "confidence": Said("可信程度", HOW_SURE, heading="来源可信程度"),
    },
    Onward: {
        "kind": Said("类别",
            "existing_document：已有证件就能证明；other_authority：由其他部门出具或办理；"
            "shared_data：由索要单位核查共享数据；commitment：可以书面承诺代替；"
            "notary_or_court：由公证机构或法院办理；nothing_needed：不需要任何证明；"
            "ask_for_basis：请索要单位给出依据。", heading="去向类别"),
        "do": Said("怎么办", "做什么，一句话，用“请”或动词开头。", heading="做什么", most=80,
            long=True),
        "bring": Said("带什么", "带什么。来源没有写的不填。"),
        "where": Said("地点", "去哪里。", heading="去哪里"),
        "how_long": Said("要多久", "多长时间。来源没有写的不填。", heading="多长时间"),
        "source": Said("来源", READ_WHERE, must=True),
    },
    LegalBasis: {
        "instrument": Said("法律文件", "法律文件的编号，须在 instruments 文件夹登记。",
            heading="法律文件编号", code=SLUG, texts=True),
        "provision": Said("条款", "条、款、项，照原文的写法。"),
        "checked": Said("怎样核对", "条文是怎样核对的；没有核对过的不填，不填就不能支撑事项。",
            heading="条文怎样核对"),
    },
    Instrument: {
        "id": Said("编号", "编号，英文小写加连字符。", heading="法律文件编号", code=SLUG),
        "title": Said("名称", "文件名称，不加书名号（文件名里本来就有的除外）。",
            heading="文件名称"),
        "issuer": Said("制定机关"),
        "in_force_from": Said("施行日",
            "从哪天起施行（含当天）。不知道就不填，不填就永远不能支撑事项。"),
        "in_force_until": Said("失效日", "从哪天起失效（不含当天）；现行有效的不填。",
            heading="失效日（当天已无效）"),
        "status": Said("状态", "现在的状态，照实写，例如“现行有效”“已废止”“现行性待核”。",
            heading="现在的状态"),
        "checked_on": Said("核对日", "最后一次核对文本所用快照的日期；没有核对过的不填。"),
        "confidence": Said("可信程度", HOW_SURE),
        "binding": Said("能作为依据",
            "是不是能支撑证明事项的依据：法律、行政法规、司法解释、地方性法规，"
            "或者经国务院批准的保留清单为 true；规范性文件、地方清单、新闻转述为 false。",
            heading="能作依据"),
        "note": Said("说明", "要说明的事，例如条号按哪个文本、哪里没有核对。", long=True),
        "source": Said("来源", "文本从哪里来。", heading="文本来源", must=True),
    },
    Question: {
        "key": Said("代号", "英文小写加下划线，事实句里用它引用答案。", heading="问题代号",
            code=KEY),
        "label": Said("问题", "问句，大白话，以问号结尾。", heading="问句"),
        "kind": Said("填写方式",
            "填写方式。text：文字；long_text：多行文字；person_name：姓名；"
            "identity_number：证件号码；date：日期（已经发生的一天）；"
            "birth_date：申请人的出生日期，须与证件号码一致；"
            "date_in_part：大概日期，可以只写年或年月；choice：单选；yes_no：是或否。"),
        "hint": Said("提示", "提示，带一个例子。"),
        "required": Said("必填", "是否必填；不写就是必填。"),
        "choices": Said("选项", "单选的选项。", least=2),
        "subject": Said("证明的对象",
            "答案是不是证明所指的那样东西（一块地、一处房、一个案子、一个人）；"
            "同一样东西开出两份相反的证明时，系统据此提醒。", heading="是证明所指的东西"),
    },
    FactToVerify: {
        "key": Said("代号", "英文小写加下划线，同一事项内不重复。", heading="事实代号", code=KEY),
        "label": Said("事实", "给经办人看的名称。", heading="事实名称"),
        "sentence": Said("证明上的句子",
            "核实后印在纸上的句子。花括号里写问题的 key，或者 applicant（申请人）、"
            "committee（本委员会）、recipient（接收单位）、purpose（用途）。只写肯定的、"
            "能核实的事实；不写品行、不写“没有”“无”之类否定的事实。", heading="事实句", long=True),
        "means": Said("核实办法", "怎样核实，可以选用的办法。", heading="怎样核实", must=True,
            least=1),
    },
    DeliberationRule: {
        "kind": Said("会议", "召集谁，例如“村民会议”。", heading="召集谁"),
        "quorum": Said("到会比例",
            "到会的比例，按有权参加的人数算。1/2 是过半数，2/3 是三分之二以上。",
            pattern=FRACTION),
        "majority": Said("通过比例", "同意的比例。1/2 是过半数，2/3 是三分之二以上。",
            heading="同意比例", pattern=FRACTION),
        "public_notice_days": Said("公示", "公示几天（自然日）。不公示的填0。", unit="日",
            heading="公示几天", least=0, most=60),
        "source": Said("来源", READ_WHERE),
        "majority_of_entitled": Said("按应到人数计算",
            "同意的比例按全体有权参加的人数算（true），还是按到会人数算（false）。",
            heading="按全体算同意比例", must=True),
        "notice_days": Said("会前通知", "提前几天通知。", unit="日", heading="提前几天通知",
            must=True, least=0, most=60),
        "note": Said("说明", "说明。数字没有法定依据的，写“本项目设计值，未见法定数字”。",
            long=True),
    },
    Item: {
        "id": Said("编号",
            "编号。NEG-01 至 NEG-20 是国家不应出具清单第一批的顺序；"
            "POS-001 起是可以出具或者参与办理的事项；地方自己的事项在中间加六位区划代码，"
            "例如 NEG-420000-01。编号一经使用不再改变。", heading="事项编号", code=ITEM_ID),
        "name": Said("名称", "事项的正式名称。不应出具清单按附件公布的名称。", heading="事项名称"),
        "kind": Said("清单类别",
            "清单类别。issuable：可出具；negative：不应出具；retained：经国务院批准保留。"),
        "summary": Said("一句话说明", "一句话说明，老人听得懂，不用术语。", most=80, long=True),
        "divisions": Said("适用地区", "只在哪些行政区划适用（六位代码，含下级）；不填就是全国。",
            heading="适用区划", code=COUNTY, each="六位行政区划代码。"),
        "committees": Said("由谁出具",
            "由谁出具。residents：居民委员会；villagers：村民委员会。不是村（居）委会的事，不填。",
            heading="出具主体", each="居民委员会或村民委员会。"),
        "basis": Said("依据",
            "法律法规依据。只列直接写明由村（居）委会出具或办理的条文；只是间接有关的，"
            "写进 rules。", each="一条依据。"),
        "onward": Said("去向",
            "去向：不能开时居民怎么办。按居民应当先试哪个的顺序排列。不应出具的至少一条。",
            must=True, least=1, each="一条去向。"),
        "aliases": Said("别名", "居民的说法、俗称。", heading="居民的说法"),
        "used_for": Said("用途", "通常用来办什么。"),
        "demanders": Said("通常谁要", "通常是谁要的。写单位的类别，不写具体单位。"),
        "rules": Said("特别规则", "特别规定，一条一句。", heading="特别规定"),
        "handling": Said("办理方式", "办理方式。simple：当场办结；complex：限时办结。"),
        "limit_working_days": Said("办理时限",
            "办理时限（工作日）。当场办结填0。条文没有规定的，填设计值并在 unverified 里说明。",
            unit="工作日", least=0, most=60),
        "deliberation": Said("议事协商",
            "议事协商要求。none：不要求；advised：建议；required：应当，没有会议记录不能签字。"),
        "deliberation_rule": Said("议事规则",
            "议事规则的编号，须在 deliberation 文件夹登记。required 的必填。", code=SLUG),
        "questions": Said("申请须填",
            "申请时要填的问题，最多6个。姓名、证件号码、电话、接收单位、用途由申请页统一询问，"
            "这里不重复。", most=6, each="一个问题。"),
        "facts": Said("须核实的事实",
            "要核实的事实。启用的可出具事项至少一条；不应出具事项没有事实，"
            "就是说村（居）委会没有能核实的东西。", each="一条事实。"),
        "materials": Said("材料", "申请时带的材料。能用数据核查的不要让人带。"),
        "validity_days": Said("有效期",
            "证明的有效期（自然日）。条文没有规定的，填设计值并在 unverified 里说明。", unit="日",
            formerly=("有效期（天）",), least=1, most=366),
        "certificate_title": Said("证明标题", "印在纸上的标题，例如“收养人情况证明”。"),
        "electronic_original": Said("电子文件可作原件",
            "电子文件能不能当原件用。涉及婚姻、收养、监护、继承、不动产的必须是 false；"
            "其余在村（居）委会电子印章有明文依据前也填 false。"),
        "instead_see": Said("容易混淆的事项", "容易混淆的事项编号。", code=ITEM_ID,
            each="事项编号。"),
        "conflicts_with": Said("与哪一项不应出具事项相冲突",
            "地方事项与国家不应出具清单哪一项不一致，填那一项的编号。",
            heading="与哪项不应出具事项不一致", blank=True, code=NATIONAL),
        "in_force_from": Said("从哪天起", "本事项从哪天起列入（含当天）。", heading="起始日"),
        "in_force_until": Said("到哪天止", "从哪天起不再有效（不含当天）；没有就不填。",
            heading="截止日（当天已无效）"),
        "enabled": Said("启用", "是否启用。没有有效依据、可信程度低、现行性存疑的，一律不启用。"),
        "disabled_reason": Said("不启用的原因",
            "不启用的原因，用居民和干部都看得懂的话写。不启用的必填。", blank=True, long=True),
        "unverified": Said("尚未核实的内容", "没有核实的地方。产品必须照实显示。",
            heading="没有核实的地方", must=True, least=1),
        "confidence": Said("可信程度", HOW_SURE),
        "sources": Said("来源", "来源。不得删减。", heading="资料来源", must=True, least=1),
    },
    ListLine: {
        "item": Said("事项", "事项编号。", heading="事项编号", code=ITEM_ID),
        "change": Said("作用",
            "这一行的作用：add 列入（不写就是列入）；rename 改用本地名称；"
            "narrow 只在所写的范围内；remove 从上级清单中去掉。"),
        "name": Said("本地名称", "本地使用的名称；与事项自己的名称不同的才写。"),
        "demanders": Said("只对哪几类单位",
            "只对哪几类索要单位；代码见 juzheng/law/base/demanders.py。不写就是都适用。",
            heading="只对这些单位", each="索要单位类别代码。", terms=Demander),
        "committees": Said("只由哪种委员会", "只由哪种委员会；不写就是都可以。",
            heading="只由这些委员会"),
        "note": Said("说明", "这一行的说明。", long=True),
    },
    ItemList: {
        "id": Said("编号", "编号，与文件名一致。", heading="清单编号", code=SLUG),
        "title": Said("名称", "清单名称。", heading="清单名称"),
        "kind": Said("清单类别"),
        "division": Said("地区", "哪个行政区划的清单：六位代码；全国的写空文字。",
            heading="行政区划", blank=True, must=True, code=DIVISION),
        "batch": Said("批次", "第几批。", heading="第几批", least=1),
        "issuer": Said("公布机关", "公布机关；本项目自己整理的写“本项目整理”。"),
        "document": Said("公布的文件", "公布清单的法律文件编号。", heading="公布文件编号",
            code=SLUG, texts=True),
        "issued_on": Said("印发日"),
        "in_force_from": Said("从哪天起", "从哪天起有效。", heading="起始日"),
        "in_force_until": Said("到哪天止", "从哪天起不再有效（这一天已经无效）。没有就不写。",
            heading="截止日（当天已无效）"),
        "official": Said("官方清单", "是不是官方清单。本项目整理的填 false。"),
        "lines": Said("清单条目", "清单的各行，按文件的顺序。下级清单只写与上级不同的。",
            must=True, least=1, each="清单里的一行。"),
        "note": Said("说明", blank=True, must=True, long=True),
        "source": Said("来源", READ_WHERE),
    },
    UnlistedPolicy: {
        "id": Said("编号", "编号，与文件名一致。", heading="规则编号", code=SLUG),
        "title": Said("名称", "这条规则怎么称呼，印在依据里。", heading="规则名称"),
        "division": Said("地区", "哪个行政区划的规则：六位代码；全国的写空文字。",
            heading="行政区划", blank=True, must=True, code=DIVISION),
        "document": Said("规定它的文件", "规定它的文件编号。", heading="规定它的文件编号",
            code=SLUG, texts=True),
        "in_force_from": Said("从哪天起", "从哪天起有效。", heading="起始日"),
        "in_force_until": Said("到哪天止", "从哪天起不再有效（这一天已经无效）。没有就不写。",
            heading="截止日（当天已无效）"),
        "cases": Said("可以办的情形", "哪些情形没有列入清单也可以办；空的就是没有依据一律不出具。",
            heading="哪些情形可以办", must=True, each="情形代码。"),
        "note": Said("说明", blank=True, must=True, long=True),
        "source": Said("来源", READ_WHERE),
    },
}
# fmt: on
