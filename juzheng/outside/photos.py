"""
Photos (照片): what a stranger uploads, drawn anew so that nothing but the picture is left.

The file that comes in is never kept and never shown. It is decoded, turned upright, made smaller
where it is large, and its pixels are written into a new JPEG: place, time, camera, thumbnails,
colour profiles, comments and whatever else hung on the old file stay behind.

What stands *in* the picture stays: there is no text recognition here, so a name or a number on
the photographed notice is not found by the machine. Therefore nothing may publish a photo before
an officer has looked at it and has blacked out or confirmed it; :func:`black_out` paints.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from juzheng.law.base.terms import Term

LARGEST_FILE = 10 * 1024 * 1024  # bytes, as of every other upload (acts.base.files)
MOST_PIXELS = 50_000_000  # width times height, read from the header before anything is decoded
LONGEST_SIDE = 2400  # pixels; an A4 page photographed whole stays readable
QUALITY = 85  # JPEG
MOST_BOXES = 200

_FORMATS = ("JPEG", "PNG", "WEBP")
_WANTED = "可以上传JPEG、PNG或WebP格式的照片，不超过 10 MB、5000万像素。"


class PhotoSlip(Term):
    """Why a photo cannot be taken (照片不能接收的原因)."""

    EMPTY = "empty", "没有内容"
    FILE_SIZE = "file_size", "文件太大"
    PIXELS = "pixels", "像素太多"
    UNREADABLE = "unreadable", "无法读取"
    MOVING = "moving", "动图"


_MESSAGES = {
    PhotoSlip.EMPTY: "文件是空的。请重新选择照片。",
    PhotoSlip.FILE_SIZE: "文件太大。请缩小后再上传，或者重新拍一张。",
    PhotoSlip.PIXELS: "照片的像素太多。请缩小后再上传，或者重新拍一张。",
    PhotoSlip.UNREADABLE: "这个文件不是能读取的照片，或者没有传完整。请重新拍照或截图后上传。",
    PhotoSlip.MOVING: "这是会动的图片。请截成一张静止的图片再上传。",
}


class BadPhoto(ValueError):
    """The file is no photo that can be taken (照片不能接收); speaks to who uploads it."""

    def __init__(self, slip: PhotoSlip) -> None:
        self.slip = slip
        self.message = _MESSAGES[slip] + _WANTED
        super().__init__(self.message)


class BadBox(ValueError):
    """A box that lies outside the photo (涂黑的框不对), or there are too many."""


@dataclass(frozen=True)
class Photo:
    """A photo drawn anew (照片): a JPEG without metadata, upright, at most 2400 pixels long."""

    data: bytes
    width: int  # pixels
    height: int

    @property
    def digest(self) -> str:
        """The SHA-256 of the file in hexadecimal (照片摘要): what an officer has confirmed."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Box:
    """What is to be blacked out (涂黑的框): edges as parts of the photo, from 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        edges = (self.left, self.top, self.right, self.bottom)
        inside = all(math.isfinite(edge) and 0 <= edge <= 1 for edge in edges)
        if not inside or self.left >= self.right or self.top >= self.bottom:
            raise BadBox("涂黑的框不在照片里面。请重新画框。框的四边用0到1之间的比例表示。")


def clean(uploaded: bytes) -> Photo:
    """
    Return the picture in ``uploaded`` drawn anew (清洗照片), without any metadata.

    Transparent parts become white. Of a JPEG that holds several pictures the first is taken.

    :raises BadPhoto: if it is empty, too large, moving, cut short, or no JPEG, PNG or WebP
    """
    if not uploaded:
        raise BadPhoto(PhotoSlip.EMPTY)
    if len(uploaded) > LARGEST_FILE:
        raise BadPhoto(PhotoSlip.FILE_SIZE)
    return _encoded(_decoded(uploaded))


def black_out(photo: Photo, boxes: Iterable[Box]) -> Photo:
    """
    Return ``photo`` with ``boxes`` painted black (涂黑), a few pixels beyond their edges.

    What was under a box is not in the new file in any form. Without boxes: the same photo.

    :raises BadBox: more than 200 boxes
    """
    marked = tuple(boxes)
    if len(marked) > MOST_BOXES:
        raise BadBox(f"框太多。请用大一些的框代替。一张照片最多{MOST_BOXES}个框。")
    if not marked:
        return photo
    with Image.open(io.BytesIO(photo.data), formats=("JPEG",)) as image:
        painted = image.convert("RGB")
    draw = ImageDraw.Draw(painted)
    for box in marked:
        draw.rectangle(_edges(box, painted.width, painted.height), fill="black")
    return _encoded(painted)


def _edges(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the pixels of ``box``, two more on each side: what shows through an edge is read."""
    return (
        math.floor(box.left * width) - 2,
        math.floor(box.top * height) - 2,
        math.ceil(box.right * width) + 2,
        math.ceil(box.bottom * height) + 2,
    )


def _decoded(uploaded: bytes) -> Image.Image:
    """Return the pixels, upright and no larger than needed."""
    try:
        with Image.open(io.BytesIO(uploaded), formats=_FORMATS) as image:
            _check(image)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded smaller at once
            image.load()
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _on_white(upright)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto(PhotoSlip.PIXELS) from None
    except Exception as error:  # a decoder fed by strangers stumbles in more ways than it documents
        raise BadPhoto(PhotoSlip.UNREADABLE) from error


def _check(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise BadPhoto(PhotoSlip.PIXELS)
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise BadPhoto(PhotoSlip.MOVING)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in RGB; sixteen bits become eight, what is transparent becomes white."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    coloured = image.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(white, coloured).convert("RGB")


def _encoded(image: Image.Image) -> Photo:
    """Return a new file of the pixels alone: a copy would bring what hung on the old one."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(out.getvalue(), image.width, image.height)
