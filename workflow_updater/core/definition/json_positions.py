"""Where the parts of a JSON text stand; read only when there is something to tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import loads

from workflow_updater.core.definition.document import Place
from workflow_updater.core.definition.json_pointer import pointer, tokens

TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


@dataclass(frozen=True)
class Node:
    """A value of the text: *offset* of the key it has or, without one, of itself; and its members or items."""

    offset: int
    members: dict[str, Node] = field(default_factory=dict)
    duplicates: list[tuple[str, int]] = field(default_factory=list)


class JsonPositions:
    """
    The positions of every part of *text*, which must be JSON that the standard library could read.

    Built in one pass over the tokens without recursion: time and memory grow with the text only, whatever its nesting.
    """

    def __init__(self, text: str) -> None:
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.root = _nodes(text)

    def place(self, offset: int) -> Place:
        """Return line and column of the character at *offset*."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def locate(self, text: str) -> Place:
        """Return the place of the JSON pointer *text*, or of its nearest parent that is there."""
        node = self.root
        for token in tokens(text):
            if token not in node.members:
                break
            node = node.members[token]
        return self.place(node.offset)

    def duplicates(self) -> Iterator[tuple[str, str, Place]]:
        """Yield pointer, key and place of every key that stood in its object before."""
        pending: list[tuple[tuple[str, ...], Node]] = [((), self.root)]
        while pending:
            path, node = pending.pop()
            for key, offset in node.duplicates:
                yield pointer((*path, key)), key, self.place(offset)
            pending.extend(((*path, key), child) for key, child in node.members.items())


def _nodes(text: str) -> Node:
    open_nodes: list[Node] = []
    in_array: list[bool] = []
    root = Node(0)
    key: tuple[str, int] | None = None
    for match in TOKEN.finditer(text):
        piece, offset = match.group(), match.start()
        if piece in "]}":
            open_nodes.pop()
            in_array.pop()
        elif piece in ",:":
            continue
        elif open_nodes and not in_array[-1] and key is None:
            key = (loads(piece, strict=False), offset)
        else:
            node = _attach(open_nodes[-1], key, offset) if open_nodes else Node(offset)
            root = root if open_nodes else node
            key = None
            if piece in "[{":
                open_nodes.append(node)
                in_array.append(piece == "[")
    return root


def _attach(parent: Node, key: tuple[str, int] | None, offset: int) -> Node:
    if key is None:
        name, node = str(len(parent.members)), Node(offset)
    else:
        name, node = key[0], Node(key[1])
        if name in parent.members:
            parent.duplicates.append(key)
    parent.members[name] = node
    return node
