"""Files of a commit, or of what is staged, as files on disk: where a command runs that must not see the work tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path

from workflow_updater.sources.git import contents_of


@contextmanager
def inside_snapshot(top: Path, blobs: Mapping[str, str]) -> Iterator[None]:
    """
    Run the block in a folder of its own with the files *blobs*, path → id, of the repository *top*, and no others.

    Paths count from there as they do from the root of the repository, so that what is told names the file to edit. The
    folder is taken for the root of a repository, wherever the system keeps its temporary files.

    Raises:
        UsageError: the repository lacks a content.
    """
    from tempfile import TemporaryDirectory  # those who have nothing to do never wait for it

    contents = contents_of(top, blobs)
    with TemporaryDirectory(prefix="deploy-workflow-") as made:
        folder = Path(made).resolve()
        (folder / ".git").mkdir()
        for name, content in contents.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        with chdir(folder):
            yield
