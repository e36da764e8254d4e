"""Write ``juzheng/records/schema.sqlite.sql``: what the migrations make of an empty SQLite.

``python assets/schema.py`` after each new migration; ``--check`` only says whether it is of today.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Migrate an empty database in a folder of its own, and write down what came out."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": folder,
            "JUZHENG_DATABASE_URL": "",
        }
        import django
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.loader import MigrationLoader

        django.setup()
        from juzheng.records import fresh

        call_command("migrate", verbosity=0, interactive=False)
        text = fresh.told(connection.connection, MigrationLoader(connection))
        connection.close()
    if "--check" in sys.argv:
        return int(fresh.FILE.read_text("utf-8") != text)
    fresh.FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
