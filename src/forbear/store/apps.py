from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The only home of the ORM."""

    name = "forbear.store"
    label = "store"
    verbose_name = "Forbear"
    default_auto_field = "django.db.models.BigAutoField"
