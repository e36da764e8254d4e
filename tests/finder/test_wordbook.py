"""The word book (词典): kept on disk or made anew, it hears the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.finder import shipped, wordbook
from juzheng.finder.__main__ import books
from juzheng.finder.lexicon import Lexicon
from juzheng.finder.wordbook import WordBook
from juzheng.finder.writing import Writing

LINES = {
    "death": "死 走了 老了 没~了",
    "dog": "狗 小狗 养{了,着}狗",
    "void": "带走了",
    "mix": "走了^狗",
}
PLACES = {"4301": ["长沙市", "长沙"]}
SIGNS = "死走了老没狗小养着带长沙市,。a "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(wordbook, "KEPT", tmp_path / "kept")
    return tmp_path / "kept"


def _lexicon(**lines: str) -> Lexicon:
    return Lexicon.over(Writing(shipped().letters), {**LINES, **lines}, PLACES)


def test_what_is_kept_is_what_was_made(folder: Path) -> None:
    made = _lexicon()
    wordbook.keep(made.book)
    read = wordbook.kept(made.book.made_of)
    assert read is not None
    assert dict(read.forms.items()) == dict(made.book.forms.items())
    assert list(read.meanings) == list(made.book.meanings)
    for text in ("老了走了养着狗", "带走了,没有了", "长沙市死走了狗", "zou le yang gou", "死"):
        again = _lexicon()
        assert again.book.meanings == made.book.meanings
        assert again.hits(again.read(text)) == made.hits(made.read(text))


@given(st.text(SIGNS, max_size=30))
def test_every_form_is_found_where_it_stands(text: str) -> None:
    found = {(hit.start, hit.words) for hit in _lexicon()._exact(text, [True] * (len(text) + 1))}
    plain = ("死", "走了", "老了", "狗", "小狗", "养了狗", "养着狗", "带走了", "长沙市", "长沙")
    for start in range(len(text)):
        for form in plain:
            assert ((start, form) in found) == text.startswith(form, start)


def test_a_book_of_other_lines_is_not_used(folder: Path) -> None:
    wordbook.keep(_lexicon().book)
    assert _lexicon(cat="猫").hits("猫")
    assert wordbook.kept(_lexicon(cat="猫").book.made_of) is None


def test_a_book_half_written_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = _lexicon().book
    wordbook.keep(book)

    def broken(which: str, name: str) -> Path:
        if name == "ear":
            raise OSError("no space left")
        return folder / f"{which}.{name}.marisa"

    monkeypatch.setattr(wordbook, "_trie", broken)
    with pytest.raises(OSError, match="space"):
        wordbook.keep(book)
    assert wordbook.kept(book.made_of) is None


def test_a_book_in_use_can_be_kept_again(folder: Path) -> None:
    wordbook.keep(_lexicon().book)
    read: WordBook = _lexicon().book
    wordbook.keep(read)
    assert wordbook.kept(read.made_of) is not None


def test_the_shipped_books_are_the_same_in_every_process() -> None:
    """Their sums must not hang on the order of sets, or no process would ever find them kept."""
    for which, book in books().items():
        assert wordbook.kept(book.made_of, which) is not None, "run make assets"


def test_a_book_serves_only_for_its_own_words(folder: Path) -> None:
    book = _lexicon().book
    wordbook.keep(book, "heard")
    assert wordbook.kept(book.made_of, "heard") is not None
    assert wordbook.kept(book.made_of) is None


def test_a_book_of_other_lines_is_not_even_parsed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordbook.keep(_lexicon().book)
    monkeypatch.setattr(wordbook.json, "loads", lambda *_: pytest.fail("parsed"))
    assert wordbook.kept("0" * 64) is None
