"""Where words end (词界): nothing is heard across the border of a word, by writing or by ear."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from juzheng.finder import default_finder
from juzheng.finder.borders import Borders, common
from juzheng.finder.wordbook import sounding
from juzheng.finder.writing import by_ear

WORDS = sorted(word for word in common().costs if len(word) > 1)
words = st.sampled_from(WORDS)
letters = st.text(string.ascii_lowercase, min_size=1, max_size=6)


def heard(text: str) -> dict[str, str]:
    """Return the concepts heard in ``text`` with the words they were heard by."""
    lexicon = default_finder()._lexicon
    return {hit.concept: hit.words for hit in lexicon.hits(lexicon.read(text))}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("找两位知情人签名", "archive"),  # by ear 知青
        ("医生说我受得住", "住"),
        ("这人靠得住", "住"),
        ("孩子发烧了", "cremation"),
        ("他总是埋怨我", "funeral"),
        ("方案下来了", "lawsuit"),
        ("山东口音", "land"),
        ("我在老公司", "spouse"),
        ("给我一份档案", "lawsuit"),
        ("relationship", "greeting"),
        ("three ideas", "employer"),
        ("this is my child", "greeting"),
        ("编号123456", "complain"),
    ],
)
def test_no_word_is_heard_in_another(text: str, concept: str) -> None:
    assert concept not in heard(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("他当过知青", "archive"),
        ("我住这里", "live_here"),
        ("遗体烧了", "cremation"),
        ("人埋在山上", "funeral"),
        ("一个案子", "lawsuit"),
        ("荒山是谁的", "land"),
        ("我老公出差", "spouse"),
        ("租房的合同", "house"),
        ("爷爷冻死了", "death"),
        ("hi", "greeting"),
        ("hr要的", "employer"),
        ("打12345", "complain"),
        ("失综三年", "missing"),
        ("建在证明", "alive"),
    ],
)
def test_the_word_itself_is_heard(text: str, concept: str) -> None:
    assert concept in heard(text)


@given(words, words)
def test_nothing_is_heard_from_one_known_word_into_the_next(one: str, two: str) -> None:
    lexicon = default_finder()._lexicon
    text = one + two
    assume(lexicon.read(text) == text)
    clear = lexicon._borders.of(text)
    assume([at for at, is_one in enumerate(clear) if is_one] == [0, len(one), len(text)])
    for hit in lexicon.hits(text):
        assert hit.start in (0, len(one)), hit
        assert hit.end in (len(one), len(text)), hit


def test_a_known_word_is_no_slip_of_the_ear() -> None:
    lexicon = default_finder()._lexicon
    sounds = {one: sounding(by_ear(lexicon._writing.sounds(one))) for one in WORDS}
    alike = [one for one in WORDS if sounds[one] in lexicon.book.ear]
    assert len(alike) > 100
    for word in alike:
        if lexicon.read(word) == word:
            assert all(hit.words in word for hit in lexicon.hits(word)), word


def test_a_slip_of_one_character_is_none_within_a_word() -> None:
    writing = default_finder()._lexicon._writing
    assert writing.plain("配偶的余额") == "配偶的余额"
    assert writing.plain("偶要证明") == "我要证明"
    assert writing.plain("izm zm") == "izm 证明"


@given(letters, st.sampled_from(["hi", "hr", "test", "app", "icu", "sim", "ic", "id"]), letters)
def test_letters_are_heard_only_as_whole_words(before: str, word: str, behind: str) -> None:
    lexicon = default_finder()._lexicon
    for text in (before + word, word + behind, before + word + behind):
        known = {hit.words for hit in lexicon.hits(text) if hit.words.isascii()}
        assert known <= {text}


@given(st.text(max_size=80))
def test_any_text_has_a_border_at_either_end(text: str) -> None:
    clear = Borders().of(text)
    assert len(clear) == len(text) + 1
    assert clear[0]
    assert clear[-1]


def test_the_list_is_one_of_words() -> None:
    assert 20_000 < len(common().costs) < 60_000
    assert {"知情", "知青", "档案", "受得住"} <= set(common().costs) - set(common().within)
    assert common().within["没有"] == common().within["买房"] == (1,)
    assert common().within["一般性"] == (2,)
