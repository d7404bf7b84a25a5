"""The `objects.json` of a golden case as the macro's source."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from macro.s3_source import unavailable
from workflow_updater.core.content_address import Location, location


@dataclass(frozen=True)
class GoldenSource:
    """
    Objects by their location, each `{"json": …}`, `{"text": …}`, `{"base64": …}`, `{"error": CODE}` or `{"repeat": …}`.

    `repeat` is [TEXT, COUNT]: TEXT that often, or an x that often where TEXT has %s.
    """

    objects: Mapping[str, Mapping[str, Any]]

    def __call__(self, place: Location) -> bytes:
        match self.objects[location(place.bucket, place.key, place.version_id)]:
            case {"error": code}:
                raise unavailable(code, place)
            case {"json": value}:
                return json.dumps(value).encode()
            case {"text": text}:
                return text.encode()
            case {"base64": text}:
                return base64.b64decode(text)
            case {"repeat": [text, count]}:
                return (text % ("x" * count) if "%s" in text else text * count).encode()
            case other:
                raise ValueError(other)
