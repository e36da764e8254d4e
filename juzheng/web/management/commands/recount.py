"""``juzheng recount``: count anew what pages show as counts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from juzheng.acts.base import tallies


class Command(BaseCommand):
    """Recount (重算汇总)."""

    help = "Count anew what pages show as counts, from the rows themselves (重算汇总)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Show how it is called."""
        parser.epilog = "Example (例): juzheng recount"

    def handle(self, **options: Any) -> None:
        """Count, and say how many rows were counted otherwise."""
        self.stdout.write(f"已重算，{tallies.recount()} 行的计数有变动。")
