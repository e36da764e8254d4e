"""What may be read of a unit in public (公开的文字): nothing private, and who may be accused."""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.law.base.demanders import bound_by_lists
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.redaction import spans
from juzheng.law.supervision.grounds import penal
from juzheng.law.supervision.on_file import obstacle

# Words that accuse. A department may be told that it broke a rule; a private party is argued with.
ACCUSING = (
    "违法",
    "违规",
    "违反",
    "非法",
    "奇葩",
    "刁难",
    "霸王",
    "无理",
    "恶意",
    "欺骗",
    "责令",
    "处罚",
    "曝光",
    "滥用",
    "乱要",
)
NEUTRAL_TITLE = "公开建议"
TITLE = "公开曝光"


def title_for(unit_kind: str) -> str:
    """Return what a publication about that kind of unit is called; private parties: a proposal."""
    return TITLE if bound_by_lists(unit_kind) else NEUTRAL_TITLE


def accusing(text: str, unit_kind: str) -> tuple[str, ...]:
    """Return the words in ``text`` that accuse a party that one should only argue with."""
    if bound_by_lists(unit_kind):
        return ()
    return tuple(word for word in ACCUSING if word in text)


def fit_to_be_read(text: str, what: str, unit_kind: str) -> Iterator[Obstacle]:
    """Yield why a text is not fit to be published: it is private, penal, or it accuses."""
    yield from nothing_private(text, what)
    yield from penal(text, what)
    if words := accusing(text, unit_kind):
        yield obstacle(
            "accusing",
            f"{what}里有指责的话：“{'”“'.join(words)}”。",
            "对这类单位条例第四十四条是否适用有争议，只说理，请改写。",
        )


def nothing_private(text: str, what: str) -> Iterator[Obstacle]:
    """Yield what in a text is about a person."""
    if found := spans(text):
        said = (f"“{text[one.start : one.end]}”（{one.kind.label}）" for one in found)
        kinds = "、".join(dict.fromkeys(said))
        yield obstacle(
            "private", f"{what}里还有个人信息：{kinds}。", "请删去或遮盖，公开的文字不留个人信息。"
        )
