"""Small grey pictures of pages: taken, kept as PNG, and held against each other."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path
from struct import pack, unpack

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

Picture = NDArray[np.uint8]
# one point of a picture is the mean of so many by so many points of the page
SCALE = 4
# a cell of so many by so many points of a picture is compared by its mean: 16 by 16 of the page
CELL = 4
SHADES = 16
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SHRINK = """async ([data, scale]) => {
  const blob = await (await fetch(`data:image/png;base64,${data}`)).blob();
  const bitmap = await createImageBitmap(blob);
  const [width, height] = [bitmap.width, bitmap.height].map((n) => Math.floor(n / scale));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data: points } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const grey = new Array(width * height).fill(0);
  for (let y = 0; y < height * scale; y += 1)
    for (let x = 0; x < width * scale; x += 1) {
      const at = 4 * (y * bitmap.width + x);
      grey[Math.floor(y / scale) * width + Math.floor(x / scale)] +=
        0.299 * points[at] + 0.587 * points[at + 1] + 0.114 * points[at + 2];
    }
  return [width, height, grey.map((sum) => Math.round(sum / scale / scale))];
}"""


def picture_of(page: Page, *, most: int) -> Picture:
    """Take a page from its top, at most ``most`` points high, small and grey."""
    size = page.viewport_size
    assert size is not None
    clip = {"x": 0, "y": 0, "width": size["width"], "height": most}
    taken = page.screenshot(full_page=True, clip=clip, animations="disabled", scale="css")  # type: ignore[arg-type] # a clip as Playwright wants it
    blank = page.context.new_page()
    width, height, grey = blank.evaluate(_SHRINK, [base64.b64encode(taken).decode(), SCALE])
    blank.close()
    return np.array(grey, np.uint8).reshape(height, width)


def picture_write(path: Path, picture: Picture) -> None:
    """Write a picture as PNG in sixteen shades, so that it stays small."""
    height, width = picture.shape
    shades = picture >> 4
    if width % 2:
        shades = np.pad(shades, ((0, 0), (0, 1)))
    packed = (shades[:, ::2] << 4) | shades[:, 1::2]
    # each row as what differs from the row above (PNG's filter 2)
    above = np.vstack([np.zeros_like(packed[:1]), packed[:-1]])
    rows = np.hstack([np.full((height, 1), 2, np.uint8), packed - above])
    head = pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    path.write_bytes(
        _SIGNATURE
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def picture_read(path: Path) -> Picture:
    """Read a picture that :func:`picture_write` wrote."""
    data = path.read_bytes()
    assert data.startswith(_SIGNATURE), path
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(data):
        length, kind = unpack(">I4s", data[at : at + 8])
        found[kind] = data[at + 8 : at + 8 + length]
        at += length + 12
    width, height = unpack(">II", found[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(height, -1)
    packed = np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8)
    shades = np.empty((height, packed.shape[1] * 2), np.uint8)
    shades[:, ::2], shades[:, 1::2] = packed >> 4, packed & 15
    return shades[:, :width] * 17


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def changed_share(seen: Picture, kept: Picture, *, step: int) -> float:
    """Return the share of the cells with something in them whose grey differs by over ``step``.

    Where one picture is larger, the other is taken to go on in the grey of its ground.
    """
    ground = int(np.median(kept))
    height, width = np.maximum(seen.shape, kept.shape)
    one, other = (_cells(_grown(each, height, width, ground)) for each in (seen, kept))
    is_filled = (np.abs(one - ground) > step / 2) | (np.abs(other - ground) > step / 2)
    is_changed = np.abs(one - other) > step
    return float(is_changed.sum() / max(is_filled.sum(), 1))


def _grown(picture: Picture, height: int, width: int, ground: int) -> Picture:
    more = ((0, height - picture.shape[0]), (0, width - picture.shape[1]))
    return np.pad(picture, more, constant_values=ground)


def _cells(picture: Picture) -> NDArray[np.float64]:
    height, width = (n // CELL * CELL for n in picture.shape)
    split = picture[:height, :width].reshape(height // CELL, CELL, width // CELL, CELL)
    return split.mean(axis=(1, 3), dtype=np.float64)
