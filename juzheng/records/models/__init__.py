"""The only models (记录), one file per noun."""

from juzheng.records.models.people import User

__all__ = ["User"]
