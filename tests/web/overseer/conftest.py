"""What tests of the officers' door share (民政工作台的测试)."""

from tests.web.visiting import noon

__all__ = ["noon"]
