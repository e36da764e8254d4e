"""The WSGI entry point; in production it refuses to start with anything meant for development.

And anywhere with another key than the database was kept with.
"""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")

from juzheng.config import safety  # the settings must be named first

os.umask(0o077)  # what the server writes is nobody else's to read
safety.insist()
application = get_wsgi_application()

from juzheng.web.shared import startup  # noqa: E402 - the models must be there first

startup.serving()
connections.close_all()
