"""The words of the auditor as data, and their loader."""

from forbear.packs.speech.loader import load_auditor

__all__ = ["load_auditor"]
