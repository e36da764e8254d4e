"""The WSGI entry point; in production it refuses to start with anything meant for development."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juzheng.config.settings")

from juzheng.config import safety  # the settings must be named first

safety.insist()
application = get_wsgi_application()
