"""A settled death with a purpose is no emergency; what rings must still ring (已故、为办事)."""

from __future__ import annotations

import pytest

from juzheng.finder import default_finder, urgency
from juzheng.finder.urgency import alarm

SETTLED = [
    "My father is dead and the bank asks for proof that I am his son",
    "my father died and the bank won't give me his money without a certificate",
    "my old man is dead and the bank wants papers",
    "My mother is dead, bank wants proof I am her daughter",
    "My wife is dead and the housing office wants to know who inherits the flat",
    "Dad is dead, I need to transfer his house into my name",
    "My brother is dead and the insurance company asks who his heirs are",
    "my husband passed away and the pension office wants a paper from the village",
    "My uncle is dead. The notary says I must prove I am his nephew",
    "Grandpa is dead and nobody can get at his savings account",
    "My parents are dead and the bank asks me for a certificate of relationship",
    "我爸死了，银行要我证明我是他儿子",
    "老伴死了，社保局要死亡证明停养老金",
    "爹死了，房子过户要继承证明",
    "我爸死在家里，火化要死亡证明",
    "奶奶死了三个月了，存折里的钱取不出来",
    "我叔死了没儿没女，丧葬费谁能领",
    "我男人死了，农商行要证明我是他老婆",
    "妈妈没了，保险公司说要证明我是她女儿",
    "弟弟死了，他的公积金怎么提出来",
    "爷爷去世了，宅基地要过户给我爸",
]
RINGS = {
    "I think my neighbour is dead, he has not opened the door for three days": "unseen",
    "there is a dead man in the flat next door": "unseen",
    "my neighbour died I think, there is a smell from his flat": "unseen",
    "My grandma does not wake up, she may be dead": "medical",
    "My mother is dying, she cannot breathe, and the hospital wants my insurance": "medical",
    "My father collapsed at the bank": "medical",
    "my husband is beating me and the bank card is with him": "violence",
    "My father is dead and I do not want to live any more": "despair",
    "My father is dead, the bank takes our house, I want to die too": "despair",
    "He says he is from the bank and my dead father owes money, I have to transfer now": "fraud",
    "隔壁老头好像死了，几天没开门": "unseen",
    "邻居老太太是不是死在屋里了，门口有臭味": "unseen",
    "我爸好像死了，躺在地上不动": "medical",
    "爷爷倒在地上没气了": "medical",
    "我爸在银行晕倒了": "medical",
    "我妈死了，我也不想活了": "despair",
    "我爸死了，银行逼债，我也不想活了": "despair",
    "骗子说我爸死了，要我马上转钱": "fraud",
    "他说要打死我，还要取我的存款": "violence",
    "房子着火了，我爸还在里面": "fire",
}
DOUBTED = [
    "my father is dead on the floor of his house",
    "my father died just now in the house",
    "old man is dead on the floor, bank card in his hand",
    "刚发现租客死了，房子里有血",
    "我爸刚死了，房子里还有人",
]


@pytest.mark.parametrize("text", SETTLED)
def test_a_death_that_is_past_and_has_a_purpose_is_calm(text: str) -> None:
    assert default_finder().find(text).urgent is None


@pytest.mark.parametrize("text", RINGS)
def test_what_is_an_emergency_still_rings(text: str) -> None:
    assert default_finder().find(text).urgent == RINGS[text]


@pytest.mark.parametrize("text", [*RINGS, *DOUBTED])
def test_whoever_doubts_or_is_in_danger_is_heard_however_soft(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urgency, "LOUDER", 99.0)
    assert default_finder().find(text).urgent is not None


def test_what_was_learned_of_cries_never_sees_the_words_of_a_settled_death() -> None:
    seen = alarm().features("My father is dead and the bank asks for a certificate")
    assert seen.isdisjoint({"<has_died>", "<errand>", "<in_doubt>"})
    assert "<elder>" in seen
