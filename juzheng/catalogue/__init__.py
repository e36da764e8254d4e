"""What is listed (目录): YAML with JSON Schema, and the one reader of it."""

from juzheng.catalogue.forms import CatalogueError, read_item
from juzheng.catalogue.reader import Catalogue, arguments, catalogue, contrary, load

__all__ = [
    "Catalogue",
    "CatalogueError",
    "arguments",
    "catalogue",
    "contrary",
    "load",
    "read_item",
]
