"""The infra team's template store: read for a push, written by `publish-template`."""

import json

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.plan.pushing import BUCKET, BYE, HELLO, SEED, cloud_with, machine, push, template, wanted
from workflow_updater.errors import AccessDenied, CloudUnavailable, Refused, StackBusy, UsageError
from workflow_updater.plan.guardrails import GuardrailsRefused
from workflow_updater.plan.model import Template
from workflow_updater.plan.preparation import prepare
from workflow_updater.plan.target import requests_in
from workflow_updater.plan.templates.publish import publish_template
from workflow_updater.plan.templates.store import TEMPLATE_MAX_BYTES, store_of

KEY = "orders/templates/orders.template"
KOELN = {**template(), "Description": "Bestellungen für Köln?"}


def plan(cloud, **asked):
    return prepare(wanted(**asked), cloud.ports)


def store(cloud, document, *, bucket=BUCKET, key=KEY):
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return cloud.objects.put(bucket, key, text.encode())


def publish(cloud, document, *, stack="orders", **asked):
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return publish_template(Template(text, "orders.yaml"), cloud.ports, stack=stack, **asked)


def created(cloud):
    return next(call[1] for call in cloud.stacks.calls if call[0] == "create_change_set")


def test_the_change_set_is_made_from_the_address_of_the_version_that_was_read():
    cloud = cloud_with(KOELN)
    stored = store(cloud, KOELN)

    _, outcome, _ = push(cloud)

    url = f"https://s3.eu-central-1.amazonaws.com/{BUCKET}/{KEY}?versionId={stored.version_id}"
    assert (None, url) == (created(cloud).template_body, created(cloud).template_url)
    assert "updated" == outcome.ended


@pytest.mark.parametrize("bucket", ["", "named"])
def test_the_store_lies_in_the_bucket_that_was_named_else_in_that_of_bootstrap(bucket):
    requests = requests_in(template(), {"Workflow": ""}, stack="orders")

    store = store_of(requests, stack="orders", account="111122223333", region="eu-central-1", bucket=bucket)

    assert (store.bucket, store.key) == (bucket or BUCKET, KEY)


def test_a_newer_version_that_comes_between_plan_and_change_set_is_not_sent():
    cloud = cloud_with(KOELN)
    stored = store(cloud, KOELN)

    prepared = plan(cloud)
    store(cloud, {"Resources": {}})

    assert prepared.template.url.endswith(f"versionId={stored.version_id}")


@pytest.mark.parametrize(
    ("stored", "paths"),
    [
        (
            template(Orders=machine(RoleArn="arn:aws:iam::111122223333:role/other")),
            "Resources.Orders.Properties.RoleArn",
        ),
        ({**template(), "Outputs": {"A": {"Value": "1"}}}, "Outputs"),
        (template(Orders=machine(), More={"Type": "AWS::SNS::Topic"}), "Resources.More"),
        ({**template(), "Metadata": {"On": [True]}}, "Metadata"),
        (template(prefix="orders/other/"), r"Transform\[0\].Parameters.Prefix"),
    ],
)
def test_a_stored_template_that_is_not_the_deployed_one_is_refused_with_the_places(stored, paths):
    cloud = cloud_with()
    version = store(cloud, stored).version_id

    with pytest.raises(Refused, match=rf"\?versionId={version} is not the template .* they differ at {paths}") as told:
        plan(cloud)

    assert "publish-template --stack orders" in told.value.hint


def test_of_many_differences_the_first_are_told():
    cloud = cloud_with()
    store(cloud, template(Orders=machine(A="1", B="2", C="3", D="4", E="5")))

    with pytest.raises(Refused, match=r"they differ at Resources.Orders.Properties.A, .*C and 2 more"):
        plan(cloud)


def test_a_given_template_goes_before_the_store():
    cloud = cloud_with(KOELN)
    store(cloud, {"Resources": {}})

    text = json.dumps(KOELN)

    assert text == plan(cloud, template=Template(text, "orders.yaml")).template.text


