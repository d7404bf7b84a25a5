"""`python -m workflow_updater.commands.macro_zip FILE`: writes the zip of the macro."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from workflow_updater.bundle import macro_source
from workflow_updater.core.content_address import digest
from workflow_updater.errors import EXIT_DONE
from workflow_updater.packaging import build_macro_zip
from workflow_updater.screen import Screen


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the zip to the file that *arguments* name, its folder included, and return the exit code."""
    parser = argparse.ArgumentParser(prog="macro_zip", description="Write the zip of the macro.")
    parser.add_argument("file", type=Path, help="where to write the zip")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout instead of text")
    options = parser.parse_args(arguments)
    file: Path = options.file
    screen = Screen(json_wanted=options.json)
    content = build_macro_zip(macro_source())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    screen.result(f"{file}  {len(content):,} bytes  sha256 {digest(content)}")
    screen.result_json({"file": str(file), "bytes": len(content), "sha256": digest(content)})
    return EXIT_DONE


if __name__ == "__main__":
    raise SystemExit(main())
