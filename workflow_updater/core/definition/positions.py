"""Where the parts of a source text stand, whatever its language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from workflow_updater.core.definition.document import Place
from workflow_updater.core.definition.json_pointer import pointer, tokens


class Node:
    """
    A value in the text.

    *offset* is that of its key in an object, of the value itself elsewhere; *members* are its members or, by their
    indices, its items; *duplicates* are keys that stood in the object before, each with the offset of its repetition.
    """

    __slots__ = ("duplicates", "members", "offset")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.members: dict[str, Node] = {}
        self.duplicates: list[tuple[str, int]] = []

    def attach(self, key: str, node: Node) -> None:
        """Add a member while the tree is being built; of equal keys the last stays, as in the value."""
        if key in self.members:
            self.duplicates.append((key, node.offset))
        self.members[key] = node


class Positions:
    """The tree of a text: pointers to places. Lines end at a line feed; columns count characters."""

    def __init__(self, text: str, root: Node) -> None:
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._root = root

    def place(self, offset: int) -> Place:
        """Return line and column of the character at *offset*."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def locate(self, text: str) -> Place:
        """Return the place of the JSON pointer *text*, or of its nearest parent that is there."""
        node = self._root
        for token in tokens(text):
            if token not in node.members:
                break
            node = node.members[token]
        return self.place(node.offset)

    def duplicates(self) -> Iterator[tuple[str, str, Place]]:
        """Yield pointer, key and place of every key that stood in its object before."""
        pending: list[tuple[tuple[str, ...], Node]] = [((), self._root)]
        while pending:
            path, node = pending.pop()
            for key, offset in node.duplicates:
                yield pointer((*path, key)), key, self.place(offset)
            pending.extend(((*path, key), child) for key, child in node.members.items() if child.members)
