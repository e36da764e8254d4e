"""``juzheng work``: the sweeper beside the server."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from juzheng.web.shared import startup


class Command(BaseCommand):
    """Sweep (后台整理)."""

    swept_on: date | None = None  # the day on which this process last looked for what is due

    help = "Finish interrupted papers and forget what is over, every minute (后台整理)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how often."""
        parser.epilog = "Example (例): juzheng work --once"
        parser.add_argument("--once", action="store_true", help="one round, then stop (只做一轮)")
        parser.add_argument("--every-seconds", type=int, default=60, help="60")

    def handle(self, *, once: bool, every_seconds: int, **options: Any) -> None:
        """Do a round; unless ``once``, wait and do the next."""
        while True:
            said = self._round()
            if once:
                self.stdout.write(said or "没有要整理的。")
                return
            if said:
                self.stdout.write(said)
                self.stdout.flush()
            close_old_connections()  # a database that was restarted meanwhile is asked anew
            time.sleep(max(1, every_seconds))

    def _round(self) -> str:
        at = timezone.now()
        rounds = [
            startup.interrupted_papers,
            startup.publications,
            startup.last_days,
            startup.confirmations,
            startup.leftovers,
        ]
        if self.swept_on != (today := timezone.localdate(at)):  # terms end with a day
            rounds += [startup.retention, startup.counts]
        said = "\n".join(said for do in rounds for said in do(at=at))
        self.swept_on = today
        return said
