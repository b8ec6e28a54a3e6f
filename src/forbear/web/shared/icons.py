"""The pictures of the pages, drawn in a square of sixteen: what stands inside of each ``svg``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "brand": (
            '<path d="M8 1.5 13.5 3.6v4.1c0 3.2-2.2 5.7-5.5 6.8-3.3-1.1-5.5-3.6-5.5-6.8V3.6z"/>'
            '<path d="M5.4 8.2h5.2"/>'
        ),
        "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
        "call": (
            '<path d="M3 2.5h2.6l1.2 3-1.5 1.2a8 8 0 0 0 4 4l1.2-1.5 3 1.2V13a1 1 0 0 1-1 '
            '1C6.600 14 2 9.400 2 3.500a1 1 0 0 1 1-1z"/>'
        ),
        "sms": '<path d="M2 3h12v8H7l-3 2.500V11H2z"/><path d="M5 6.200h6M5 8.300h4"/>',
        "chat": '<path d="M2 3h12v8H7l-3 2.500V11H2z"/><path d="M5 6.200h6M5 8.300h4"/>',
        "email": '<path d="M2 3.500h12v9H2z"/><path d="m2 4 6 4.700L14 4"/>',
        "letter": (
            '<path d="M3.500 1.500h6l3 3v10h-9z"/>'
            '<path d="M9.500 1.500v3h3M5.500 8h5M5.500 10.500h5"/>'
        ),
        "visit": (
            '<path d="M2 7.500 8 2.500l6 5"/>'
            '<path d="M3.500 6.500v7h9v-7M6.700 13.500V9.500h2.600v4"/>'
        ),
        "voicemail": (
            '<circle cx="4.500" cy="8" r="2.500"/><circle cx="11.500" cy="8" r="2.500"/>'
            '<path d="M4.500 10.500h7"/>'
        ),
        "social": (
            '<circle cx="8" cy="8" r="6"/><path d="M5.500 9.500c1.300 1.300 3.700 1.300 5 0"/>'
        ),
        "contacts": (
            '<circle cx="6" cy="5" r="2.500"/>'
            '<path d="M1.500 13.500c.3-3 2-4.500 4.500-4.500s4.200 1.500 4.500 4.500M10.500 '
            '2.800a2.500 2.500 0 0 1 0 4.500M12 9.400c1.500.6 2.300 2 2.500 4.100"/>'
        ),
        "refer": (
            '<circle cx="8" cy="4.700" r="2.700"/>'
            '<path d="M2.500 14c.3-3.300 2.400-5 5.500-5s5.200 1.700 5.500 5z"/>'
        ),
        "hold": '<circle cx="8" cy="8" r="6"/><path d="M6.300 5.800v4.400M9.700 5.800v4.400"/>',
        "none": '<circle cx="8" cy="8" r="6"/><path d="M5.300 8h5.400"/>',
        "all": '<path d="M2.500 4h11M2.500 8h11M2.500 12h11"/>',
        "permitted": ('<circle cx="8" cy="8" r="6"/><path d="m5.300 8.200 1.900 1.900 3.600-4"/>'),
        "denied": (
            '<circle cx="8" cy="8" r="6"/>'
            '<path d="m5.800 5.800 4.400 4.400M10.200 5.800l-4.400 4.400"/>'
        ),
        "clock": '<circle cx="8" cy="8" r="6"/><path d="M8 4.500V8l2.300 1.700"/>',
        "theme": (
            '<circle cx="8" cy="8" r="6"/><path d="M8 2v12a6 6 0 0 0 0-12z" fill="currentColor"/>'
        ),
        "read-half": (
            '<circle cx="8" cy="8" r="6"/><path d="M8 2v12a6 6 0 0 0 0-12z" fill="currentColor"/>'
        ),
        "previous": '<path d="m9.800 3.500-4.500 4.500 4.500 4.500"/>',
        "next": '<path d="m6.200 3.500 4.500 4.500-4.500 4.500"/>',
        "up": '<path d="M8 13V3M4 7l4-4 4 4"/>',
        "down": '<path d="M8 3v10M4 9l4 4 4-4"/>',
        "money": '<path d="M1.500 4h13v8h-13z"/><circle cx="8" cy="8" r="1.900"/>',
        "promises": (
            '<path d="M2.500 3.500h11v10h-11zM2.500 6.500h11M5.500 2v2.500M10.500 2v2.500"/>'
            '<path d="m6 10 1.500 1.400L10.200 8.700"/>'
        ),
        "decisions": (
            '<path d="M8 2v12M5 14h6M3 4.500h10M3 4.500 1.200 9h3.600zM13 4.500 11.200 9h3.600z"/>'
        ),
        "warning": '<path d="M8 2 14.500 13.500h-13z"/><path d="M8 6.500v3.200M8 11.600v.1"/>',
        "out": '<path d="M6.500 2.500h-4v11h4M10.500 5l3 3-3 3M13 8H6"/>',
        "keys": (
            '<path d="M1.500 4h13v8h-13zM4 6.500h.1M6.700 6.500h.1M9.400 6.500h.1M12 '
            '6.500h.1M5 9.500h6"/>'
        ),
        "try": (
            '<path d="M2 3h12v8H7l-3 2.500V11H2z"/>'
            '<path d="M6.500 5.800a1.500 1.500 0 1 1 1.900 1.400c-.300.100-.400.300-.400.600M8 '
            '9.300v.1"/>'
        ),
        "place": (
            '<path d="M8 14.500C5 11 3.500 8.700 3.500 6.500a4.500 4.500 0 0 1 9 0c0 '
            '2.200-1.500 4.500-4.500 8z"/><circle cx="8" cy="6.500" r="1.600"/>'
        ),
        "copy": '<path d="M5.500 5.500h8v8h-8zM3.500 10.500h-1v-8h8v1"/>',
        "add": '<path d="M8 3v10M3 8h10"/>',
        "remove": '<path d="m4 4 8 8M12 4l-8 8"/>',
    }
)
