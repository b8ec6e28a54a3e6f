"""How pages are compiled: once for each language, with all in them that never changes.

A page of the desk has a hundred sentences and dozens of pictures that are the same for everybody.
Looked up at each showing they cost as much as what differs. Here they become plain text when the
page is compiled, which is once a process and a language.
"""

from __future__ import annotations

import re

from django.template import Context, Node, NodeList, Template, TemplateDoesNotExist
from django.template.base import Origin, TextNode, TokenType
from django.template.defaulttags import IfNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import get_language
from django_cotton.cotton_loader import Loader as ComponentLoader

from forbear.web.shared.icons import ICONS
from forbear.web.shared.quick import QuickTemplate

# what `cotton/icon.html` writes of a picture without a label, so that nobody is told of it
_PICTURE = (
    '\n<svg class="icon {look}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    "{drawn}</svg>\n"
)
_ICON = re.compile(
    r'<c-icon (?:name="(?P<name>[a-z-]+)"|:name="(?P<asked>[a-z_.]+)")'
    r'(?: class="(?P<look>[^"{]*)")? />'
)


class PictureLoader(ComponentLoader):  # type: ignore[misc] # cotton has no types
    """Cotton's loader, for which a picture is plain text and no component."""

    def _get_template_string(self, template_name: str) -> str:
        return drawn(str(super()._get_template_string(template_name)))


class PageLoader(cached.Loader):
    """Keeps compiled pages by language; what is said in a page is looked up when it is compiled."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Return under what a page is kept."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Return a page, compiled for the language at hand."""
        key = self.cache_key(template_name, skip)
        if key not in self.get_template_cache:
            try:
                made = self._compiled(template_name, skip)
            except TemplateDoesNotExist:
                pass  # asked for once more below, which keeps that there is none
            else:
                # kept when it is whole: another thread may show it at once
                said_once(made.nodelist, made)
                self.get_template_cache[key] = made
        return super().get_template(template_name, skip)

    def _compiled(self, template_name: str, skip: list[Origin] | None) -> Template:
        """Compile the first template of the name that is not left out; as Django's loaders do."""
        tried = []
        for origin in self.get_template_sources(template_name):
            if skip is not None and origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                contents = self.get_contents(origin)
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
                continue
            return QuickTemplate(contents, origin, template_name, self.engine)
        raise TemplateDoesNotExist(template_name, tried=tried)


def drawn(text: str) -> str:
    """Put the pictures into the text of a template."""
    return _ICON.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    name, asked = found["name"], found["asked"]
    inside = f"{{{{ {asked}|icon_path }}}}" if asked else ICONS.get(name, "")
    return _PICTURE.format(look=found["look"] or "", drawn=inside)


def said_once(nodes: NodeList, page: Template) -> None:
    """Put what is said in the language at hand in the place of what looks it up, in place."""
    whole: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            said_once(inner, page)
        text = node.s if isinstance(node, TextNode) else _said(node, page)
        if text is None:
            whole.append(node)
        elif whole and type(whole[-1]) is TextNode:
            whole[-1] = TextNode(whole[-1].s + text)
        else:
            whole.append(TextNode(text))
    nodes[:] = whole


def _inside(node: Node) -> list[NodeList]:
    """Return the lists of nodes within a node."""
    if isinstance(node, IfNode):
        return [inner for _condition, inner in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [inner for inner in found if isinstance(inner, NodeList)]


def _said(node: Node, page: Template) -> str | None:
    """Return what a node says whatever the page is about; ``None`` where that is not known."""
    if isinstance(node, TranslateNode):
        said = node.filter_expression
        is_same = said.var.literal is not None and not said.filters
    elif isinstance(node, BlockTranslateNode):
        is_plain = all(token.token_type == TokenType.TEXT for token in node.singular)
        is_same = is_plain and not node.extra_context and not node.countervar
    else:
        return None
    if not is_same or node.asvar or node.message_context:
        return None
    context = Context()
    context.template = page
    return str(node.render(context))
