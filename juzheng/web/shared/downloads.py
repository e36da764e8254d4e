"""Files to keep (下载文件): what a page hands out under a name of its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, media: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Return ``content`` as the file ``name``: to be kept, or ``inline`` to be read at once."""
    response = HttpResponse(content, content_type=media)
    header = content_disposition_header(as_attachment=not inline, filename=name)
    response.headers["Content-Disposition"] = header or ""
    return response
