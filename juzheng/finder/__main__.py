"""Keep the word books of what ships (存词典), ``python -m juzheng.finder``: see ``wordbook``."""

from collections.abc import Mapping

from juzheng.finder import default_finder, wordbook
from juzheng.finder.hearing import ear
from juzheng.finder.urgency import alarm
from juzheng.finder.wordbook import WordBook


def books() -> Mapping[str, WordBook]:
    """Return each book of what ships by its name (各部词典)."""
    made = (default_finder().book, ear().book, alarm().book)
    return dict(zip(wordbook.SHIPPED, made, strict=True))


if __name__ == "__main__":
    for which, book in books().items():
        wordbook.keep(book, which)
