"""The question for a passkey, kept in the session until the browser answers: once."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest

from forbear.services.passkeys import Question, passkey_asked
from forbear.wiring import clock

KEY = "passkey"


def question_kept(request: HttpRequest, question: Question) -> str:
    """Keep a question for its answer; return it as the page gives it to the browser."""
    request.session[KEY] = question.kept
    return question.options


def question_taken(request: HttpRequest) -> dict[str, str]:
    """Take the question that was kept: an answer counts once."""
    found = request.session.pop(KEY, None)
    return found if isinstance(found, dict) else {}


def passkey_options(request: HttpRequest) -> str:
    """Return the question for one of the user's passkeys; empty where they have none here."""
    assert isinstance(request.user, User)
    asked = passkey_asked(user=request.user, host=request.get_host(), at=clock.now())
    return question_kept(request, asked) if asked else ""
