"""A sign for each type of state, drawn in lines: no font has to have it."""

from __future__ import annotations

_FRAME = '<rect x="1" y="1" width="14" height="14" rx="3"/>'
_ROUND = '<circle cx="8" cy="8" r="7"/>'
_SIGNS = {
    "Task": f'{_FRAME}<path d="M9 3.5L5 9h3l-1 3.5L11 7H8z"/>',
    "Choice": '<path d="M8 1L15 8L8 15L1 8z"/><path d="M8 5.5v3M8 10.5v.6"/>',
    "Wait": f'{_ROUND}<path d="M8 4v4.3l3 1.7"/>',
    "Pass": f'{_FRAME}<path d="M4 8h7.5M8.5 5l3 3l-3 3"/>',
    "Succeed": f'{_ROUND}<path d="M4.5 8.2l2.5 2.5l4.5-5"/>',
    "Fail": f'{_ROUND}<path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/>',
    "Parallel": f'{_FRAME}<path d="M5 4v8M8 4v8M11 4v8"/>',
    "Map": '<path d="M4 1h10a1 1 0 0 1 1 1v9M4 8h5M4 11h5"/><rect x="1" y="4" width="11" height="11" rx="2"/>',
}
_UNKNOWN = f'{_FRAME}<path d="M6 6q0-2 2-2t2 2q0 1.3-2 2v1.2M8 11.3v.6"/>'


def icon(type_: str, x: float, y: float) -> str:
    """Return the sign of a state of that type, 16 pixels wide and high; a question mark for none that is known."""
    return f'<g class="icon" transform="translate({x:g} {y:g})">{_SIGNS.get(type_, _UNKNOWN)}</g>'
