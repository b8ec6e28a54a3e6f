"""How the fields of forms are written: choices that were written before are not written again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString

# what these show is a list of ours and which of it is chosen; never what somebody has typed
_CHOICES = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("select", "radio_option", "checkbox_option")
)
# so many different lists are kept
_KEPT_MAX = 512


class KeptRenderer(DjangoTemplates):
    """Django's own renderer, which remembers how a list of choices is written.

    What is written hangs on the template and the widget alone. Words that are translated when they
    are shown are part of the key as they are shown.
    """

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """Write a part of a form."""
        if request is not None or template_name not in _CHOICES or set(context) != {"widget"}:
            return SafeString(super().render(template_name, context, request))
        return _written(self, template_name, _Shown(context))


class _Shown:
    """A context that equals another if both show the same."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.context = context
        self._text = repr(context)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@lru_cache(maxsize=_KEPT_MAX)
def _written(renderer: KeptRenderer, template_name: str, shown: _Shown) -> SafeString:
    return SafeString(super(KeptRenderer, renderer).render(template_name, shown.context))
