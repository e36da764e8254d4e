"""Photos (照片): the picture comes through, and nothing that hung on it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, JpegImagePlugin, PngImagePlugin

from juzheng.outside import photos
from juzheng.outside.photos import BadBox, BadPhoto, Box, PhotoSlip, black_out, clean

SECRET = b"110101195803121234"
TEXT = SECRET.decode()
LATITUDE = b"31.2304167"
SIZE = (60, 40)


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A red left half and a green right half."""
    image = Image.new("RGB", size, "#00aa00")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="#cc0000")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = TEXT  # ImageDescription
    found[0x013B] = TEXT  # Artist
    found.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + SECRET  # UserComment
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (31.0, 13.0, 49.5)
    place[29] = LATITUDE.decode()
    return found


def thumbnail() -> bytes:
    return encoded(picture(), "JPEG", comment=SECRET)


def jpeg_segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def jpeg_with(*segments: bytes) -> bytes:
    plain = encoded(picture(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def chunk(name: bytes, payload: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + payload))
    return struct.pack(">I", len(payload)) + name + payload + check


def png_with(*chunks: bytes) -> bytes:
    plain = encoded(picture(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]  # after the header chunk


def png_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", TEXT)
    info.add_itxt("XML:com.adobe.xmp", TEXT)
    return encoded(picture(), "PNG", pnginfo=info, exif=exif())


XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET + LATITUDE + b"</x:xmpmeta>"
PLANTED: dict[str, Callable[[], bytes]] = {
    "jpeg exif and gps": lambda: encoded(picture(), "JPEG", exif=exif()),
    "jpeg comment": lambda: encoded(picture(), "JPEG", comment=SECRET),
    "jpeg xmp": lambda: jpeg_with(jpeg_segment(0xE1, XMP)),
    "jpeg profile": lambda: encoded(picture(), "JPEG", icc_profile=b"\0" * 128 + SECRET),
    "jpeg iptc": lambda: jpeg_with(jpeg_segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET)),
    "jpeg thumbnail": lambda: jpeg_with(jpeg_segment(0xE0, b"JFXX\0\x10" + thumbnail())),
    "jpeg unknown segment": lambda: jpeg_with(jpeg_segment(0xEF, SECRET)),
    "jpeg trailer": lambda: encoded(picture(), "JPEG") + b"PK\x03\x04" + SECRET,
    "png text and exif": png_text,
    "png compressed text": lambda: png_with(
        chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET)), chunk(b"tEXt", b"a\0" + SECRET)
    ),
    "png private chunk": lambda: png_with(chunk(b"juPr", SECRET)),
    "png profile": lambda: encoded(picture(), "PNG", icc_profile=b"\0" * 128 + SECRET),
    "png trailer": lambda: encoded(picture(), "PNG") + b"<script>" + SECRET + b"</script>",
    "webp exif and xmp": lambda: encoded(picture(), "WEBP", exif=exif().tobytes(), xmp=XMP),
    "webp profile": lambda: encoded(picture(), "WEBP", icc_profile=b"\0" * 128 + SECRET),
    "webp trailer": lambda: encoded(picture(), "WEBP") + SECRET,
}


@pytest.mark.parametrize("kind", PLANTED)
def test_nothing_that_hung_on_the_file_comes_through(kind: str) -> None:
    """个人信息不得随照片带出: checked in the bytes themselves."""
    uploaded = PLANTED[kind]()
    if "compressed" not in kind and "profile" not in kind:
        assert SECRET in uploaded
    photo = clean(uploaded)
    assert SECRET not in photo.data
    assert LATITUDE not in photo.data
    assert segments(photo.data) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    assert photo.data.endswith(b"\xff\xd9")
    assert photo.data.count(b"\xff\xd8\xff") == 1
    assert (photo.width, photo.height) == SIZE


def segments(data: bytes) -> set[int]:
    """The markers of a JPEG up to its pixels: header, tables, and no application data."""
    found, at = set(), 2
    while at < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        found.add(marker)
        if marker == 0xDA:
            break
        at += 2 + length
    return found


def colours(photo: photos.Photo, *places: tuple[int, int]) -> list[str]:
    with Image.open(io.BytesIO(photo.data)) as image:
        pixels = [image.convert("RGB").getpixel(place) for place in places]
    return [
        "red" if p[0] > 120 > p[1] else "green" if p[1] > 120 > p[0] else str(p) for p in pixels
    ]