def test_without_a_store_the_deployed_template_is_taken_when_no_character_of_it_was_lost():
    taken = plan(cloud_with()).template

    assert ("", "") == (taken.url, taken.note)
    assert "the deployed template of orders" == taken.origin


def test_without_the_right_to_the_store_the_deployed_template_is_taken_and_that_is_told():
    cloud = cloud_with()
    store(cloud, template())
    cloud.objects.fail("newest", AccessDenied("you may not s3:GetObject on it"))

    taken = plan(cloud).template

    assert "" == taken.url
    assert taken.note.startswith("the template store could not be read (you may not s3:GetObject on it)")


def test_without_the_right_to_the_store_a_template_that_lost_characters_is_never_taken():
    cloud = cloud_with(KOELN)
    cloud.stacks.held["orders"].template = json.dumps(KOELN, ensure_ascii=False)
    cloud.objects.fail("newest", AccessDenied("you may not s3:GetObject on it"))

    with pytest.raises(Refused, match="could not be read: you may not s3:GetObject on it") as refused:
        plan(cloud)

    assert refused.value.hint.startswith("the infra team lets those who push read the template store")


def test_a_store_that_does_not_answer_stops_the_push():
    cloud = cloud_with()
    cloud.objects.fail("newest", CloudUnavailable("AWS throttles"))

    with pytest.raises(CloudUnavailable, match="throttles"):
        plan(cloud)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"Resources: [", b"{}", b"x" * (TEMPLATE_MAX_BYTES + 1)])
def test_what_is_no_template_in_the_store_is_never_passed_over(body):
    cloud = cloud_with()
    cloud.objects.put(BUCKET, KEY, body)

    with pytest.raises((Refused, UsageError), match=f"s3://{BUCKET}/{KEY}"):
        plan(cloud)


def test_a_stored_template_without_version_is_refused():
    cloud = cloud_with()
    cloud.objects.unversioned.add(BUCKET)
    store(cloud, template())

    with pytest.raises(Refused, match="has no version to pin") as told:
        plan(cloud)

    assert f"put-bucket-versioning --bucket {BUCKET}" in told.value.hint


@pytest.mark.parametrize("verb", [plan, lambda cloud: publish(cloud, template())])
def test_a_bucket_whose_name_was_only_guessed_must_be_the_accounts_own(verb):
    cloud = cloud_with()
    cloud.objects.strangers.add(BUCKET)

    with pytest.raises(AccessDenied) as told:
        verb(cloud)

    assert (cloud.writes, told.value.hint) == ([], "it must be of account 111122223333")


@pytest.mark.parametrize(
    ("document", "asked", "place"),
    [
        (template(prefix="s3://shared/teams/orders/"), {}, ("shared", "teams/orders/templates/orders.template")),
        (template(prefix=""), {}, (BUCKET, "templates/orders.template")),
        (template(prefix="s3://shared"), {}, ("shared", "templates/orders.template")),
        (template(), {"bucket": "named"}, ("named", KEY)),
        (SEED, {}, (BUCKET, "templates/orders.template")),
    ],
)
def test_publishing_and_pushing_agree_on_the_place(document, asked, place):
    cloud = cloud_with(document)
    for bucket in ("shared", "named"):
        cloud.objects.add_bucket(bucket)

    published = publish(cloud, document, **asked).stored

    assert place == (published.bucket, published.key)
    assert plan(cloud, **asked).template.url.endswith(f"{place[1]}?versionId={published.version_id}")


def test_once_a_workflow_was_pushed_the_store_is_in_its_bucket():
    cloud = cloud_with(parameters={"Workflow": "s3://elsewhere/orders/a.json?versionId=v1"})
    cloud.objects.add_bucket("elsewhere")

    assert "elsewhere" == publish(cloud, template()).stored.bucket


def test_what_is_published_is_pinned_and_is_what_the_next_push_sends():
    cloud = cloud_with(KOELN)

    done = publish(cloud, KOELN)
    push(cloud)

    assert ("published", True) == (done.ended, done.is_deployed)
    assert {"StringEquals": {"cloudformation:TemplateUrl": done.url}} == done.condition
    assert done.url == created(cloud).template_url


