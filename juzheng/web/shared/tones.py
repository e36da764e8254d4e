"""How pressing things are coloured (紧急程度的颜色), the same at every desk."""

from __future__ import annotations

from juzheng.law.base.deadlines import Urgency

TONES = {
    Urgency.OVERDUE: "danger",
    Urgency.TODAY: "instead",
    Urgency.SOON: "checked",
    Urgency.IN_TIME: "plain",
}
