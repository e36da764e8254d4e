"""Large JSON files (大文件的 JSON): the arrays of one object, element by element, never whole."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

BLOCK = 1 << 20  # bytes read at a time
_SPACE = re.compile(r"[ \t\n\r]*")
_GOES_ON = frozenset(("", ".", "e", "E"))  # behind a number, whose rest is still in the file
_DECODE = json.JSONDecoder().raw_decode


class NotStreamed(Exception):
    """It is not such a file, or not one that can be read so (不能逐条读): read it whole."""


class Arrays:
    """
    The arrays of a JSON object (逐条读取), each in its turn: what is left of one is passed over.

    What stands there otherwise than an object of arrays, each once, is ``NotStreamed``: whoever
    reads it whole says what is wrong, and where. So is a mistake after many elements.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._over = "", 0, False

    def __iter__(self) -> Iterator[tuple[str, Iterator[Any]]]:
        """Yield the key of each array, and its elements, which are to be taken before the next."""
        seen: set[str] = set()
        self._insist("{")
        if self._peek() == "}":
            self._at += 1
        else:
            while True:
                key = self._value()
                if not isinstance(key, str) or key in seen:
                    raise NotStreamed
                seen.add(key)
                self._insist(":")
                if self._peek() == "[":
                    elements = self._elements()
                    yield key, elements
                    for _ in elements:
                        pass
                else:
                    self._plain(key)
                if self._either(",", "}") == "}":
                    break
        if self._peek():
            raise NotStreamed

    def _plain(self, key: str) -> None:
        if key not in ("title", "note"):  # what is read whole says what is wrong with it
            raise NotStreamed
        self._value()

    def _elements(self) -> Iterator[Any]:
        self._insist("[")
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._either(",", "]") == "]":
                return

    def _value(self) -> Any:
        """Return the next value; one that reaches the end of the text may go on in the file."""
        self._peek()
        while True:
            try:
                value, end = _DECODE(self._text, self._at)
            except (ValueError, RecursionError):
                if self._over:
                    raise NotStreamed from None
            else:
                if self._over or self._text[end : end + 1] not in _GOES_ON:
                    self._at = end
                    return value
            self._more()

    def _peek(self) -> str:
        """Return the next character that is no space; nothing at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._over:
                return ""
            self._more()

    def _more(self) -> None:
        block = self._file.read(max(BLOCK, len(self._text) - self._at))  # so a long one is cheap
        self._over = not block
        try:
            more = self._decoder.decode(block, self._over)
        except UnicodeDecodeError:
            raise NotStreamed from None
        self._text, self._at = self._text[self._at :] + more, 0

    def _insist(self, mark: str) -> None:
        self._either(mark, mark)

    def _either(self, one: str, other: str) -> str:
        found = self._peek()
        if not found or found not in (one, other):
            raise NotStreamed
        self._at += 1
        return found
