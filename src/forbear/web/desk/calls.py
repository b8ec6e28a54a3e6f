"""A call: ask for a permit, make the call, log what came of it."""
from django.http import HttpRequest, HttpResponse


def call_start(request: HttpRequest, account_id: int) -> HttpResponse:
    return HttpResponse()


def call_outcome(request: HttpRequest, permit_id: int) -> HttpResponse:
    return HttpResponse()
