"""Materials (申请材料): what an item lets bring, and in what form."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base.terms import Term


class MaterialForm(Term):
    """In what form a material is brought (材料形式), where the item says so."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"
    UNSAID = "unsaid", "带原件来核对"


@dataclass(frozen=True)
class Material:
    """One thing to bring (申请材料)."""

    name: str
    form: MaterialForm


def material(name: str) -> Material:
    """Return ``name`` with the form it asks for itself; nothing is asked for that it does not."""
    for form in (MaterialForm.COPY, MaterialForm.ORIGINAL):
        if form.label in name:
            return Material(name, form)
    return Material(name, MaterialForm.UNSAID)
