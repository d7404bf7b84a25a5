"""The functions that a JSONata expression can call; `$eval`, which JSONata has, is not among them."""

from __future__ import annotations

# source: https://docs.jsonata.org/overview, version 2.0, which AWS says it follows
_OF_JSONATA = frozenset(
    {
        "abs", "append", "assert", "average", "base64decode", "base64encode", "boolean", "ceil", "clone", "contains",
        "count", "decodeUrl", "decodeUrlComponent", "distinct", "each", "encodeUrl", "encodeUrlComponent", "error",
        "exists", "filter", "floor", "formatBase", "formatInteger", "formatNumber", "fromMillis", "join", "keys",
        "length", "lookup", "lowercase", "map", "match", "max", "merge", "millis", "min", "not", "now", "number",
        "pad", "parseInteger", "power", "random", "reduce", "replace", "reverse", "round", "shuffle", "sift",
        "single", "sort", "split", "spread", "sqrt", "string", "substring", "substringAfter", "substringBefore",
        "sum", "toMillis", "trim", "type", "uppercase", "values", "zip",
    }
)  # fmt: skip
# source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
_OF_STEP_FUNCTIONS = frozenset({"hash", "parse", "partition", "range", "uuid"})
FUNCTIONS = _OF_JSONATA | _OF_STEP_FUNCTIONS
