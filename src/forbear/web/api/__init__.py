"""The API for other systems, at ``/api/v1/``: views without models, in front of the services."""
