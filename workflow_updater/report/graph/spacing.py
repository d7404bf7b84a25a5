"""Sizes of a picture, in pixels; a font's size is about the height of its capitals and what hangs below."""

from __future__ import annotations

NAME_SIZE, CAPTION_SIZE, LABEL_SIZE = 13.0, 11.0, 10.5
LINE_HEIGHT = 1.3  # of the font's size

TEXT_WIDTH = 210.0  # the widest text in a node; names of 80 characters take three lines
NAME_LINES = 3
LABEL_CHARACTERS = 42  # of each of several
LABEL_WIDTH = 170.0  # of one that is alone
LABEL_LINES = 4

NODE_PADDING = 9.0
ICON = 16.0  # the sign of a state's type, and the gap behind it
ICON_GAP = 7.0
INSIDE_GAP = 14.0  # around the boxes in a node, and between them
TITLE_HEIGHT = 20.0  # of a box in a node
CHART_PADDING = 14.0

LAYER_GAP, NODE_GAP, EDGE_GAP = 26.0, 26.0, 14.0
START = 14.0  # the mark where a machine starts
END = 8.0  # the mark of a state that may be the last
