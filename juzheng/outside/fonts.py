"""Fonts (字体): which characters the papers can draw, and where the rare ones are taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

SHIPPED = Path(__file__).parent / "fonts"  # made by assets/fonts.py
COMMON = "common"  # the folder that the kept compiler loads: nothing else may lie in it
REGULAR = "common/NotoSerifSC-Regular.ttf"
RARE = "rare/NotoSerifSC-Full.ttf"  # the whole regular weight, mapped when a rare name needs it

# Where Debian's fonts-noto-cjk, fonts-noto-core and fonts-dejavu-core lie: after what ships.
SYSTEM = tuple(
    Path("/usr/share/fonts") / name
    for name in (
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "truetype/noto/NotoSerifTibetan-Regular.ttf",
        "truetype/noto/NotoNaskhArabic-Regular.ttf",
        "truetype/noto/NotoSansMongolian-Regular.ttf",
        "truetype/noto/NotoSansYi-Regular.ttf",
        "truetype/dejavu/DejaVuSerif.ttf",
        "truetype/dejavu/DejaVuSans.ttf",
    )
)
# Where whoever runs the system puts further fonts, for Extensions H and I above all.
ADDED = Path("/usr/local/share/fonts/juzheng")
_MAINLAND = "SC"  # of a collection's faces, the one with the mainland's shapes


class MissingFonts(Exception):
    """The shipped fonts are not there (缺少字体文件)."""


@dataclass(frozen=True)
class Source:
    """One font file to take characters from (字形来源); it is mapped into memory, not read."""

    path: Path

    @cached_property
    def _face(self) -> hb.Face:
        blob = hb.Blob.from_file_path(str(self.path))
        faces = [hb.Face(blob, index) for index in range(hb.Face(blob).count)]
        family = hb.OTNameIdPredefined.FONT_FAMILY
        mainland = [face for face in faces if (face.get_name(family) or "").endswith(_MAINLAND)]
        return (mainland or faces)[0]

    @cached_property
    def _covered(self) -> hb.Set:
        return self._face.unicodes

    def covers(self, character: str) -> bool:
        """Return whether the font has a shape for ``character`` (有无字形)."""
        return ord(character) in self._covered

    def cut(self, characters: Iterable[str]) -> bytes:
        """Return a font of just ``characters`` (裁出小字库): some milliseconds, some kilobytes."""
        wanted = hb.SubsetInput()
        for character in characters:
            wanted.unicode_set.add(ord(character))
        return bytes(hb.subset(self._face, wanted).blob.data)


@dataclass(frozen=True)
class Library:
    """The fonts at hand (字库): those that ship, and where else a character may be found."""

    shipped: Path = SHIPPED
    system: tuple[Path, ...] = SYSTEM
    added: Path = ADDED

    @cached_property
    def common(self) -> Source:
        """
        Return the regular weight that every paper uses (常用字库): GB 2312 and the catalogue.

        :raises MissingFonts: if the build step has not been run
        """
        if not (self.shipped / REGULAR).is_file():
            raise MissingFonts(f"{self.shipped} 里没有字体。请先运行 make assets(docs/paper.md)。")
        return Source(self.shipped / REGULAR)

    @cached_property
    def rare(self) -> tuple[Source, ...]:
        """Return where characters outside the common font may be found (生僻字来源), best first."""
        paths = (self.shipped / RARE, *self.system, *sorted(self.added.glob("*.[to]t[fc]")))
        return tuple(Source(path) for path in paths if path.is_file())

    def outside_common(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the characters that the common font lacks (常用字库以外的字), in order."""
        seen = dict.fromkeys(c for text in texts for c in text if c != "\n")
        return tuple(c for c in seen if not self.common.covers(c))

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the characters that no font at hand can draw (缺字形的字), in order."""
        rare = self.outside_common(texts)
        return tuple(c for c in rare if not any(source.covers(c) for source in self.rare))

    def cut(self, characters: Iterable[str]) -> tuple[bytes, ...]:
        """Return small fonts that together draw ``characters`` (为生僻字裁出的小字库)."""
        left, fonts = list(characters), []
        for source in self.rare:
            if found := [c for c in left if source.covers(c)]:
                fonts.append(source.cut(found))
                left = [c for c in left if c not in found]
        return tuple(fonts)


@lru_cache(maxsize=1)
def library() -> Library:
    """Return the fonts of this installation (本机字库)."""
    return Library()
