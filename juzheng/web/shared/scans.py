"""Scans of papers handed out (扫描件下载): as a file of the kind it is."""

from __future__ import annotations

from django.http import HttpResponse

from juzheng.acts.base import files
from juzheng.web.shared.downloads import PDF, download

MEDIA = {"pdf": PDF, "png": "image/png", "jpg": "image/jpeg"}


def handed_out(name: str) -> HttpResponse:
    """
    Return a stored scan to be read at once.

    :raises FileNotFoundError, files.FileAltered: if it is not what was kept
    """
    ending = name.rpartition(".")[2]
    return download(files.read(name), MEDIA[ending], f"paper.{ending}", inline=True)
