"""Still asked (对方仍然要的): what a refusal notice says of the unit, by what binds that unit."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base.demanders import Demander, bound_by_lists, governed, is_administrative


@dataclass(frozen=True)
class StillAsked:
    """The sentences of the notice (告知单的话), one table; which of them, the unit decides."""

    department: str  # 相关部门: OP-2.2.b
    public: str  # 公用企事业单位、服务机构: 优化营商环境条例 第四十四条
    others: str  # 民商事主体
    beyond: str  # whom the Opinion does not govern
    unsaid: str  # it was not told who asks
    hotline: str
    platform: str  # the ministry's, for demands without basis
    still_needed: str  # OP-3.2.a, of what stands on a negative list
    listed: str  # it may be issued, and only this time was not: the demand is no wrong

    def text(self, demander: str, *, may_insist: bool, listed: bool = False) -> str:
        """Return the same as one text, a sentence a line."""
        return "\n".join(self.to(demander, may_insist=may_insist, listed=listed))

    def to(self, demander: str, *, may_insist: bool, listed: bool = False) -> tuple[str, ...]:
        """
        Return what stands on the notice where ``demander`` asked for the paper.

        Nothing is held against a body that the Opinion does not govern, and nobody is complained
        of for it; that a listed item may still be issued is said to everybody (OP-3.2.a).

        :param listed: it may be issued, but this time a fact was not confirmed, or residents
            did not agree
        """
        if listed:
            return (self.listed,)
        insist = (self.still_needed,) if may_insist else ()
        if not governed(demander):
            return (self.beyond, *insist)
        if demander in ("", Demander.OTHER):
            return (self.unsaid, *insist, self.hotline, self.platform)
        if is_administrative(demander):
            return (self.department, *insist, self.hotline, self.platform)
        if bound_by_lists(demander):
            return (self.public, *insist, self.hotline, self.platform)
        return (self.others, *insist, self.hotline)
