"""How words are read: letters, sounds, forms, patterns, nearness (读字)."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.catalogue.entries import Division
from juzheng.finder import default_finder, shipped
from juzheng.finder.lexicon import Lexicon, expand, forms_of
from juzheng.finder.nearness import Nearness, bigrams
from juzheng.finder.patterns import BadPattern, Pattern, PatternBook, literals, parse, weighed
from juzheng.finder.places import names_of
from juzheng.finder.words import Family
from juzheng.finder.writing import READ_AT_MOST, Writing, by_ear


@pytest.fixture(scope="module")
def writing() -> Writing:
    return Writing(shipped().letters)


@pytest.mark.parametrize(
    ("character", "sound"),
    [("啊", "a"), ("证", "zheng"), ("妈", "ma"), ("座", "zuo"), ("乱", "luan"), ("罗", "luo"),
     ("殡", "bin"), ("龘", "龘"), ("x", "x"), ("略", "lve")],
)  # fmt: skip
def test_a_character_has_its_sound(writing: Writing, character: str, sound: str) -> None:
    assert writing.sound(character) == sound


def test_writing_is_made_alike(writing: Writing) -> None:
    assert writing.plain("親屬關係證明") == "亲属关系证明"
    assert writing.plain("ＡＢＣ　１") == "abc 1"
    assert writing.plain("俺娘") == "我娘"
    assert writing.plain("末婚") == "未婚"


@given(st.text())
def test_what_is_read_is_never_long(text: str) -> None:
    assert len(Writing(shipped().letters).plain(text)) <= 3 * READ_AT_MOST


def test_ears_differ() -> None:
    assert by_ear(["zheng", "shi"]) == by_ear(["zen", "si"])


def test_forms_are_written_short() -> None:
    assert expand("没{有,}{钱,房}") == ["没有钱", "没有房", "没钱", "没房"]
    assert forms_of({"kin": "妈 爸", "is": "是我<kin>"})["is"] == ("是我妈", "是我爸")


def _heard(writing: Writing, text: str, **concepts: str) -> set[str]:
    lexicon = Lexicon.over(writing, concepts)
    return {hit.concept for hit in lexicon.hits(lexicon.read(text))}


def test_a_concept_is_heard_by_any_of_its_forms(writing: Writing) -> None:
    assert _heard(writing, "老伴走了", death="死 走了", dog="狗") == {"death"}


def test_a_word_within_a_hiding_word_is_not_heard(writing: Writing) -> None:
    assert _heard(writing, "孩子被带走了", death="走了", void="带走了") == set()
    assert _heard(writing, "带走了,他走了", death="走了", void="带走了") == {"death"}


def test_a_gap_stays_within_its_clause_and_a_leap_does_not(writing: Writing) -> None:
    assert _heard(writing, "名字在本子上写错", same="名字~写错") == {"same"}
    assert _heard(writing, "名字好,写错", same="名字~写错") == set()
    assert _heard(writing, "名字好,写错", same="名字^写错") == {"same"}
    assert _heard(writing, "名字" + "啊" * 9 + "写错", same="名字~写错") == set()


def test_a_slip_of_the_ear_is_heard_where_enough_is_right(writing: Writing) -> None:
    assert _heard(writing, "失综了", missing="失踪") == {"missing"}
    assert _heard(writing, "师宗了", missing="失踪") == set()
    assert _heard(writing, "失综了", missing="失踪", other="失综") == {"other"}


def test_letters_are_read_as_words(writing: Writing) -> None:
    assert _heard(writing, "wo yao shizong zhengming", missing="失踪") == {"missing"}
    assert _heard(writing, "shizong", missing="失踪") == {"missing"}
    assert _heard(writing, "hello world", missing="失踪") == set()


def test_a_pattern_is_all_of_its_words_and_none_of_the_others() -> None:
    pattern = parse("X", "death house|car !dog = 7")
    assert pattern.weight == 7
    assert pattern.fits(frozenset({"death", "car"}))
    assert not pattern.fits(frozenset({"death"}))
    assert not pattern.fits(frozenset({"death", "car", "dog"}))
    assert parse("X", "death house").weight == 6


def test_a_pattern_with_an_unknown_concept_is_refused() -> None:
    with pytest.raises(BadPattern, match="deth"):
        literals([parse("X", "deth")], ["death"])
    assert literals([parse("X", "death 房子|@11 !车")], ["death"]) == {"房子": "房子", "车": "车"}


def test_several_patterns_weigh_a_little_more_than_the_best() -> None:
    book = PatternBook([parse("X", "a = 5"), parse("X", "b = 4"), parse("Y", "b = 4")])
    assert weighed(book.met(frozenset("ab"))) == {"X": 5.4, "Y": 4}
    assert weighed(book.met(frozenset())) == {}


def test_the_nearest_text_decides() -> None:
    index = Nearness([("X", frozenset(bigrams("死亡证明"))), ("Y", frozenset(bigrams("居住证明")))])
    near = index.near(frozenset(bigrams("死亡的证明")))
    assert near["X"] > near["Y"] > 0
    assert index.near(frozenset(bigrams("死亡证明")))["X"] == pytest.approx(1)
    assert index.near(frozenset({"无关"})) == {}


FEATURES = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(st.lists(st.tuples(st.sampled_from("XYZ"), FEATURES), max_size=8), FEATURES)
def test_what_most_texts_share_counts_as_all_else(
    texts: list[tuple[str, frozenset[str]]], asked: frozenset[str]
) -> None:
    """Added up once or not, asked once or again: each label is as near as its nearest text."""
    index, count = Nearness(texts), len(texts)
    have = Counter(feature for _, features in texts for feature in features)

    def dot(features: frozenset[str]) -> float:
        known = (have[one] or 1 for one in features)
        return sum(math.log(1 + count / each) ** 2 for each in known)

    by_hand: dict[str, float] = {}
    for label, features in texts:
        if both := dot(features & asked):
            near = both / math.sqrt(dot(features) * dot(asked))
            by_hand[label] = max(near, by_hand.get(label, 0.0))
    for _ in range(2):
        assert index.near(asked) == pytest.approx(by_hand)


WORDS = st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3)
PATTERNS = st.builds(
    Pattern, st.sampled_from("XYZ"), st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    st.frozensets(st.sampled_from("abcdef"), max_size=1), st.just(1.0),
)  # fmt: skip


@given(st.lists(PATTERNS, max_size=12), st.frozensets(st.sampled_from("abcdef")))
def test_a_pattern_is_found_by_whatever_word_it_lies_under(
    patterns: list[Pattern], heard: frozenset[str]
) -> None:
    found = [id(one) for one in PatternBook(patterns).met(heard)]
    assert sorted(found) == sorted({id(one) for one in patterns if one.fits(heard)})


HAN = st.text(st.sampled_from("我要正名身份证啥子么个得没单生征婚因 ，a"), max_size=12)


@given(st.one_of(st.text(max_size=40), HAN))
def test_what_is_read_a_second_time_is_read_wholly(text: str) -> None:
    """Of what is no pinyin only slips are set right again, for no other letter can change."""
    lexicon = default_finder()._lexicon
    written = lexicon.written(text)
    spelled = lexicon._writing.spelled(written, lexicon.book.spelled)
    assert lexicon.read(text) == lexicon.written(spelled)


def test_a_slip_within_a_slip_is_set_right() -> None:
    assert default_finder().plain("跟身分正不一样") == "跟身份证不一样"


def test_a_family_is_chosen_by_the_narrowest_place() -> None:
    family = Family("A", {"41": "B", "4103": "C"})
    assert [family.at(code) for code in ("", "370000", "410100", "410302")] == list("AABC")


def test_places_go_by_the_names_people_use() -> None:
    names = names_of(catalogue().divisions.values())
    assert set(names["450000"]) == {"广西壮族自治区", "广西"}
    assert set(names["410300"]) == {"洛阳市", "洛阳"}
    assert "延边" in names["222400"]
    assert "110105" not in names  # 朝阳区 is in Beijing and in Changchun


def test_a_place_of_one_character_is_never_a_name() -> None:
    division = catalogue().divisions["410300"]
    tiny = Division(**{**vars(division), "name": "州市"})
    assert names_of([tiny]) == {"410300": ("州市",)}
