"""Signs (线索): what a resident's words give away about a demand, beside the item it is about."""

from __future__ import annotations

import re

from juzheng.law.demands.classifying import Sign

# What is to be shown is that something is not so. Not meant: a process that does not work
# ("证明不了", "户口簿看不出来"), a negative that stands in a register (no conviction, no work, no
# house, unmarried) and words that hold such a character by chance.
_NOT = (
    "(?:没有?|不曾|未曾|从未|未|(?<!是)不是|(?<!是)不|无)"
    "(?!有?(?:犯|前科|违法|劣迹|工作|职业|就业|收入|固定|稳定|房|业|结|配偶|对象|婚|育|怀|传染|登记"
    "|户口|证|身份|死|事了|了|办|时间|钱|地方)"
    "|了|得|到|出|法|开|给|肯|行|认|让|明|动|一|同|符|清|懂|要|用|论|管|知|$)"
)
_NEGATIVE = re.compile(
    f"(?:证明|说明|写|承诺)[^，。,；]{{0,14}}?{_NOT}"
    f"|(?:开|出|写|要|交)[^，。,；]{{0,4}}{_NOT}[^，。,；]{{0,10}}(?:的)?证明"
)
_JUDGEMENT = re.compile(
    "品行|品德|人品|为人|表现[好不]|表现证明|现实表现|孝顺|孝敬|赡养[了得]|照顾[过了]|伺候[过了]|"
    "靠谱|老实|正派|善良|和睦|好人|诚信|作风"
)
_PRIVATE = re.compile(
    "吵架|感情|分居|同居|私生活|恩爱|出轨|外遇|夫妻[^，。,]*(?:真|是不是)[^，。,]*住|睡"
)
_LONG_AGO = re.compile(
    "百年(?!之?后)|北洋|民国|清朝|清末|解放前|旧社会|曾祖|高祖|(?:太爷|太奶|祖上)[^。]*(?:死|去世|过世)"
)
_LOST = re.compile("(?:丢失|遗失|挂失)(?:证明|说明)")
_MONEY = "(?:补贴|低保|救助|待遇|津贴|补助)"
_PAID_OUT = re.compile(f"(?:领|享受|拿|重复)[^，。,]*{_MONEY}|{_MONEY}[^。]*(?:领|享受|拿)过")
_HOLDS = re.compile(
    "已经?有[^，。,]*证|有[^，。,]{1,6}证的人|证(?:也|都)?(?:带|拿|交|给)[^，。,]*还要|手里有[^，。,]*[证簿本]|"
    "[证簿本][^，。,]*(?:写|印|登|载)[^，。,]*(?:还|又)"
)
_ROUND = re.compile(
    "循环|踢皮球|互相推|来回跑|推来推去|绕了一圈|转了一圈|死循环|两头[跑推]|死结|谁都不"
)
_UNITS = {
    "bank": "银行|信用社|邮储|农商",
    "notary": "公证",
    "police": "派出所|公安|警察|民警",
    "committee": "居委|社区|村委|村里|村上|大队",
    "street": "街道|街办|镇政府|乡政府|镇里|乡里",
    "court": "法院|法庭",
    "hospital": "医院|卫生院",
    "school": "学校|幼儿园|小学|中学|大学",
    "civil_affairs": "民政",
    "social_insurance": "社保|人社|医保",
    "housing": "房管|不动产|房产局|登记中心|住建|公积金中心",
    "insurer": "保险公司",
    "employer": "单位|公司|厂里",
    "archive": "档案",
}
_PASSED_ON = re.compile(
    "不给?开|不管|不办|不认|不归|让[^，。,]*[找去回]|叫[^，。,]*[找去回]|推给|又要|又让|说[^，。,]*就行"
)
LONGEST = 300  # characters, as the finder reads
ROUND_OF = 3  # units between which one is sent, if the words do not say that one goes in circles


def signs(text: str) -> frozenset[Sign]:
    """Return what the first 300 characters of ``text`` give away; empty if nothing."""
    text = text[:LONGEST]
    seen = {
        Sign.NEGATIVE: _NEGATIVE,
        Sign.JUDGEMENT: _JUDGEMENT,
        Sign.PRIVATE_LIFE: _PRIVATE,
        Sign.LONG_AGO: _LONG_AGO,
        Sign.LOST: _LOST,
        Sign.PAID_OUT: _PAID_OUT,
        Sign.HOLDS_PAPER: _HOLDS,
    }
    found = {sign for sign, pattern in seen.items() if pattern.search(text)}
    return frozenset(found | ({Sign.SENT_ROUND} if _sent_round(text) else set()))


def _sent_round(text: str) -> bool:
    units = sum(bool(re.search(words, text)) for words in _UNITS.values())
    if _ROUND.search(text):
        return units >= ROUND_OF - 1
    return units >= ROUND_OF and len(_PASSED_ON.findall(text)) >= ROUND_OF - 1
