"""What the finder promises whoever builds on it (问事)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import Demander, Finder, answering, default_finder, matters, shipped
from juzheng.finder.found import Finding
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.base import citations
from juzheng.law.catalogue.items import Item
from juzheng.law.inquiries.inquiries import Authority


@pytest.fixture(scope="module")
def finder() -> Finder:
    return default_finder()


def test_the_mother_who_must_be_proven_to_be_the_mother(finder: Finder) -> None:
    found = finder.find("旅行社要我证明我妈是我妈")
    assert found.item == "NEG-01"
    assert found.route == "redirect"
    assert found.demander == Demander.TRAVEL_AGENCY.value
    assert any("我妈" in words for words in found.because)


@pytest.mark.parametrize(
    "text",
    [
        "健在证明",
        "建在证明",
        "jianzai zhengming",
        "jianzaizhengming",
        "JianZai ZhengMing",
        "健在證明",
        "健 在 证 明",
    ],
)
def test_one_paper_is_found_however_it_is_written(finder: Finder, text: str) -> None:
    assert finder.find(text).item == "NEG-10"


@pytest.mark.parametrize("text", ["", " ", "asdfgh", "???", "😀😀", "阿巴阿巴", "<b>", "\x00"])
def test_what_is_not_understood_is_not_guessed(finder: Finder, text: str) -> None:
    found = finder.find(text)
    assert (found.item, found.matter, found.route) == (None, None, "none")
    assert not found.likely
    assert not found.because


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("证明我家没养狗", "OUT-NEGATIVE"),
        ("证明我没欠村里的钱", "OUT-DEBT"),
        ("公章借我用一下", "OUT-SEAL"),
        ("空白纸上先盖个章", "OUT-SEAL"),
        ("保险要证明我怎么摔的", "OUT-ACCIDENT"),
    ],
)
def test_what_nobody_may_certify_is_a_matter_of_its_own(
    finder: Finder, text: str, matter: str
) -> None:
    found = finder.find(text)
    assert (found.item, found.matter, found.route) == (None, matter, "none")
    assert matters()[matter].never_certifiable


@pytest.mark.parametrize(
    ("text", "division", "item"),
    [
        ("见义勇为要村里写个证明", None, "POS-031"),
        ("见义勇为要村里写个证明", "410000", "POS-032"),
        ("河南的，见义勇为要村里写个证明", None, "POS-032"),
        ("河南的，见义勇为要村里写个证明", "370000", "POS-031"),
        ("办狗证要居委会证明", None, "NEG-04"),
        ("办狗证要居委会证明", "110105", "POS-048"),
        ("办狗证要居委会证明", "410302", "POS-049"),
        ("江苏的，办狗证要居委会证明", None, "NEG-04"),
        ("火葬场要村里开死亡证明", None, "NEG-11"),
        ("郑州的，火葬场要村里开死亡证明", None, "POS-050"),
        ("居住证明", "441202", "POS-054"),
        ("居住证明", "110108", "POS-057"),
        ("肇庆高要的，老屋登记要权属来源", None, "POS-055"),
    ],
)
def test_the_place_chooses_among_local_rules(
    finder: Finder, text: str, division: str | None, item: str
) -> None:
    assert finder.find(text, division=division).item == item


@pytest.mark.parametrize(
    ("text", "division"),
    [
        ("北京朝阳的", "110105"),
        ("浙江这边", "330000"),
        ("洛阳的", "410300"),
        ("俺在河南郑州", "410100"),
        ("我要盖房", None),
    ],
)
def test_the_place_named_is_told(finder: Finder, text: str, division: str | None) -> None:
    found = finder.find(text).division
    assert found == division or (division == "110105" and found == "110000")


def test_kin_of_a_local_item_are_shown_beside_it(finder: Finder) -> None:
    found = finder.find("见义勇为要村里写个证明")
    assert "POS-032" in [candidate.item for candidate in found.candidates]
    assert found.sure


def test_two_papers_in_one_breath_are_close(finder: Finder) -> None:
    found = finder.find("要无犯罪证明和未婚证明")
    assert not found.sure
    assert {"NEG-05", "NEG-08"} <= {candidate.item for candidate in found.candidates[:2]}


def test_the_unit_that_asks_may_be_told(finder: Finder) -> None:
    assert finder.find("亲属关系", demander="bank").demander == "bank"
    assert finder.find("亲属关系", demander="no such unit").item == "NEG-01"


def test_every_item_is_found_by_its_own_name(finder: Finder) -> None:
    """A name says no place: whoever asks for it stands where it holds."""
    items = catalogue().items.values()

    def found(item: Item) -> Finding:
        return finder.find(item.name, division=next(iter(item.divisions), None))

    lost = [item.id for item in items if item.id not in {c.item for c in found(item).candidates}]
    assert lost == []


@given(st.text(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    _is_sound(default_finder(), text)


@given(
    st.lists(
        st.sampled_from(sorted({*"证明没有妈狗死房丢婚我的，a ~^{}<>|\n\u3000", *"💩龘𠮷\x00"}))
    )
)
@settings(max_examples=300, deadline=None)
def test_any_jumble_of_telling_characters_is_answered(characters: list[str]) -> None:
    _is_sound(default_finder(), "".join(characters))


def _is_sound(finder: Finder, text: str) -> None:
    found = finder.find(text)
    assert found.route in {"committee", "redirect", "none"}
    assert (found.route == "none") == (found.item is None)
    assert found.item is None or found.matter is None
    assert found.item is None or found.item == found.candidates[0].item
    assert found.matter is None or found.matter in matters()
    assert len(found.candidates) <= 5
    assert len({candidate.item for candidate in found.candidates}) == len(found.candidates)
    assert all(0 <= candidate.probability <= 1 for candidate in found.candidates)
    assert found == finder.find(text)


def test_a_long_text_is_read_only_so_far(finder: Finder) -> None:
    story = "我要开无犯罪证明。"
    assert finder.find(story + "啊" * 100_000) == finder.find(story + "啊" * READ_AT_MOST)
    assert finder.find("啊" * READ_AT_MOST + story).item is None


def test_every_none_matter_shows_a_way_onward() -> None:
    for matter in matters().values():
        assert matter.reason
        assert matter.onward
        assert all(way.do for way in matter.onward)


def test_the_words_speak_of_every_item_and_of_nothing_else() -> None:
    spoken = {label for label in shipped().when if label not in matters()}
    families = {member for family in shipped().families for member in family.members()}
    assert spoken <= set(catalogue().items)
    assert set(catalogue().items) - spoken - families == set()


def test_what_only_other_places_have_is_not_what_is_meant_here():
    finder = default_finder()
    dog, aid = "养狗要社区开符合养犬条件的证明", "申请法律援助要居委会开家庭经济状况证明"
    assert finder.find(dog, division="110105").item == "POS-048"
    assert finder.find(dog, division="430102").item == "NEG-04"
    assert finder.find(aid, division="410102").item == "POS-033"
    assert finder.find(aid, division="430102").item == "NEG-17"


def test_each_matter_is_refused_for_its_own_reason_and_our_rules_are_cited_as_ours():
    instruments = catalogue().instruments
    for matter in matters().values():
        decision = answering.on_matter(matter, catalogue(), date(2026, 11, 29))
        assert decision.reason == matter.reason
        ours = {citations.HOUSE} == {one.instrument for one in decision.citations}
        no_article = matter.inquiry is Authority.OTHER  # its letter has to name one
        assert ours == (matter.never_certifiable or no_article)
        assert all(one.ours or one.instrument in instruments for one in decision.citations)
        assert ("品行" in decision.reason) == (matter.id == "OUT-CHARACTER")


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("外国人办签证延期，出入境要居住证明", "police"),
        ("出入境管理局让我开居住证明办签证延期", "police"),
        ("My visa extension: the exit-entry office wants proof of residence", "police"),
        ("签证中心要居住证明", "embassy"),
        ("物业公司要我开租房证明", "other"),
        ("房东要我开租房证明", "other"),
        ("公司让开租房证明", "employer"),
    ],
)
def test_who_asks_is_heard_by_the_longest_name(said: str, asks: str) -> None:
    assert default_finder().find(said).demander == asks
