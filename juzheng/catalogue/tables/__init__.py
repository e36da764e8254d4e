"""The one way in and out for tables (表格读写): XLSX, CSV, YAML and ZIP, within bounds.

Nothing here knows what a table is about. What can't be taken is an ``Unclear`` in the cell's place,
or one that is raised for the whole file; no input raises anything else, and none takes long.
"""

from __future__ import annotations
