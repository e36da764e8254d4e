"""What a paper says, its number, its fingerprint, and the five verdicts (文书、编号、核验)."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base.papers import PaperKind
from juzheng.law.base.plain import texts
from juzheng.law.cases.certificates import (
    BadNumber,
    BadPaper,
    Paper,
    PaperNumber,
    Statement,
    canonical,
    fingerprint,
    masked_name,
    number,
    read_canonical,
    read_number,
    says_the_same,
    short_fingerprint,
    typed_number,
)
from juzheng.law.catalogue.act_kinds import ActKind
from tests.papers import ACTS, CERTIFICATE, CODE, DRAFT, FORMAT_1, NOTICE

LAST_DAY = date(2027, 5, 23)
PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=20)


def test_a_certificate_states_at_least_one_verified_fact() -> None:
    """OP-2.3.d: what is not verified is not certified."""
    with pytest.raises(BadPaper, match="核实"):
        replace(CERTIFICATE, facts=())


@pytest.mark.parametrize("missing", [{"reason": ""}, {"onward": ()}])
def test_a_refusal_gives_its_reason_and_a_way_onward(missing: dict[str, object]) -> None:
    """OP-4.2.b: nobody is sent away without being told what works instead."""
    with pytest.raises(BadPaper, match="替代办法"):
        replace(NOTICE, **missing)  # type: ignore[arg-type]


@pytest.mark.parametrize("character", ["\x00", "\t", "\r", "\x7f", "\u202e", "\u2066", "\ud800"])
@pytest.mark.parametrize("field", ["applicant_name", "purpose", "facts", "basis"])
def test_a_paper_shows_what_was_signed_and_no_hidden_characters(field: str, character: str) -> None:
    value = {
        "facts": (Statement("甲" + character, "乙"),),
        "basis": ("甲" + character,),
    }.get(field, "甲" + character)
    with pytest.raises(BadPaper, match="控制字符"):
        replace(CERTIFICATE, **{field: value})  # type: ignore[arg-type]


def test_texts_are_all_the_texts() -> None:
    said = "".join(texts(CERTIFICATE))
    for field in fields(Paper):
        value = getattr(CERTIFICATE, field.name)
        if isinstance(value, str) and field.name not in ("kind", "act"):
            assert value in said
    assert CERTIFICATE.facts[1].means in said
    assert CERTIFICATE.kind.value not in said


@pytest.mark.parametrize(
    ("kind", "serial", "text"),
    [
        (PaperKind.CERTIFICATE, 17, f"{CODE}-2026-00017"),
        (PaperKind.REFUSAL_NOTICE, 3, f"{CODE}-2026-告00003"),
        (PaperKind.CERTIFICATE, 123456, f"{CODE}-2026-123456"),
    ],
)
def test_a_number_says_whose_when_which_and_what(kind: PaperKind, serial: int, text: str) -> None:
    assert number(CODE, 2026, serial, kind) == text
    assert read_number(text) == PaperNumber(CODE, 2026, serial, kind)


@given(st.integers(1, 10**9), st.integers(1000, 9999), st.sampled_from(PaperKind))
def test_numbers_are_read_back(serial: int, year: int, kind: PaperKind) -> None:
    assert read_number(number(CODE, year, serial, kind)) == PaperNumber(CODE, year, serial, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999901001001",
        f"{CODE}-2026-0017",
        f"{CODE}-2026-000017",
        f"{CODE}-2026-00000",
        f"{CODE}-2026-告告00003",
        f"{CODE}-26-00017",
        f" {CODE}-2026-00017",
        f"{CODE}-2026-00017\n",
        "99990100100\u0661-2026-00017",
    ],
)
def test_what_is_nearly_a_number_is_none(text: str) -> None:
    with pytest.raises(BadNumber, match=r"编号|序号"):
        read_number(text)


@pytest.mark.parametrize(("code", "serial"), [("9999", 1), (CODE, 0), (CODE, -1)])
def test_a_number_out_of_range_is_never_made(code: str, serial: int) -> None:
    with pytest.raises(BadNumber):
        number(code, 2026, serial, PaperKind.CERTIFICATE)


@pytest.mark.parametrize("paper", [CERTIFICATE, NOTICE, DRAFT, FORMAT_1, *ACTS.values()])
def test_the_canonical_text_is_read_back(paper: Paper) -> None:
    assert read_canonical(canonical(paper)) == paper


@given(PRINTABLE, PRINTABLE, st.none() | st.dates(), st.booleans())
def test_any_paper_is_read_back(name: str, fact: str, until: date | None, demo: bool) -> None:
    paper = replace(
        CERTIFICATE,
        applicant_name=name,
        facts=(Statement(fact, name),),
        valid_until=until,
        demo=demo,
    )
    assert read_canonical(canonical(paper)) == paper


def test_rare_names_are_kept_as_they_are() -> None:
    """Unicode normalisation would turn this compatibility ideograph into another character."""
    paper = replace(CERTIFICATE, applicant_name="\ufa0e\U00020bb7")
    assert "\ufa0e\U00020bb7".encode() in canonical(paper)


@pytest.mark.parametrize("field", [field.name for field in fields(Paper)])
def test_the_fingerprint_covers_every_field(field: str) -> None:
    others: dict[str, object] = {
        "kind": PaperKind.REFUSAL_NOTICE,
        "facts": (*CERTIFICATE.facts, Statement("又", "又")),
        "valid_until": None,
        "issued_on": date(2026, 11, 25),
        "electronic_original": True,
        "demo": False,
    }
    for name in ("not_verified", "basis", "onward"):
        others[name] = ("别的",)
    others |= {"operative": ("别的",), "act": ActKind.CONSENT}
    said = {
        "reason": "理由",
        "onward": ("去向",),
        "validity_source": "某条例",
        "operative": ("甲",),
    }
    both = replace(CERTIFICATE, **said)  # type: ignore[arg-type]
    if field == "format":  # an older paper can't say what is new
        both, others["format"] = CERTIFICATE, 1
    if field == "replaces":  # only a paper that replaces one says so
        both = replace(both, format=3, replaces="甲号")
    other = replace(both, **{field: others.get(field, "别的")})  # type: ignore[arg-type]
    assert fingerprint(other) != fingerprint(both)


def test_the_fingerprint_stays_what_it_was() -> None:
    """Papers already out in the world carry it: a change here is a change of format."""
    assert fingerprint(FORMAT_1) == (
        "2a1ce5b00bfd682c20b6e3cf686791d063e58dd6221cefc89351daa2fca18eda"
    )
    assert fingerprint(CERTIFICATE) == (
        "810ca0e7489c984801e56260229fc4ff35a01beffa2d4335c03109ec1e047831"
    )


def _canonical_with(**changes: object) -> bytes:
    content = json.loads(canonical(CERTIFICATE)) | changes
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        canonical(CERTIFICATE) + b" ",
        canonical(CERTIFICATE)[:-1],
        _canonical_with(format="juzheng-paper/3"),
        _canonical_with(format="juzheng-paper/1"),  # with what only the second has
        _canonical_with(format=2),
        _canonical_with(act="seal"),
        _canonical_with(title=5),
        _canonical_with(demo=1),
        _canonical_with(facts=[["one"]]),
        _canonical_with(facts=[[1, 2]]),
        _canonical_with(basis=[1]),
        _canonical_with(kind="seal"),
        _canonical_with(issued_on="20261124"),
        _canonical_with(surplus=""),
    ],
)
def test_what_is_not_canonical_is_no_paper(data: bytes) -> None:
    with pytest.raises(BadPaper):
        read_canonical(data)


@given(st.binary(max_size=200))
def test_reading_bytes_raises_nothing_else(data: bytes) -> None:
    with pytest.raises(BadPaper):
        read_canonical(data)


def test_the_short_fingerprint_is_digits_to_read_aloud() -> None:
    short = short_fingerprint(fingerprint(CERTIFICATE))
    assert [len(group) for group in short.split(" ")] == [4, 4, 4]
    assert short.replace(" ", "").isdecimal()
    assert short_fingerprint("0" * 64) == "0000 0000 0000"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("王", "王"),
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳小明", "欧**明"),
        ("𠮷野明", "𠮷*明"),
    ],
)
def test_the_middle_of_a_name_is_hidden(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    "typed",
    [
        "999901001001-2026-00017",
        "999901001001202600017",
        "９９９９０１００１００１－２０２６－０００１７",
        "编号：999901001001—2026—00017 ",
        "9999 0100 1001 2026 17",
        "999901001001-2026-\u200b00017\n",
        "证明编号 999901001001\u20112026\u201100017。",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert typed_number(typed) == "999901001001-2026-00017"


def test_the_sign_of_a_refusal_is_read_and_nothing_is_made_up() -> None:
    assert typed_number("告知单编号 999901001001-2026-告3") == "999901001001-2026-告00003"
    for nonsense in ("", "17", "x" * 60, "告", "2026-00017", "999901001001-2026-0"):
        assert typed_number(nonsense) == ""


def test_an_older_paper_that_names_the_rule_among_the_law_says_the_same() -> None:
    """Else a correction that corrects nothing would pass for one, for the rule's line alone."""
    newer = replace(CERTIFICATE, basis=("中国公民收养子女登记办法 第六条",))
    older = replace(newer, basis=("民发〔2020〕20号 第二部分第二段", *newer.basis))
    assert says_the_same(older, newer)
    assert read_canonical(canonical(older)) == older
    assert not says_the_same(older, replace(newer, basis=("中国公民收养子女登记办法 第五条",)))
