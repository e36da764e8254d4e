"""A county's list as it lies on a desk (县里的一份清单), made up here: as text and as a DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

COUNTY = "990121"
TITLE = "示例县村（社区）不应出具证明事项清单"
NUMBER = "示民发〔2026〕15号"
EXACT = [
    "亲属关系证明",
    "居民身份信息证明",
    "户口登记项目内容变更申请证明",
    "居民养犬证明",
    "无犯罪记录证明",
    "人员失踪证明",
    "婚姻状况证明",
    "出生证明",
    "健在证明",
    "死亡证明",
    "疾病状况证明",
    "残疾状况证明",
    "婚育状况证明",
    "居民就业状况证明",
]
CALLED = ["现实表现证明", "贫困证明", "无业证明", "单身证明"]  # as people call them
HELD = ("居民财产证明（含收入）", "遗产继承权证明（含放弃继承）")  # with a part in brackets
NEAR = [
    "个人档案存放证明",
    "企业经营场所证明",
    "身份证丢失证明",
    "养犬情况证明",
    "遗产分割证明",
    "无违法犯罪记录证明",
]
NEW = ["车位使用权证明", "农机具归属证明", "充电桩安装同意证明", "公租房租住情况证明"]
NAMES = (*EXACT, *CALLED, *HELD, *NEAR, *NEW)
HEAD = (
    "示例县民政局关于公布《示例县村（社区）不应出具证明事项清单》的通知",
    NUMBER,
    "各乡镇人民政府、街道办事处：",
    "现将《示例县村（社区）不应出具证明事项清单》予以公布，自2026年12月1日起施行。",
)
FOOT = ("示例县民政局", "2026年11月20日")
TEXT = "\n".join((*HEAD, *(f"{n}. {name}" for n, name in enumerate(NAMES, 1)), *FOOT))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, *, numbered: bool = False) -> str:
    """Return one paragraph of a document, numbered by the program or not."""
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' if numbered else ""
    return f'<w:p>{number}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return a table of a document."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def packed(body: str, *, head: str = "", part: str = "word/document.xml") -> bytes:
    """Return a DOCX with this body; ``head`` stands before it."""
    raw = io.BytesIO()
    document = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        whole.writestr(part, document)
    return raw.getvalue()


def in_table() -> bytes:
    """Return the county's list as a document with a table."""
    rows = [
        ("序号", "证明事项名称", "备注"),
        *((str(n), one, "") for n, one in enumerate(NAMES, 1)),
    ]
    around = ("".join(map(paragraph, lines)) for lines in (HEAD, FOOT))
    return packed(table(rows).join(around))


def in_numbers() -> bytes:
    """Return the county's list as a document whose program numbers the lines itself."""
    names = "".join(paragraph(name, numbered=True) for name in NAMES)
    return packed(names.join("".join(map(paragraph, lines)) for lines in (HEAD, FOOT)))
