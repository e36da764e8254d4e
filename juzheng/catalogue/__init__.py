"""What is listed (目录): YAML with JSON Schema, and the one reader of it."""

from juzheng.catalogue.forms import CatalogueError, as_mapping, read_item
from juzheng.catalogue.reader import Catalogue, arguments, catalogue, load

__all__ = [
    "Catalogue",
    "CatalogueError",
    "arguments",
    "as_mapping",
    "catalogue",
    "load",
    "read_item",
]
