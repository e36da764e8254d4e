"""Checking a paper (核验): whether it is ours, and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.base import deadlines
from juzheng.law.base.terms import Term


class RegisterStatus(Term):
    """What the register says of a paper (登记状态)."""

    NOT_ASKED = "not_asked", "未联网查询"
    IN_FORCE = "in_force", "有效"
    REVOKED = "revoked", "已撤销"
    REPLACED = "replaced", "已被替换"
    ABSENT = "absent", "没有登记"


class Held(Term):
    """What was held up for the check (核验的是什么); only a whole file shows itself unaltered."""

    FILE = "file", "电子文件"
    CODE = "code", "二维码"
    TYPED = "typed", "编号或网址"


class Verdict(Term):
    """The six possible results of an authenticity check (核验结论); there is no seventh."""

    GENUINE = "genuine", "真实有效"
    GENUINE_OFFLINE = "genuine_offline", "真实，是否仍有效须联网查"
    EXPIRED = "expired", "已过期"
    REVOKED = "revoked", "已撤销或被替换"
    NOT_OURS = "not_ours", "不是本系统出具或已被改动"
    UNTOLD = "untold", "没有查到，不能判断真伪"


@dataclass(frozen=True)
class Evidence:
    """What is known of a paper when it is checked (核验所得)."""

    intact: bool  # a signature of this system's over exactly what the paper shows
    on: date  # the day of the check
    valid_until: date | None = None  # as the paper says
    shown: str = ""  # the fingerprint that the paper carries
    status: RegisterStatus = RegisterStatus.NOT_ASKED
    registered: str = ""  # the fingerprint that the register holds for this number
    demo: bool = False
    held: Held = Held.CODE
    committee: str = ""
    own_validity: bool = False  # the last day is the issuer's own number, no law's
    erased: bool = False  # its term was over: number and fingerprint are all that is registered
    unsigned: bool = False  # a file without any signature: perhaps a sheet that bears none


@dataclass(frozen=True)
class CheckResult:
    """The result of an authenticity check (核验结果): one verdict and one plain sentence."""

    verdict: Verdict
    word: str  # the verdict as it may be said of what was held
    pattern: str  # the sentence, with blanks for what stands on the paper
    committee: str = ""
    valid_until: date | None = None
    compare: bool = False  # is a print to be compared with what was issued?
    demo: bool = False

    @property
    def sentence(self) -> str:
        """Return the plain sentence (核验说明) in Chinese."""
        day = deadlines.day(self.valid_until) if self.valid_until else ""
        said = self.pattern.format(committee=self.committee, day=day)
        return said + COMPARE * self.compare + DEMO * self.demo


# Follows every sentence about a paper of the made-up district.
DEMO = "这是演示数据，不作任何用途。"
_ALTERED = "这份材料不是本系统出具的，或者内容被改动过，请不要采用。可与出具证明的委员会联系核对。"
# Sheets to take home and the committee's own book are ours and bear none: of an unsigned file
# nobody can say that it is not ours, nor that it is. It proves nothing, whichever it is.
_UNSIGNED_WORD = "没有本系统的签名，不能当证明采用"
_UNSIGNED = (
    "这个文件里没有本系统的签名：不是本系统出具的证明，或者是打印、另存、改动过的，请不要当证明采用。"
    "缺材料告知单、登记簿这类不是证明，本来没有签名，不能这样核验，请向印它的委员会核对。"
)
_UNKNOWN = "这份材料没有出具登记，请不要采用。可与出具证明的委员会联系核对。"
_REVOKED = "这份材料已被出具单位撤销，请不要采用。需要时请申请人重新办理。"
_REPLACED = "这份材料已被新的一份替换，请不要采用。请申请人提供新的一份。"
_NOT_FOUND = "可能是抄错、抄漏，也可能是假的。请照纸面重新输入，或重新扫码；查到之前请不要采用。"
_CUT_OFF = (
    "这段内容不完整，或不是证明上的二维码，从中看不出真伪。"
    "请重新扫码后整段粘贴，或到核验网页照纸面填写编号和短指纹；查到之前请不要采用。"
)

# Of a file everything is known; of a code or number only that there is such a paper. What a
# print shows beside a genuine code may be forged, so it is compared with what is registered.
_ERASED = (
    "{committee}出具过这个编号的文书，内容已按期删除：登记里只剩编号和指纹，"
    "不能再与纸面逐字对照。需要确认的，请与出具单位联系。"
)
_ON_RECORD = "登记有效，请对照纸面"
_CODE_IS_OURS = "二维码真实，请对照纸面并联网查"
COMPARE = (
    "这不说明手里的纸没有改过：纸上的姓名、证件号码和每一项内容都要与出具时的逐字相同，"
    "有一处不同就请不要采用。"
)
_SAYS = {
    (Verdict.GENUINE, True): (
        "这份电子文件真实有效，内容没有被改动。手里另有打印件的，请与这份文件逐字对照。"
    ),
    (Verdict.GENUINE, False): "{committee}出具过这个编号的文书，现在有效。",
    (Verdict.GENUINE_OFFLINE, True): (
        "这份电子文件是真实的，内容没有被改动；出具后是否被撤销，须联网再查一次。"
    ),
    (Verdict.GENUINE_OFFLINE, False): (
        "{committee}出具过这个编号的文书；是否已被撤销，须联网再查一次。"
    ),
    (Verdict.EXPIRED, True): "这份电子文件是真实的，但有效期到{day}为止，现已过期。",
    (Verdict.EXPIRED, False): "{committee}出具过这个编号的文书，有效期到{day}为止，现已过期。",
}
# The same where the day is only our default: whether it matters is for who receives the paper.
_SAYS_OWN = {
    True: (
        "这份电子文件是真实的；系统默认的有效期（法律法规没有规定）到{day}为止，现已过期。"
        "是否采用由接收单位决定。"
    ),
    False: (
        "{committee}出具过这个编号的文书；系统默认的有效期（法律法规没有规定）到{day}为止，"
        "现已过期。是否采用由接收单位决定。"
    ),
}
_COMPARED = (Verdict.GENUINE, Verdict.GENUINE_OFFLINE, Verdict.EXPIRED)
_WORDS = {Verdict.GENUINE: _ON_RECORD, Verdict.GENUINE_OFFLINE: _CODE_IS_OURS}


def check_authenticity(evidence: Evidence) -> CheckResult:
    """
    Return the verdict on a paper (核验): total, and the graver truth comes first.

    A paper that is not intact, not registered, or registered with another content is not
    ours; a revoked one is revoked even after its last day; the last day itself is valid.
    What was only typed and is not found may be a slip: that cannot be told from a forgery.
    """
    verdict, pattern = _judge(evidence)
    by_eye = evidence.held is not Held.FILE
    word = _WORDS.get(verdict, verdict.label) if by_eye else verdict.label
    return CheckResult(
        verdict=verdict,
        word=_UNSIGNED_WORD if pattern is _UNSIGNED else word,
        pattern=pattern,
        committee=evidence.committee,
        valid_until=evidence.valid_until,
        compare=by_eye and verdict in _COMPARED and not evidence.erased,
        demo=evidence.demo,
    )


def _judge(evidence: Evidence) -> tuple[Verdict, str]:
    asked = evidence.status is not RegisterStatus.NOT_ASKED
    absent = evidence.status is RegisterStatus.ABSENT
    if evidence.held is Held.TYPED and (absent or not asked):
        return Verdict.UNTOLD, _NOT_FOUND if absent else _CUT_OFF
    if not evidence.intact:
        return Verdict.NOT_OURS, _UNSIGNED if evidence.unsigned else _ALTERED
    if absent:
        return Verdict.NOT_OURS, _UNKNOWN
    if asked and evidence.shown != evidence.registered:
        return Verdict.NOT_OURS, _ALTERED
    if evidence.status is RegisterStatus.REVOKED:
        return Verdict.REVOKED, _REVOKED
    if evidence.status is RegisterStatus.REPLACED:
        return Verdict.REVOKED, _REPLACED
    verdict, whole = _by_date(evidence, asked=asked), evidence.held is Held.FILE
    if evidence.erased and not whole:
        return verdict, _ERASED
    own = verdict is Verdict.EXPIRED and evidence.own_validity
    return verdict, _SAYS_OWN[whole] if own else _SAYS[verdict, whole]


def _by_date(evidence: Evidence, *, asked: bool) -> Verdict:
    if evidence.valid_until is not None and evidence.on > evidence.valid_until:
        return Verdict.EXPIRED
    return Verdict.GENUINE if asked else Verdict.GENUINE_OFFLINE
