"""No secret of the environment gets into a definition, which many can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_updater.core.definition.document import Document
from workflow_updater.sources.definition_file import read_definition
from workflow_updater.sources.rendering import Rendering


def rendered(folder: Path, name: str, value: str = "swordfish", call: str = "must_env") -> object:
    """Return the text that a template gets for a variable of the environment, or why it gets none."""
    default = ", ''" if call == "env" else ""
    file = folder / "definition.asl.json.j2"
    file.write_text(f'{{"Comment": "{{{{ {call}(\'{name}\'{default}) }}}}"}}')
    read = read_definition(file, Rendering(folder, environ={name: value}))
    return read.value["Comment"] if isinstance(read, Document) else read[0].message


@pytest.mark.parametrize("call", ["env", "must_env"])
@pytest.mark.parametrize(
    "name",
    [
        *("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "aws_secret_access_key", "clientSecret"),
        *("PGPASSWORD", "MYSQL_PWD", "PASSWORD2", "DB_PASSWD", "DB_PASSPHRASE", "GITHUB_TOKEN", "MYTOKEN", "TOKEN_2"),
        *("API_KEY", "APIKEY", "PRIVATE_KEY", "ENCRYPTION_KEY", "SIGNING_KEY", "GH_PAT", "APP_CREDENTIALS"),
    ],
)
def test_what_is_called_a_secret_is_not_told(tmp_path: Path, name: str, call: str) -> None:
    assert rendered(tmp_path, name, call=call) == f"the environment variable {name} is a secret by its name"


@pytest.mark.parametrize(
    "name", ["DB_SECRET_ARN", "SECRET_NAME", "MAX_TOKENS", "KEY", "PWD", "OLDPWD", "PATH", "MONKEY", "ENVIRONMENT"]
)
def test_what_is_not_is(tmp_path: Path, name: str) -> None:
    assert rendered(tmp_path, name) == "swordfish"


@pytest.mark.parametrize("url", ["postgres://user:swordfish@db:5432/x", "redis://:swordfish@cache", "HTTPS://a:b@c/d"])
def test_a_url_with_a_password_is_not_told(tmp_path: Path, url: str) -> None:
    assert (
        rendered(tmp_path, "DATABASE_URL", url) == "the environment variable DATABASE_URL holds a URL with a password"
    )


@pytest.mark.parametrize("url", ["https://x.org/a:b@c", "https://user@x.org", "arn:aws:sns:x:1:a@b", "http://x:80/@y"])
def test_a_url_without_one_is(tmp_path: Path, url: str) -> None:
    assert rendered(tmp_path, "SERVICE_URL", url) == url