# The modes that each format can hold.
MODES = {
    "JPEG": ("RGB", "L", "1", "CMYK"),
    "PNG": ("RGB", "L", "RGBA", "P", "LA", "1"),
    "WEBP": ("RGB", "L", "RGBA", "P", "LA", "1", "CMYK"),
}


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes]
)
def test_the_picture_itself_comes_through(kind: str, mode: str) -> None:
    photo = clean(encoded(picture(mode), kind))
    assert (photo.width, photo.height) == SIZE
    if mode in ("RGB", "RGBA", "P", "CMYK"):
        assert colours(photo, (5, 20), (55, 20)) == ["red", "green"]


@pytest.mark.parametrize(
    ("orientation", "left", "size"),
    [(1, "red", SIZE), (3, "green", SIZE), (6, None, SIZE[::-1]), (8, None, SIZE[::-1])],
)
def test_a_photo_is_turned_upright(
    orientation: int, left: str | None, size: tuple[int, int]
) -> None:
    photo = clean(encoded(picture(), "JPEG", exif=exif(orientation), quality=95))
    assert (photo.width, photo.height) == size
    if left:
        assert colours(photo, (5, 20)) == [left]
    else:
        top = "red" if orientation == 6 else "green"
        assert colours(photo, (20, 5)) == [top]


def test_sixteen_bits_keep_their_greys() -> None:
    deep = Image.new("I;16", (20, 10), 32768)
    with Image.open(io.BytesIO(clean(encoded(deep, "PNG")).data)) as image:
        assert 120 <= image.convert("L").getpixel((5, 5)) <= 136


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (20, 10), (200, 0, 0, 0))
    with Image.open(io.BytesIO(clean(encoded(clear, "PNG")).data)) as image:
        assert min(image.convert("RGB").getpixel((5, 5))) > 250


