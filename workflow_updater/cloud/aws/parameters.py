"""The parameter store of Systems Manager through boto3."""

from __future__ import annotations

from workflow_updater.cloud.aws.client_errors import translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.ports import Parameter


class AwsParameters:
    """The `Parameters` port."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def find(self, name: str) -> Parameter | None:
        """Return the parameter, None when there is none; a secret one as it is stored, encrypted."""
        client = self._clients.get("ssm")
        with translated("ssm:GetParameter", name):
            try:
                answer = client.get_parameter(Name=name)["Parameter"]
            except client.exceptions.ParameterNotFound:
                return None
        return Parameter(name=answer["Name"], type=answer["Type"], value=answer["Value"])
