"""What a repository names as its own, must lie in it: whoever wrote that may be a stranger to this machine."""

from __future__ import annotations

import os
from pathlib import Path

from workflow_updater.errors import UsageError

_CURE = "copy it into the repository; whoever means that file names it itself"


def check_inside(path: Path, root: Path, by: str = "") -> None:
    """
    Return when *path* lies in the folder *root*, links followed; or when the user has named it outside of that.

    With *by* it was not the user: that is what named it. An error would show lines of the file, a rendered definition
    all of it, and that may be the log of a job that people read who may not read the file.

    Raises:
        UsageError: it lies elsewhere.
    """
    if path.resolve().is_relative_to(root.resolve()):
        return
    if by:
        raise UsageError(f"{by}: {path} is outside of the repository {root}", hint=_CURE)
    written, top = (Path(os.path.normpath(one.absolute())) for one in (path, root))  # links not followed
    if written.is_relative_to(top):
        raise UsageError(f"{path} is a link out of the repository {root}", hint=_CURE)
