"""Files that strangers gave, handed out so that no browser runs or keeps them."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def download(data: bytes, *, name: str, media: str) -> HttpResponse:
    """Answer with a file: always as a download, never shown in a page of ours."""
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
