"""Officers' papers (来文): a list as it was written, read for the names in it.

Nothing in a paper governs: what is read becomes a draft that two officers look at.
"""

from juzheng.catalogue.papers.listed_names import Named as Named
from juzheng.catalogue.papers.reading import LARGEST, Line, read
from juzheng.catalogue.papers.recognising import Paper, doubtful, recognised, unread

__all__ = ["LARGEST", "Line", "Named", "Paper", "doubtful", "read", "recognised", "unread"]
