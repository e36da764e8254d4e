"""Which characters the papers can draw (字库)."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from juzheng.catalogue import reader
from juzheng.outside import fonts
from juzheng.outside.fonts import Library, MissingFonts

# Characters of real given names and surnames outside GB 2312, from three planes of Unicode.
RARE = "㐂𠮷𬀩𫖯䶮龘㙍𦈡𰻞喆犇堃煊昇甯瑢翀旻祎赟垚珺淼𬭎"
# What of the catalogue may stand on a paper; the finder's words never do.
PRINTED = ("items", "instruments", "deliberation")
NOWHERE = "\U000323af\ue000"  # the last of extension H, and a private character


@pytest.fixture(scope="module")
def library() -> Library:
    return fonts.library()


def test_gb_2312_is_common(library: Library) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = "".join(row.decode("gb2312", "ignore") for row in rows)
    assert len(characters) == 6763
    assert library.outside_common([characters]) == ()


def test_the_catalogue_is_common() -> None:
    """So that an ordinary paper never needs more than the kept compiler."""
    folder = Path(reader.__file__).parent
    texts = [
        file.read_text() for part in PRINTED for file in sorted((folder / part).rglob("*.yaml"))
    ]
    assert len(texts) > 20
    assert [c for c in fonts.library().outside_common(texts) if c.isprintable()] == []


def test_rare_names_are_drawn_with_the_fallbacks(library: Library) -> None:
    assert len(RARE) == 24
    assert library.missing([RARE]) == ()
    assert len(library.outside_common([RARE])) >= 8


def test_what_no_font_has_is_named(library: Library) -> None:
    assert library.missing(["王" + NOWHERE + "王"]) == tuple(NOWHERE)


def test_without_the_fallbacks_more_is_missing(library: Library) -> None:
    alone = Library(shipped=library.shipped, system=())
    assert set(alone.missing([RARE])) > set()
    assert alone.missing(["龘"]) == ()


def test_cut_fonts_draw_each_character_once(library: Library) -> None:
    faces = [hb.Face(hb.Blob(font)) for font in library.cut("𠮷龘")]
    covered = [chr(point) for face in faces for point in face.unicodes]
    assert sorted(c for c in covered if c in "𠮷龘") == sorted("𠮷龘")
    assert sum(len(font) for font in library.cut("𠮷龘")) < 100_000


def test_line_breaks_need_no_shape(library: Library) -> None:
    assert library.missing(["王\n明"]) == ()


def test_missing_font_files_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingFonts, match="make assets"):
        Library(shipped=tmp_path).missing(["王"])


def test_the_licence_goes_along(library: Library) -> None:
    assert "SIL OPEN FONT LICENSE" in (library.shipped / "OFL.txt").read_text().upper()
