"""
Keep the word books of what ships, and its pages as parsed (存词典), ``python -m juzheng.finder``.

See ``wordbook``, ``keeping`` and ``catalogue.parsed``.
"""

from collections.abc import Mapping

from juzheng.catalogue import parsed
from juzheng.finder import cries, default_finder, keeping, wordbook
from juzheng.finder.hearing import ear, second_ear
from juzheng.finder.urgency import alarm
from juzheng.finder.wordbook import WordBook


def books() -> Mapping[str, WordBook]:
    """Return each book of what ships by its name (各部词典)."""
    made = (default_finder().book, ear().book, alarm().book, second_ear().book)
    return dict(zip(wordbook.SHIPPED, made, strict=True))


if __name__ == "__main__":
    parsed.keep()
    with keeping.writing():
        made = books()
        cries.shipped()
    for one, book in made.items():
        wordbook.keep(book, one)
