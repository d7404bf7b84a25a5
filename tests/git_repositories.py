"""Git repositories of a test, as a developer has them; hooks run for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

IDENTITY = {f"GIT_{who}_{what}": "dev@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
PROGRAMS = Path(sys.executable).parent  # where deploy-workflow is installed


@dataclass(frozen=True)
class GitRepository:
    """A work tree in *folder*; *path* is the PATH of what git runs there."""

    folder: Path
    path: str = f"{PROGRAMS}:{os.environ['PATH']}"

    def try_git(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-c", "commit.gpgsign=false", *arguments],
            cwd=self.folder,
            env={**os.environ, **IDENTITY, "PATH": self.path, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *arguments: str, **environ: str) -> str:
        done = self.try_git(*arguments, **environ)
        assert done.returncode == 0, f"git {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def write(self, name: str, content: object) -> Path:
        """Write text as it is, anything else as JSON."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=2), "utf-8")
        return file

    def commit(self, **files: object) -> str:
        """Commit the files, `__` in a name being a slash, past all hooks; return the commit's id."""
        for name, content in files.items():
            self.write(name.replace("__", "/"), content)
        self.git("add", ".")
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")


def new_repository(folder: Path) -> GitRepository:
    folder.mkdir(parents=True)
    made = GitRepository(folder)
    made.git("init", "-q", "-b", "main")
    return made


def sound(result: object = "hello") -> dict[str, object]:
    return {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": result, "End": True}}}


def broken() -> dict[str, object]:
    """Return a definition with one error, E107."""
    return {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Next": "Nowhere"}}}
