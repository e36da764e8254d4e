"""The build hook (打包): a wheel contains the built pages, translations and paper fonts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

BUILD = Path(__file__).parent / "assets" / "build.py"


class BuildPages(build_py):
    """Build the assets before the package's files are collected."""

    def run(self) -> None:
        """Build the pages, then go on as every build does."""
        subprocess.run([sys.executable, str(BUILD)], check=True)  # noqa: S603 - our own script
        super().run()


setup(cmdclass={"build_py": BuildPages})