def test_the_same_bytes_again_are_no_new_version():
    cloud = cloud_with()

    first = publish(cloud, template())
    again = publish(cloud, template())

    assert ("published", "unchanged") == (first.ended, again.ended)
    assert first.url == again.url
    assert ["put"] == [call[0] for call in cloud.objects.writes]


def test_another_template_than_the_deployed_one_is_published_only_before_its_deployment():
    cloud, changed = cloud_with(), {**template(), "Description": "changed"}

    with pytest.raises(Refused, match="they differ at Description"):
        publish(cloud, changed)
    assert [] == cloud.objects.writes
    assert not publish(cloud, changed, before_deploy=True).is_deployed


def test_between_publishing_and_deploying_pushes_are_refused():
    cloud = cloud_with()
    publish(cloud, {**template(), "Description": "changed"}, before_deploy=True)

    with pytest.raises(Refused, match="they differ at Description"):
        plan(cloud)


def test_a_template_can_be_there_before_its_stack():
    cloud = FakeCloud(BUCKET)

    with pytest.raises(UsageError, match="there is no stack orders") as told:
        publish(cloud, template())
    assert "--before-deploy" in told.value.hint
    assert "published" == publish(cloud, template(), before_deploy=True).ended


def test_a_stack_that_is_being_changed_has_no_template_to_equal():
    with pytest.raises(StackBusy, match="UPDATE_IN_PROGRESS"):
        publish(cloud_with(status="UPDATE_IN_PROGRESS"), template())


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("Resources: [", "orders.yaml:1:13: neither JSON nor YAML"),
        ({"Parameters": {}}, "it has no Resources"),
        ({"Resources": {"Orders": machine()}}, "asks the macro for no workflow"),
        (
            {**template(), "Transform": [{"Name": "StepFunctionWorkflowInjector", "Parameters": {"Prefx": "x"}}]},
            "Prefx",
        ),
        (template(Orders=machine("Nowhere")), "Nowhere"),
        ({**template(), "Metadata": {"Notes": "x" * TEMPLATE_MAX_BYTES}}, "takes 1,000,000 at most"),
        ({**template(), "Parameters": ["Workflow"]}, "its Parameters are not objects"),
        ({**template(), "Parameters": {"Workflow": "String"}}, "its Parameters are not objects"),
        (template(prefix="s3://"), "no workflow can lie below the Prefix s3://"),
        (template(prefix="orders/../"), "no workflow can lie below the Prefix"),
    ],
)
def test_a_template_that_no_push_could_use_is_not_published(document, told):
    cloud = cloud_with()

    with pytest.raises(UsageError, match=told):
        publish(cloud, document, before_deploy=True)
    assert [] == cloud.objects.writes


def test_guardrails_that_are_none_are_not_published():
    document = template()
    document["Resources"]["Orders"]["Metadata"]["Workflow"]["Guardrails"] = {"Resource": ["*"]}
    cloud = cloud_with(document)

    with pytest.raises(GuardrailsRefused) as told:
        publish(cloud, document)

    assert {"orders.yaml"} == {finding.file for finding in told.value.findings}
    assert [] == cloud.objects.writes


def test_nothing_is_published_into_a_bucket_without_versions():
    cloud = cloud_with()
    cloud.objects.unversioned.add(BUCKET)

    with pytest.raises(Refused, match="no version to pin"):
        publish(cloud, template())


def test_a_large_template_of_an_unversioned_bucket_is_not_sent():
    large = {**template(), "Metadata": {"Notes": ["x" * 1000] * 60}}
    cloud = cloud_with(large)
    cloud.objects.unversioned.add(BUCKET)

    with pytest.raises(Refused, match=f"the bucket {BUCKET} keeps no versions"):
        push(cloud, BYE)
    assert [] == cloud.stacks.writes


def test_a_push_that_changes_nothing_still_asks_whether_the_store_is_in_line():
    cloud = cloud_with()
    push(cloud, HELLO)
    store(cloud, {**template(), "Description": "changed"})

    with pytest.raises(Refused, match="they differ at Description"):
        push(cloud, HELLO)
