"""What a page says next about something that was just asked for: it is done, or why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest

from forbear.services.refusals import Refusal
from forbear.web.shared.refusals import refusal_said

Done = TypeVar("Done")


def outcome_told(
    request: HttpRequest, done: Done | Refusal, said: str | Callable[[Done], str]
) -> None:
    """Tell what came of it: ``said`` where it was done, and why not where it was refused.

    ``said`` is asked of what was done, where it depends on it.
    """
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    else:
        messages.success(request, said if isinstance(said, str) else said(done))
