"""Keep the word book of what ships (存词典), ``python -m juzheng.finder``: see ``wordbook``."""

from juzheng.finder import default_finder, wordbook

if __name__ == "__main__":
    wordbook.keep(default_finder().book)
