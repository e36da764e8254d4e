"""The app that holds templates, template tags and commands (门户)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Who is asking (门户)."""

    name = "juzheng.web"
    label = "web"

    def ready(self) -> None:
        """Say how the pages are tried before anything is published."""
        from juzheng.acts.catalogue import rehearsal
        from juzheng.web.shared.catalogue.rehearsal import rehearse

        rehearsal.REHEARSALS.append(rehearse)
