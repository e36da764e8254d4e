"""English (英语): what is written in English, turned into the Chinese words that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

BEHIND = "~"  # before a Chinese word: it goes behind what follows
_APOSTROPHE = str.maketrans("’", "'")


class English:
    """The words and phrases of ``catalogue/words/english.yaml`` (英汉词表)."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Index ``table``: English forms parted by commas, by the Chinese word they stand for."""
        self._phrases = {
            tuple(form.split()): chinese
            for chinese, forms in table.items()
            for form in forms.split(",")
        }
        self._longest = max(map(len, self._phrases), default=0)
        self._words = {word for phrase in self._phrases for word in phrase}

    def knows(self, token: str) -> bool:
        """Return whether ``token`` is an English word that stands in the table."""
        return any(word in self._words for word in _bases(token))

    def phrase(self, tokens: list[str]) -> tuple[int, str] | None:
        """Return how many of the first ``tokens`` are one phrase and its Chinese; None if none."""
        for count in range(min(self._longest, len(tokens)), 0, -1):
            for last in _bases(tokens[count - 1]):
                chinese = self._phrases.get((*map(_plain, tokens[: count - 1]), last))
                if chinese is not None:
                    return count, chinese
        return None


def joined(pieces: Iterable[str]) -> str:
    """Return Chinese ``pieces`` as one text, those marked ``~`` behind the next thing named."""
    said: list[str] = []
    waiting: list[str] = []
    for piece in pieces:
        if piece.startswith(BEHIND):
            waiting.append(piece[len(BEHIND) :])
        elif piece:
            said.append(piece)
            if len(piece) > 1:  # no pronoun
                said += waiting
                waiting = []
    return "".join(said + waiting)


def _plain(token: str) -> str:
    return token.translate(_APOSTROPHE)


def _bases(token: str) -> tuple[str, ...]:
    """Return ``token`` and what it may be the plural or the genitive of."""
    plain = _plain(token)
    bases = [plain]
    for ending, base in (("'s", ""), ("s'", ""), ("ies", "y"), ("es", ""), ("s", "")):
        if plain.endswith(ending) and len(plain) > len(ending) + 2:
            bases.append(plain.removesuffix(ending) + base)
    return tuple(bases)
