#!/usr/bin/env python
"""Django's own door (开发用): ``python manage.py help``. What people use is ``juzheng``."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")
    execute_from_command_line(sys.argv)
