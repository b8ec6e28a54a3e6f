"""Write down what was learned, where the auditor reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tools.auditor.fitting import Fitted
from tools.auditor.meant import common_tokens
from tools.auditor.overall import Wholes

from forbear.core.speech.audit.readers.learned import LABELS, Model, Unit
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.readers.weighing import Weights
from forbear.packs.speech.encoder import COMMON

TARGET = Path(__file__).resolve().parents[2] / "src" / "forbear" / "packs" / "speech"


def keep_reader(name: str, fitted: Fitted) -> None:
    """Write the weights of a reader as bytes."""
    model = _packed(fitted)
    np.savez_compressed(
        TARGET / name,
        labels=np.array(model.labels),
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
    )


def keep_overall(name: str, fitted: Fitted, found: Wholes) -> None:
    """Write the weights of the reader of whole texts as bytes, and how rare each piece is."""
    model = _packed(fitted)
    np.savez_compressed(
        TARGET / name,
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
        rarity=found.rarity,
    )


def _packed(fitted: Fitted) -> Model:
    """Return the reader with its weights as bytes."""
    scale = np.abs(fitted.weights).max(axis=0) / 127
    return Model(
        LABELS,
        np.rint(fitted.weights / scale).astype(np.int8),
        scale.astype(np.float32),
        fitted.bias.astype(np.float32),
    )


def keep_tokens(units: Sequence[Unit]) -> None:
    """Write which tokens the texts have, the commonest first."""
    np.savez_compressed(TARGET / COMMON.name, tokens=common_tokens(units))


def keep_weighing(weights: Mapping[str, Weights], doubt: Mapping[str, float]) -> None:
    """Write what each piece of evidence is worth, and the trees that are asked beside it."""
    (TARGET / "weighing.toml").write_text(_written(weights, doubt), encoding="utf-8")
    trees = {
        f"{name}.{what}": one
        for name, own in weights.items()
        for what, one in (("category", own.category_trees), ("text", own.text_trees))
        if one is not None
    }
    np.savez_compressed(
        TARGET / "trees.npz",
        **{
            f"{name}.{part}": np.array(getattr(one, part))
            for name, one in trees.items()
            for part in Trees.__dataclass_fields__
        },
    )


def _written(weights: Mapping[str, Weights], doubt: Mapping[str, float]) -> str:
    """Return the weights of the evidence as the file that the auditor reads."""
    parts = [
        "# What each piece of evidence is worth. Written by `python -m tools.auditor.train`.",
        "# light: without the third reader; full: with it.",
        "# doubt: as likely as this to be at fault, a text is read by the third reader too.",
    ]
    for reading, own in weights.items():
        parts += [
            f"\n[{reading}]",
            f"category_least = {own.category_least}",
            f"\n[{reading}.text_least]",
            *(f"{language} = {least}" for language, least in own.text_least.items()),
        ]
        if reading == "light":
            parts += ["\n[light.doubt]", *(f"{name} = {least}" for name, least in doubt.items())]
        for name, values in (("category", own.category), ("text", own.text)):
            parts.append(f"\n[{reading}.{name}]")
            parts.extend(f'"{key}" = {value:.4f}' for key, value in sorted(values.items()))
    return "\n".join(parts) + "\n"
