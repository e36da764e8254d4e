"""What each channel is given, and that it survives there (渠道文稿)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree as xml  # noqa: N813 - as in open_data

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue import guides as law
from juzheng.law.catalogue import notices
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.law.catalogue.publications import ChangeWord, ItemChange, Publication, changes
from juzheng.outside import bundle, open_data, renderings
from juzheng.outside.open_data import Scope
from juzheng.outside.renderings import TooLong, weibo_length

CATALOGUE = catalogue()
TODAY = date(2026, 11, 22)
BASE = "https://juzheng.example.cn"
WHERE = Where("990121", TODAY, "示例省示例市示例县")
NOTICE = notices.notice(CATALOGUE, WHERE)
SCOPE = Scope("990121", "示例省示例市示例县", TODAY, BASE)
SOME = tuple(law.guide(CATALOGUE.items[one], CATALOGUE, WHERE) for one in ("POS-002", "NEG-07"))
WHOLE = Publication(
    id="7",
    title="示例县公布证明事项清单",
    division="990121",
    division_name="示例省示例市示例县",
    effective_on=TODAY,
    changes=changes(None, NOTICE),
    url=f"{BASE}/items/",
    digest="0" * 64,
)
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)
CHANGES = st.lists(
    st.builds(ItemChange, st.sampled_from(ChangeWord), st.just("x"), TEXT, TEXT, TEXT), max_size=30
).map(tuple)


def post_of(publication: Publication) -> str:
    return renderings.weibo(publication).body.decode().rstrip("\n")


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("ab", 1), ("据证", 2), ("\u00ff", 0.5), ("\u0100", 1), ("\U0001f000", 2)],
)
def test_weibo_counts_a_half_one_or_two(text: str, length: float) -> None:
    assert weibo_length(text) == length


@pytest.mark.parametrize(("url", "length"), [("http://t.cn/a", 11), ("https://" + "x" * 40, 24)])
def test_a_link_counts_as_itself_or_as_a_short_link_whichever_is_more(
    url: str, length: int
) -> None:
    assert renderings.link_length(url) == length


@given(TEXT, CHANGES)
def test_a_post_always_fits_and_always_leads_to_the_whole(
    title: str, found: tuple[ItemChange, ...]
) -> None:
    """OP-2.3.c: the same content on Weibo too."""
    post = post_of(replace(WHOLE, title=title, changes=found))
    before, _, link = post.rpartition(WHOLE.url)
    assert link == ""
    assert weibo_length(before) + renderings.link_length(WHOLE.url) <= renderings.WEIBO_LIMIT
    assert "2026年11月22日起" in post


def test_a_post_names_what_fits_and_counts_the_rest() -> None:
    post = post_of(WHOLE)
    assert "亲属关系证明" in post
    assert f"等{len(WHOLE.changes)}项变更" in post
    short = post_of(replace(WHOLE, changes=WHOLE.changes[:1]))
    assert "等" not in short
    assert "不开“亲属关系证明”。" in short


def test_a_title_that_cannot_fit_is_told_and_not_cut() -> None:
    with pytest.raises(TooLong, match="改短标题"):
        renderings.weibo(replace(WHOLE, title="长" * 130))


class Seen(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXT, CHANGES)
def test_an_article_for_wechat_holds_nothing_that_its_editor_drops(
    title: str, found: tuple[ItemChange, ...]
) -> None:
    seen = Seen()
    seen.feed(renderings.wechat(replace(WHOLE, title=title, changes=found)).body.decode())
    seen.close()
    assert seen.tags <= renderings.WECHAT_TAGS
    assert seen.attributes <= renderings.WECHAT_ATTRIBUTES
    assert seen.open == []
    assert title in seen.text
    for change in found:
        assert change.name in seen.text
        told = change.was if change.word is ChangeWord.RENAMED else change.said
        assert told in seen.text


def test_every_channel_says_the_same() -> None:
    article = renderings.wechat(WHOLE).body.decode()
    feed = open_data.changes_atom([WHOLE], base_url=BASE, title="据证").body.decode()
    plain = renderings.plain(WHOLE)
    for change in WHOLE.changes:
        for text in (article, feed, plain):
            assert change.name in text
            assert change.said in text


def test_items_can_be_read_by_a_machine() -> None:
    data = json.loads(open_data.items_json(SOME, SCOPE).body)
    assert data["format"] == open_data.FORMAT
    assert data["on"] == "2026-11-22"
    assert [item["item"] for item in data["items"]] == ["POS-002", "NEG-07"]
    assert data["items"][0]["digest"] == SOME[0].digest
    assert data["items"][1]["onward"][0]["do"]
    assert data["items"][0]["basis"][0]["checked"]
    assert data["items"][0]["unverified"]


def test_items_open_in_a_spreadsheet_and_run_nothing_there() -> None:
    evil = replace(SOME[0], name='=HYPERLINK("x")')
    body = open_data.items_csv((evil, SOME[1]), SCOPE).body
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert tuple(rows[0]) == open_data.COLUMNS
    assert rows[1][1] == '\'=HYPERLINK("x")'
    assert rows[2][3] == "不能"
    assert {len(row) for row in rows} == {len(open_data.COLUMNS)}


def test_lists_say_whose_they_are_and_whether_official() -> None:
    book = CATALOGUE.rulebook("990121", TODAY)
    data = json.loads(open_data.lists_json(book.lists.values(), SCOPE).body)
    assert {one["id"]: one["official"] for one in data["lists"]} == {
        "national-issuable": False,
        "national-negative-1": True,
    }
    assert all(one["source"]["confidence"] for one in data["lists"])


@given(st.lists(st.builds(replace, st.just(WHOLE), title=st.text(), changes=CHANGES), max_size=4))
def test_the_feed_is_always_well_formed(publications: list[Publication]) -> None:
    feed = xml.fromstring(open_data.changes_atom(publications, base_url=BASE, title="据证").body)
    atom = "{http://www.w3.org/2005/Atom}"
    assert len(feed.findall(f"{atom}entry")) == len(publications)
    assert feed.findtext(f"{atom}updated", "").endswith("+08:00")
    assert all(entry.findtext(f"{atom}id") for entry in feed.findall(f"{atom}entry"))


def test_the_bundle_holds_all_and_is_the_same_every_time() -> None:
    first, second = (bundle.service_hall(SOME, NOTICE, SCOPE) for _ in range(2))
    assert first.body == second.body
    with zipfile.ZipFile(io.BytesIO(first.body)) as archive:
        assert archive.testzip() is None
        assert {one.date_time[0] for one in archive.infolist()} == {1980}  # and not the clock's
        assert archive.namelist() == [
            "README.txt",
            "forms/POS-002.pdf",
            "guides/NEG-07.pdf",
            "guides/POS-002.pdf",
            "items.csv",
            "items.json",
            "poster.pdf",
            "samples/POS-002.pdf",
        ]
        assert archive.read("poster.pdf").startswith(b"%PDF")
        assert "示例县" in archive.read("README.txt").decode()


def test_a_local_way_is_told_whole() -> None:
    line = ListLine("POS-004", ChangeKind.ADJUST, limit_working_days=3, materials=("户口簿",))
    one = replace(CATALOGUE.lists["national-issuable"], lines=(line,))
    (told,) = json.loads(open_data.lists_json([one], SCOPE).body)["lists"]
    assert told["lines"] == [
        {
            "item": "POS-004",
            "change": "adjust",
            "name": "",
            "demanders": [],
            "committees": [],
            "note": "",
            "limit_working_days": 3,
            "materials": ["户口簿"],
        }
    ]
    assert (told["official"], told["ours"]) == (False, True)


def test_what_is_renamed_is_told_from_what_to_what_on_every_channel() -> None:
    names = (("婚育证明", "生育状况证明"), ("出生日期变更证明", "户口登记项目变更证明"))
    first = NOTICE.refused[0]
    old, new = (
        replace(
            NOTICE,
            refused=tuple(
                replace(first, item=f"X-{at}", name=pair[which]) for at, pair in enumerate(names)
            ),
        )
        for which in (0, 1)
    )
    one = replace(WHOLE, changes=changes(old, new))
    both = [f"“{was}”改名为“{now}”" for was, now in names]
    assert f"】{'、'.join(both)}。自" in post_of(one)
    article = Seen()
    article.feed(renderings.wechat(one).body.decode())
    assert all(said in article.text for said in both)
    assert all(was in renderings.plain(one) and now in renderings.plain(one) for was, now in names)
    came = ItemChange(ChangeWord.ISSUED, "x", "健在证明", "当场办")
    mixed = post_of(replace(one, changes=(one.changes[0], came, one.changes[1])))
    assert f"】可开“健在证明”；{both[0]}、{both[1]}。自" in mixed


def test_a_short_text_names_what_is_new_first_and_how_the_rest_changed() -> None:
    kept = [
        ItemChange(ChangeWord.LISTED, f"k{at}", f"旧证明{at}", "列入《清单》") for at in range(9)
    ]
    days = ItemChange(ChangeWord.REWORDED, "d", "收养证明", "2个工作日内", was="5个工作日内")
    new = ItemChange(ChangeWord.NOT_ISSUED, "n", "银行存款查询证明", "去银行查。")
    one = replace(WHOLE, changes=(*kept, days, new))
    post = post_of(one)
    told = "不开“银行存款查询证明”；“收养证明”由5个工作日内改为2个工作日内。另有9项办法不变。"
    assert f"】{told}自" in post
    seen = Seen()
    seen.feed(renderings.wechat(one).body.decode())
    places = [seen.text.index(name) for name in ("银行存款查询证明", "收养证明", "旧证明0")]
    assert places == sorted(places)
    assert "2个工作日内（原来：5个工作日内）" in seen.text
    assert "“收养证明”的办法有更新：2个工作日内（原来：5个工作日内）" in renderings.plain(one)
    only = post_of(replace(WHOLE, changes=tuple(kept)))
    assert "】9项办法不变，所在清单有变。自" in only


@pytest.mark.parametrize("word", [ChangeWord.OFF_NEGATIVE, ChangeWord.OFF_ISSUED])
def test_a_post_says_that_off_a_list_is_no_answer_yet(word: ChangeWord) -> None:
    one = ItemChange(word, "NEG-990121-03", "车辆停放情况证明", "现在没有清单列它。")
    assert "（现在怎样见全文）“车辆停放情况证明”" in post_of(replace(WHOLE, changes=(one,)))
