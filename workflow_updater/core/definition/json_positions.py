"""Where the parts of a JSON text stand; read only when there is something to tell."""

from __future__ import annotations

import re
from json import loads

from workflow_updater.core.definition.positions import Node, Positions

TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


def json_positions(text: str) -> Positions:
    """
    Return the positions of *text*, which must be JSON that the standard library could read.

    One pass over the tokens without recursion: time and memory grow with the text only, whatever its nesting.
    """
    return Positions(text, _tree(text))


def _tree(text: str) -> Node:
    top = Node(0)
    open_nodes, in_array = [top], [True]  # the text as the only item of an array, so that no value is a special case
    key: tuple[str, int] | None = None
    for match in TOKEN.finditer(text):
        piece, offset = match.group(), match.start()
        if piece in "]}":
            open_nodes.pop()
            in_array.pop()
        elif piece in ",:":
            continue
        elif key is None and not in_array[-1]:
            key = (loads(piece), offset)
        else:
            parent = open_nodes[-1]
            name, start = key or (str(len(parent.members)), offset)
            node = Node(start)
            parent.attach(name, node)
            key = None
            if piece in "[{":
                open_nodes.append(node)
                in_array.append(piece == "[")
    return top.members["0"]
