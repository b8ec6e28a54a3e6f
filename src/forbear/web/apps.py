from __future__ import annotations

import importlib

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The front ends: one for each audience."""

    name = "forbear.web"
    label = "web"

    def ready(self) -> None:
        """Declare who may do what, and take note of who signs in."""
        importlib.import_module("forbear.web.shared.permissions")
        importlib.import_module("forbear.web.shared.seats")
