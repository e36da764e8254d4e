"""``python -m juzheng.catalogue --on 2026-11-22`` checks the folder (核对目录)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from juzheng.catalogue.checking import check, summary
from juzheng.catalogue.forms import CatalogueError
from juzheng.catalogue.reader import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong, one line each, or a line of counts; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m juzheng.catalogue", description=__doc__)
    parser.add_argument("--on", type=date.fromisoformat, required=True, help="YYYY-MM-DD")
    parser.add_argument("--folder", type=Path, help="another folder than the shipped one")
    options = parser.parse_args(arguments)
    try:
        found = check(options.folder, on=options.on)
    except CatalogueError as error:
        found = (str(error),)
    for line in found:
        print(line)
    if found:
        print(f"共 {len(found)} 处需要改正。", file=sys.stderr)
        return 1
    print(summary(load(options.folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
