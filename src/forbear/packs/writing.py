"""A template's table as TOML, as a person would write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "", "\b": "\\b", "\f": "\\f"}


def template_toml(raw: Mapping[str, object], *, head: str = "") -> str:
    """Return ``raw`` as TOML; ``head`` are comment lines to stand above it."""
    lines = [line for line in head.splitlines() if line.startswith("#")]
    lines += _table("", raw)
    return "\n".join(lines).strip() + "\n"


def _table(name: str, raw: Mapping[str, object]) -> list[str]:
    lines = [] if not name else ["", f"[{name}]"]
    inner = {key: value for key, value in raw.items() if isinstance(value, Mapping)}
    lines += [f"{key} = {_value(value)}" for key, value in raw.items() if key not in inner]
    for key, value in inner.items():
        lines += _table(f"{name}.{key}" if name else key, value)
    return lines


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"""\n{_escaped(value).strip()}\n"""' if "\n" in value else f'"{_escaped(value)}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, Sequence):
        pieces = [_value(one) for one in value]
        if sum(map(len, pieces)) < 80 and not any(isinstance(one, Mapping) for one in value):  # noqa: PLR2004 - a line
            return "[" + ", ".join(pieces) + "]"
        return "[\n" + "".join(f"  {piece},\n" for piece in pieces) + "]"
    raise TypeError(f"{value!r} has no place in a template")


def _escaped(text: str) -> str:
    plain = "".join(_ESCAPES.get(sign, sign) for sign in text)
    return "".join(
        sign if sign == "\n" or (sign >= " " and sign != "\x7f") else f"\\u{ord(sign):04x}"
        for sign in plain
    )
