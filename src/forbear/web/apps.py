from django.apps import AppConfig


class WebConfig(AppConfig):
    """The front ends: one for each audience."""

    name = "forbear.web"
    label = "web"
