"""Transcripts of calls and chats: WebVTT, SRT, and JSON with speakers."""

from forbear.interchange.transcripts.reading import read_transcript
from forbear.interchange.transcripts.turns import Said, Transcript, TranscriptProblem

__all__ = ["Said", "Transcript", "TranscriptProblem", "read_transcript"]