def test_one_pixel_is_a_photo() -> None:
    photo = clean(encoded(Image.new("RGB", (1, 1)), "PNG"))
    assert (photo.width, photo.height) == (1, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_is_made_smaller(kind: str) -> None:
    photo = clean(encoded(picture(size=(5000, 1000)), kind))
    assert (photo.width, photo.height) == (photos.LONGEST_SIDE, photos.LONGEST_SIDE // 5)


def test_it_is_the_same_file_each_time() -> None:
    uploaded = encoded(picture(), "PNG")
    assert clean(uploaded) == clean(uploaded)
    assert clean(uploaded).digest == clean(uploaded).digest
    assert re.fullmatch("[0-9a-f]{64}", clean(uploaded).digest)


def moving(kind: str) -> bytes:
    return encoded(picture(), kind, save_all=True, append_images=[picture("L").convert("RGB")])


def bomb(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


BAD: dict[str, tuple[Callable[[], bytes], PhotoSlip]] = {
    "nothing": (lambda: b"", PhotoSlip.EMPTY),
    "large": (lambda: b"\xff" * (photos.LARGEST_FILE + 1), PhotoSlip.FILE_SIZE),
    "just too many pixels": (lambda: bomb(10_000, 5_001), PhotoSlip.PIXELS),
    "more than pillow warns of": (lambda: bomb(10_000, 10_000), PhotoSlip.PIXELS),
    "more than pillow bears": (lambda: bomb(60_000, 60_000), PhotoSlip.PIXELS),
    "text": (lambda: b"not a photo", PhotoSlip.UNREADABLE),
    "page": (lambda: b"<html><img src=x onerror=alert(1)></html>", PhotoSlip.UNREADABLE),
    "drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", PhotoSlip.UNREADABLE),
    "gif": (lambda: encoded(picture(), "GIF"), PhotoSlip.UNREADABLE),
    "bmp": (lambda: encoded(picture(), "BMP"), PhotoSlip.UNREADABLE),
    "tiff": (lambda: encoded(picture(), "TIFF"), PhotoSlip.UNREADABLE),
    "pdf": (lambda: encoded(picture(), "PDF"), PhotoSlip.UNREADABLE),
    "zip before jpeg": (
        lambda: b"PK\x03\x04" + encoded(picture(), "JPEG"),
        PhotoSlip.UNREADABLE,
    ),
    "jpeg cut short": (lambda: encoded(picture(), "JPEG")[:-200], PhotoSlip.UNREADABLE),
    "png cut short": (lambda: encoded(picture(), "PNG")[:-40], PhotoSlip.UNREADABLE),
    "webp cut short": (lambda: encoded(picture(), "WEBP")[:-20], PhotoSlip.UNREADABLE),
    "only a header": (lambda: encoded(picture(), "JPEG")[:20], PhotoSlip.UNREADABLE),
    "moving png": (lambda: moving("PNG"), PhotoSlip.MOVING),
    "moving webp": (lambda: moving("WEBP"), PhotoSlip.MOVING),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_photo_is_not_taken_and_says_what_to_do(kind: str) -> None:
    make, slip = BAD[kind]
    with pytest.raises(BadPhoto) as refused:
        clean(make())
    assert refused.value.slip is slip
    assert "请" in refused.value.message
    assert "JPEG" in refused.value.message


def test_every_slip_is_met() -> None:
    assert {slip for _, slip in BAD.values()} == set(PhotoSlip)


def test_of_several_pictures_in_a_jpeg_the_first_is_taken() -> None:
    """Telephones write such files; the others may be what the taker did not mean to show."""
    several = encoded(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    photo = clean(several)
    assert (photo.width, photo.height) == SIZE
    assert photo.data.count(b"\xff\xd8\xff") == 1


def test_a_polyglot_leaves_as_a_plain_photo() -> None:
    script = b"<script>fetch('/office/')</script>"
    photo = clean(jpeg_with(jpeg_segment(0xFE, b"*/=1/*" + script)) + b"<html>" + script)
    assert b"script" not in photo.data
    assert b"html" not in photo.data


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(PLANTED)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12),
    st.integers(0, 10**6),
)
def test_a_damaged_file_is_a_photo_or_says_so(
    kind: str, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(PLANTED[kind]())
    for place, value in changes:
        data[place % len(data)] = value
    damaged = bytes(data[: cut % len(data) + 1] if cut % 3 == 0 else data)
    try:
        photo = clean(damaged)
    except BadPhoto:
        return
    assert SECRET not in photo.data
    assert segments(photo.data) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_are_a_photo_or_say_so(noise: bytes, start: bytes) -> None:
    with pytest.raises(BadPhoto):
        clean(start + noise)


def test_a_box_is_painted_black_and_nothing_else() -> None:
    photo = clean(encoded(picture(), "PNG"))
    marked = black_out(photo, [Box(0.5, 0.0, 1.0, 1.0)])
    with Image.open(io.BytesIO(marked.data)) as image:
        assert max(image.convert("RGB").getpixel((50, 20))) < 40
    assert colours(marked, (5, 20)) == ["red"]
    assert marked.digest != photo.digest


def test_a_box_does_not_end_short_of_its_edge() -> None:
    """Rounded outwards: half a figure can be read."""
    photo = clean(encoded(Image.new("RGB", (100, 100), "white"), "PNG"))
    marked = black_out(photo, [Box(0.105, 0.105, 0.895, 0.895)])
    with Image.open(io.BytesIO(marked.data)) as image:
        edge = [image.convert("L").getpixel((x, 50)) for x in (10, 89)]
    assert max(edge) < 60


def test_without_boxes_it_is_the_same_photo() -> None:
    photo = clean(encoded(picture(), "PNG"))
    assert black_out(photo, []) is photo


@pytest.mark.parametrize(
    "edges",
    [
        (0.5, 0.0, 0.5, 1.0),
        (0.0, 0.6, 1.0, 0.5),
        (-0.1, 0.0, 1.0, 1.0),
        (0.0, 0.0, 1.1, 1.0),
        (0.0, 0.0, float("nan"), 1.0),
        (0.0, 0.0, 1.0, float("inf")),
    ],
)
def test_a_box_outside_the_photo_is_not_taken(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadBox, match="重新画框"):
        Box(*edges)


def test_boxes_have_an_end() -> None:
    photo = clean(encoded(picture(), "PNG"))
    with pytest.raises(BadBox, match="最多"):
        black_out(photo, [Box(0, 0, 1, 1)] * (photos.MOST_BOXES + 1))


def test_the_decoder_does_not_make_do_with_half_a_file() -> None:
    """A setting of the library's that others may turn on for the whole process."""
    assert JpegImagePlugin.ImageFile.LOAD_TRUNCATED_IMAGES is False
