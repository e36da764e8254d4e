"""The app that holds all models (记录)."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What happened (记录)."""

    name = "juzheng.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
