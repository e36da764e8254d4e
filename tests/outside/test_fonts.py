"""Fonts (字体): what is covered, where rare characters come from, and what nobody can draw."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from juzheng.outside import fonts
from juzheng.outside.fonts import Library, MissingFonts, library
from tests.papers import CERTIFICATE

# Characters of real given names and places that GB 2312 lacks, several of them outside the BMP.
RARE = "㐂𠮷𬀩𫖯䶮龘㙍𦈡𰻞喆堃昇玥赟翀珺翾犇骉淼䒕䴔𣗋𨱇"
NOBODY = "\ue123"  # for private use: it means nothing, so no font may draw it


def _gb2312() -> set[str]:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {char for row in rows for char in row.decode("gb2312", "ignore")}


def test_gb_2312_is_common() -> None:
    assert len(_gb2312()) == 6763
    assert library().outside_common(_gb2312()) == ()


def test_rare_names_can_be_drawn() -> None:
    assert len(set(RARE)) == 24
    assert library().missing([RARE]) == ()


def test_what_no_font_draws_is_named_once_and_in_order() -> None:
    assert library().missing([f"王{NOBODY}明", "\ue124", NOBODY]) == (NOBODY, "\ue124")


def test_line_breaks_are_not_characters_to_draw() -> None:
    assert library().outside_common(["王\n明"]) == ()


def test_a_cut_font_has_just_what_was_asked() -> None:
    (font,) = library().cut("龘")
    points = hb.Face(hb.Blob(font)).unicodes
    assert ord("龘") in points
    assert ord("王") not in points
    assert len(font) < 20_000


def test_each_character_is_cut_from_one_font_only() -> None:
    cut = [hb.Face(hb.Blob(font)).unicodes for font in library().cut(RARE)]
    for character in RARE:
        assert sum(ord(character) in points for points in cut) == 1, character


def test_the_mainlands_shapes_are_taken_from_a_collection() -> None:
    for path in fonts.SYSTEM:
        if path.is_file():
            name = fonts.Source(path)._face.get_name(hb.OTNameIdPredefined.FONT_FAMILY)
            assert name
            assert name.endswith("SC")


def test_without_the_build_step_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MissingFonts, match="make assets"):
        Library(shipped=tmp_path, system=()).missing(["王"])


def test_without_other_fonts_less_can_be_drawn() -> None:
    alone = Library(shipped=fonts.SHIPPED, system=())
    assert alone.missing([CERTIFICATE.applicant_name]) == ()
    assert set(alone.missing([RARE])) >= set(library().missing([RARE]))


def test_the_licence_goes_along() -> None:
    assert "SIL OPEN FONT LICENSE" in (fonts.SHIPPED / "OFL.txt").read_text()
