"""The catalogue of what a Resource can call, and its agreement with the installed botocore."""

from __future__ import annotations

import subprocess
import sys

import botocore.session
import pytest

from tools.service_actions import MODELS, OWN_APIS, OWN_SERVICES, action_name, catalogue, service_name, streams
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.services.optimized import INTEGRATIONS, REFUSED_WITHOUT, parameters_of
from workflow_updater.core.services.sdk import actions_of, nearest_action, nearest_service

MODELLED = sorted(name for name in INTEGRATIONS if name not in OWN_APIS and name.split(":")[0] not in OWN_SERVICES)


@pytest.mark.parametrize(
    ("service_id", "expected"),
    [
        ("SFN", "sfn"),
        ("CloudWatch Logs", "cloudwatchlogs"),
        ("Application Auto Scaling", "applicationautoscaling"),
        ("Cost and Usage Report Service", "costandusagereport"),
        ("Directory Service", "directory"),
        ("Directory Service Data", "directoryservicedata"),
        ("Service Catalog", "servicecatalog"),
        ("ServiceDiscovery", "servicediscovery"),
        ("Elastic Load Balancing v2", "elasticloadbalancingv2"),
        ("Lex Runtime Service", "lexruntime"),
    ],
)
def test_a_service_is_named_as_the_guide_names_it(service_id, expected):
    assert service_name(service_id) == expected


def test_an_action_is_in_camel_case():
    assert action_name("DescribeDBInstances") == "describeDBInstances"


def test_the_catalogue_is_that_of_the_installed_botocore_or_nearly():
    now = {(service, action) for service, actions in catalogue().items() for action in actions}
    shipped = {(service, action) for service in catalogue() for action in actions_of(service) or ()}

    assert len(now & shipped) > 0.97 * len(now), "time for `make services`"


@pytest.mark.parametrize(
    ("service", "action"),
    [("s3", "getObject"), ("dynamodb", "query"), ("sfn", "startSyncExecution"), ("ec2", "runInstances")],
)
def test_a_common_action_is_known(service, action):
    assert action in (actions_of(service) or ())


def test_a_retired_service_is_known_without_its_actions():
    assert actions_of("qldb") == frozenset()
    assert actions_of("nosuch") is None


@pytest.mark.parametrize(
    ("service", "action"),
    [("kinesis", "subscribeToShard"), ("lexruntimev2", "startConversation"), ("s3", "selectObjectContent")],
)
def test_what_streams_is_no_action_as_the_guide_says(service, action):
    assert action not in (actions_of(service) or ())


def test_a_stream_is_told_by_the_model():
    loader = botocore.session.get_session().get_component("data_loader")
    model = loader.load_service_model("kinesis", "service-2")

    assert [name for name in model["operations"] if streams(model, name)] == ["SubscribeToShard"]


@pytest.mark.parametrize("integration", MODELLED)
def test_required_parameters_are_required_by_the_service(integration):
    service, _, action = integration.partition(":")
    loader = botocore.session.get_session().get_component("data_loader")
    model = loader.load_service_model(MODELS.get(integration, service), "service-2")
    shape = model["shapes"][model["operations"][action[0].upper() + action[1:]]["input"]["shape"]]

    required = {name[0].upper() + name[1:] for name in shape.get("required", ())}
    assert required.issuperset(INTEGRATIONS[integration].required)


@pytest.mark.parametrize("integration", INTEGRATIONS)
def test_what_an_integration_needs_is_among_its_parameters(integration):
    known = parameters_of(integration)

    needed = {*INTEGRATIONS[integration].required, *INTEGRATIONS[integration].one_of}
    assert not known or known.issuperset(needed)


def test_what_is_refused_without_its_parameters_is_an_integration():
    assert INTEGRATIONS.keys() >= REFUSED_WITHOUT


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("stepfunctions", "sfn"),
        ("cognito-idp", "cognitoidentityprovider"),
        ("bedrock-runtime", "bedrockruntime"),
        ("DynamoDB", "dynamodb"),
        ("dynamodbb", "dynamodb"),
        ("nothing like it", ""),
    ],
)
def test_the_service_that_was_meant_is_found(written, meant):
    assert nearest_service(written) == meant


@pytest.mark.parametrize(("written", "meant"), [("GetObject", "getObject"), ("getObjects", "getObject"), ("x", "")])
def test_the_action_that_was_meant_is_found(written, meant):
    assert nearest_action("s3", written) == meant


def test_no_time_is_spent_on_a_name_that_no_person_writes():
    assert nearest_of_many("a" * 1000, frozenset({"a" * 999})) == ""


def test_the_catalogue_is_not_loaded_for_a_definition_that_does_not_need_it():
    script = (
        "import sys; from workflow_updater.core.validation.validate import validate;"
        "state = {'Type': 'Task', 'Resource': '${Function}', 'End': True};"
        "found = validate({'StartAt': 'A', 'States': {'A': state}});"
        "late = ('sdk_actions', 'optimized_parameters', 'difflib');"
        "print(found, [name for name in sys.modules if name.endswith(late)])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] []"
