"""
Common words (常用词表): what the finder needs to know where a word ends, from a dictionary.

``python assets/general_words.py dict.txt`` writes ``juzheng/catalogue/words/general.txt``. The
dictionary is that of the segmenter jieba 0.42.1 (MIT, see NOTICE): a word, how often, what kind.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

# What names a kind at the end of a word: 买房, 校车, 饭店, 借钱, 农村 are houses, cars, shops.
HEADS = frozenset("房车店钱村船病树")
RARE = 50  # seen less often in 60 million words: more slips and names than words
NAMED = 300  # what is also a name (老公, 宝宝) is a word if it is seen as often as this
LONGEST = 4
NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nz", "nt"))
# What is put behind or before a word and leaves its meaning in it: 失业金, 养老院, 老母亲.
AFFIXES = frozenset(
    "人者员户家证书费金款单本卡院所局处会站厅部社区县市省镇乡村店厂房屋地楼车法权类型性化"
    "率量期间时年月日里上下内外中前后边们的了着过子儿头老小大新旧总副非无未不没有是在生亲男女"
)
# What has its meaning by itself in any company: 没有, 我们, 这儿, 不要, 三年.
CLOSED = frozenset(
    "我你他她它咱俺谁们这那哪儿里些个没有不无未是要会能够一二三四五六七八九十两几半每今当年月天次"
)
OURS = Path("juzheng/catalogue/words/general.txt")
HEAD = "# 常用词 Common words by log2 of how often (assets/general_words.py; jieba 0.42.1, MIT).\n"


def words(lines: Iterable[str]) -> dict[str, int]:
    """Return each common word, compounds with their borders, with how often it is seen (常用词)."""
    rows = ((word, int(count), kind) for word, count, kind in map(str.split, lines))
    known = {
        word: max(count, RARE)
        for word, count, kind in rows
        if len(word) <= LONGEST
        and all("\u4e00" <= character <= "\u9fff" for character in word)
        and _common(word, count, kind)
    }
    return {_opened(word, known): count for word, count in known.items()}


def _common(word: str, count: int, kind: str) -> bool:
    if len(word) > 1 and kind in NAMES:
        return len(word) == 2 and kind == "nr" and count >= NAMED
    return count >= RARE or _complement(word)


def _complement(word: str) -> bool:
    """Return whether ``word`` is a verb that may succeed or not: 受得住, 靠不住 (可能补语)."""
    return len(word) == 3 and word[1] in "得不" and word[0] != word[2]


def _opened(word: str, known: dict[str, int]) -> str:
    """Return ``word`` with a hyphen where it is put together of words: 养老-院, 没-有, 买-房."""
    if _complement(word):
        return word
    at = [at for at in range(1, len(word)) if _together(word[:at], word[at:], known)]
    return "-".join(word[one:two] for one, two in pairwise((0, *at, len(word))))


def _together(one: str, two: str, known: dict[str, int]) -> bool:
    if len(one) == len(two) == 1:
        return CLOSED.issuperset(one + two) or two in HEADS
    return _part(one, known) and _part(two, known)


def _part(part: str, known: dict[str, int]) -> bool:
    return part in AFFIXES if len(part) == 1 else part in known


def main(path: str) -> None:
    """Write the list (写出词表)."""
    by_bits: dict[int, list[str]] = defaultdict(list)
    for word, count in words(Path(path).read_text("utf-8").splitlines()).items():
        by_bits[round(math.log2(count))].append(word)
    lines = (f"{bits} {' '.join(sorted(by_bits[bits]))}\n" for bits in sorted(by_bits))
    OURS.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
