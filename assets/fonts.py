"""Cut the papers' fonts (裁切字体): two weights for every paper, one whole for rare names.

From npm's ``@expo-google-fonts/noto-serif-sc`` (SIL Open Font License 1.1; cutting and bundling
are allowed, the licence goes along).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import uharfbuzz as hb

PACKAGE = Path("@expo-google-fonts") / "noto-serif-sc"
REGULAR = Path("400Regular") / "NotoSerifSC_400Regular.ttf"
BOLD = Path("700Bold") / "NotoSerifSC_700Bold.ttf"

# What a paper may need besides GB 2312: Latin, punctuation, full-width forms, boxed and Roman
# numbers, and the rows of GBK in which ordinary names lie.
BLOCKS = (
    (0x20, 0x7F),
    (0xA0, 0x100),
    (0x2000, 0x2070),
    (0x2150, 0x2190),
    (0x2460, 0x2500),
    (0x3000, 0x3040),
    (0xFF00, 0xFFF0),
)


def build(node_modules: Path, out: Path) -> None:
    """Write ``common/`` (two cut weights), ``rare/`` (the whole regular weight) and the licence."""
    package = node_modules / PACKAGE
    wanted = _common()
    for folder in ("common", "rare"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    _cut(package / REGULAR, wanted, out / "common" / "NotoSerifSC-Regular.ttf")
    _cut(package / BOLD, wanted, out / "common" / "NotoSerifSC-Bold.ttf")
    shutil.copyfile(package / REGULAR, out / "rare" / "NotoSerifSC-Full.ttf")
    shutil.copyfile(package / "LICENSE_FONT", out / "OFL.txt")


def _common() -> set[int]:
    """Return GB 2312's characters and the blocks above, as code points."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    han = {ord(char) for row in rows for char in row.decode("gb2312", "ignore")}
    return han | {point for first, last in BLOCKS for point in range(first, last)}


def _cut(source: Path, wanted: set[int], target: Path) -> None:
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    order = hb.SubsetInput()
    for point in wanted:
        order.unicode_set.add(point)
    target.write_bytes(bytes(hb.subset(face, order).blob.data))
