"""Inline shapes drawn on a 24 × 24 grid with strokes only, so that they take the text's colour."""

from __future__ import annotations

SHAPES: dict[str, str] = {
    # ratings: each outline differs, so that no rating is told by colour alone
    "scam": '<path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z"/><path d="M12 7v6M12 16.8v.2"/>',
    "impersonation": '<circle cx="9" cy="8" r="4"/><path d="M2.5 20c0-4 3-6.5 6.5-6.5'
    's6.5 2.5 6.5 6.5M15 4.3a4 4 0 0 1 0 7.4M18.5 14.5c1.9 1 3 3 3 5.5"/>',
    "false": '<path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z"/>'
    '<path d="m8.5 8.5 7 7M15.5 8.5l-7 7"/>',
    "misleading": '<path d="M12 3 22 20.5H2z"/>'
    '<path d="M9 17c0-3.5 5-2.5 5-6M11.8 9 14 11l2-2.2"/>',
    "confirmed": '<path d="M12 3 22 20.5H2z"/><path d="M12 9.5v5M12 17.3v.2"/>',
    "resolved": '<path d="M12 2.5 20 5.5v6c0 5-3.5 8.5-8 10-4.5-1.5-8-5-8-10v-6z"/>'
    '<path d="m8.5 12 2.5 2.5 4.5-5"/>',
    "outdated": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l-4 2.5"/>',
    "partly_true": '<circle cx="12" cy="12" r="9.5"/>'
    '<path d="M12 2.5v19M12 7h7.5M12 12h9M12 17h7.5"/>',
    "true": '<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.5 3 3 6-6.5"/>',
    "genuine": '<path d="m12 1.8 2.7 2.3 3.5-.3.9 3.4 3 1.8-1.3 3.2 1.3 3.2-3 1.8-.9 3.4'
    '-3.5-.3L12 22.2l-2.7-2.2-3.5.3-.9-3.4-3-1.8 1.3-3.2L1.9 8.7l3-1.8.9-3.4 3.5.3z"/>'
    '<path d="m8 12.3 2.8 2.8 5.2-5.6"/>',
    "unverified": '<circle cx="12" cy="12" r="9.5" stroke-dasharray="3.5 2.470"/>'
    '<path d="M9.3 9.4a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3 1-1.3 2M12 17v.2"/>',
    # states of work
    "done": '<path d="m4.5 12.5 5 5 10-11"/>',
    "waiting": '<path d="M6 3h12M6 21h12'
    'M7 3c0 5 4 6 5 9 1-3 5-4 5-9M7 21c0-5 4-6 5-9 1 3 5 4 5 9"/>',
    "late": '<circle cx="12" cy="13" r="8"/><path d="M12 8.5V13l3 2M4.5 3 2 5.5M19.5 3 22 5.5"/>',
    "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2"/>',
    "silent": '<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12h.1M12 12h.1M16.5 12h.1"/>',
    "open": '<circle cx="12" cy="12" r="9.5"/>',
    "refused": '<circle cx="12" cy="12" r="9.5"/><path d="m5.5 5.5 13 13"/>',
    "locked": '<path d="M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "draft": '<path d="m4 20 1-5L16 4l4 4L9 19z"/>',
    "sent": '<path d="M21.5 2.5 10 14M21.5 2.5 14.5 21.5 10 14 2.5 9.5z"/>',
    # things and actions
    "search": '<circle cx="10.5" cy="10.5" r="7"/><path d="m15.7 15.7 5.8 5.8"/>',
    "phone": '<path d="M6 2.5 9 3l1.5 5-2.3 1.8a13 13 0 0 0 6 6L16 13.5l5 1.5.5 3'
    'c0 2-1.5 3.5-3.5 3.5A15.5 15.5 0 0 1 2.5 6C2.5 4 4 2.5 6 2.5z"/>',
    "link": '<path d="M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1.5 1.5M14 10a5 5 0 0 0-7 0l-3 3'
    'a5 5 0 0 0 7 7l1.5-1.5"/>',
    "image": '<path d="M3 4.5h18v15H3zM3 16l5-5 5 5 3-3 5 5"/><circle cx="15.5" cy="9" r="1.5"/>',
    "copy": '<path d="M8 8h13v13H8zM16 8V3H3v13h5"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z"/>',
    "share": '<circle cx="6" cy="12" r="3"/><circle cx="18" cy="5.5" r="3"/>'
    '<circle cx="18" cy="18.5" r="3"/><path d="m8.7 10.6 6.7-3.7M8.7 13.4l6.7 3.7"/>',
    "people": '<circle cx="9" cy="8" r="4"/><path d="M2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5'
    'M15 4.3a4 4 0 0 1 0 7.4M18.5 14.5c1.9 1 3 3 3 5.5"/>',
    "person": '<circle cx="12" cy="8" r="4.5"/><path d="M3.5 21c0-4.5 3.5-7 8.5-7s8.5 2.5 8.5 7"/>',
    "warning": '<path d="M12 3 22 20.5H2z"/><path d="M12 9.5v5M12 17.3v.2"/>',
    "info": '<circle cx="12" cy="12" r="9.5"/><path d="M12 11v6M12 7v.2"/>',
    "close": '<path d="m5 5 14 14M19 5 5 19"/>',
    "down": '<path d="m5 8.5 7 7 7-7"/>',
    "forward": '<path d="M4 12h16M13 5l7 7-7 7"/>',
    "back": '<path d="M20 12H4M11 5l-7 7 7 7"/>',
    "document": '<path d="M5 2.5h10l4 4v15H5zM9 11h6M9 15h6"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "growth": '<path d="m3 17 6-6 4 4 8-8M15 7h6v6"/>',
    "undo": '<path d="M4 9h10a6 6 0 0 1 0 12H8M9 4 4 9l5 5"/>',
}
