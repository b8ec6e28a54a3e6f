"""The embedded PostgreSQL: found, made, started and stopped by us, on a private socket only."""

from forbear.wiring.embedded.cluster import DATABASE, OWNER, PORT
from forbear.wiring.embedded.errors import DatabaseProblem
from forbear.wiring.embedded.places import Places, places
from forbear.wiring.embedded.server import Status, remove, start, status, stop

__all__ = [
    "DATABASE",
    "OWNER",
    "PORT",
    "DatabaseProblem",
    "Places",
    "Status",
    "places",
    "remove",
    "start",
    "status",
    "stop",
]
