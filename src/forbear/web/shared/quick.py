"""Templates whose values are found with few steps.

Django looks for ``row.channel`` in a row as in a mapping, catches what that raises, and then asks
for its attribute; and each filter is asked at each showing how it wants to be called. A case page
finds fourteen hundred values. Here the way that is most common is tried first; whatever is not
plain (something callable, missing, or subscripted) goes Django's own way, from the beginning.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.template import Context, NodeList, Template
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    Parser,
    Token,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined] # the stubs leave it out

_NOTHING = object()


class QuickTemplate(Template):
    """A template that shows what Django's own shows."""

    def compile_nodelist(self) -> NodeList:
        """Compile; a template that is being debugged is compiled by Django alone."""
        if self.engine.debug:
            return super().compile_nodelist()
        parser = _QuickParser(
            Lexer(self.source).tokenize(),
            self.engine.template_libraries,
            self.engine.template_builtins,
            self.origin,
        )
        nodes = parser.parse()
        self.extra_data = parser.extra_data
        return nodes


class _QuickParser(Parser):
    """Django's parser, with the quick forms of what shows a value."""

    def compile_filter(self, token: str) -> FilterExpression:
        return QuickExpression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        if type(node) is VariableNode:
            node = QuickNode(node.filter_expression)
        super().extend_nodelist(nodelist, node, token)


class QuickVariable(Variable):
    """A name with dots, followed through mappings and attributes."""

    def _resolve_lookup(self, context: Any) -> Any:
        found = self._plain(context)
        return super()._resolve_lookup(context) if found is _NOTHING else found  # type: ignore[misc] # the stubs leave it out

    def _plain(self, context: Any) -> Any:
        """Return the value where each step is plain, else ``_NOTHING``."""
        first, *rest = self.lookups or ()
        current: Any = _NOTHING
        for known in reversed(context.dicts):
            if first in known:
                current = known[first]
                break
        if callable(current):
            return _NOTHING
        for bit in rest:
            kind = type(current)
            if kind is dict:
                current = current.get(bit, _NOTHING)
            elif hasattr(kind, "__getitem__"):
                return _NOTHING
            else:
                try:
                    current = getattr(current, bit, _NOTHING)
                except Exception:  # noqa: BLE001 - a property may raise anything: Django's way says what follows
                    return _NOTHING
            if current is _NOTHING or callable(current):
                return _NOTHING
        return current


def _quick(variable: Variable) -> Variable:
    return QuickVariable(variable.var) if variable.lookups is not None else variable


class QuickExpression(FilterExpression):
    """A value with its filters, of which is known how each wants to be called."""

    __slots__ = ("_steps",)

    def __init__(self, token: str, parser: Parser) -> None:
        """Read the text of an expression."""
        super().__init__(token, parser)
        if self.is_var:
            self.var = _quick(self.var)
        self._steps = tuple(
            (
                func,
                tuple((lookup, _quick(arg) if lookup else mark_safe(arg)) for lookup, arg in args),  # noqa: S308 - a constant of the template
                getattr(func, "expects_localtime", False),
                getattr(func, "needs_autoescape", False),
                getattr(func, "is_safe", False),
            )
            for func, args in self.filters
        )

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Find the value and put it through the filters."""
        value: Any = self.var
        if self.is_var:
            try:
                value = value.resolve(context)
            except VariableDoesNotExist:
                if not ignore_failures:
                    # what stands for a value that is missing is said in the settings
                    return super().resolve(context, ignore_failures)
                value = None
        for func, args, is_local, asks_escaping, is_safe in self._steps:
            given = [arg.resolve(context) if lookup else arg for lookup, arg in args]
            if is_local:
                value = template_localtime(value, context.use_tz)
            more = {"autoescape": context.autoescape} if asks_escaping else {}
            made = func(value, *given, **more)
            is_marked = is_safe and isinstance(value, SafeData)
            value = mark_safe(made) if is_marked else made  # noqa: S308 - as Django does: it was safe before
        return value


class QuickNode(VariableNode):
    """Shows a value; texts, which are most of them, at once."""

    def render(self, context: Context) -> str:
        """Write the value, escaped where it must be."""
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return] # it is one
        if kind is str:
            return escape(value) if context.autoescape else value
        return render_value_in_context(value, context)

    # where it is shown is told while debugging only, and then there is none of these
    render_annotated = render
