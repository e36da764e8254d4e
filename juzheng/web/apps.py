"""The app that holds templates, template tags and commands (门户)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Who is asking (门户)."""

    name = "juzheng.web"
    label = "web"
