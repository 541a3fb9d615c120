"""The template and the code say the same, and the template keeps the promises that only it can keep."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import fields

import pytest

from sanctionwire.feed.openapi import OPEN
from sanctionwire.wiring import Config
from template import ENVIRONMENT, FUNCTIONS, RESOURCES, ROOT, TEMPLATE, of_type, referred

EVENTS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "events").glob("*.json")}
WITHOUT_A_RESOURCE = {"sns:SetSubscriptionAttributes", "sns:Unsubscribe"}
"""Actions that IAM can narrow to no resource."""
PLACE = {"AWS::Partition", "AWS::Region", "AWS::AccountId"}
"""What the ARN begins with of something that is not one of the stack's resources."""
ANSWERS_A_CALLER = {"ApiFunction", "AuthorizerFunction"}


def every_statement():
    for name, properties in [*FUNCTIONS.items(), *of_type("AWS::IAM::Role").items()]:
        for policy in properties["Policies"]:
            for statement in policy.get("PolicyDocument", policy).get("Statement", ()):
                yield pytest.param(statement, id=f"{name}-{statement['Action']}")
    for name, properties in of_type("AWS::IAM::ManagedPolicy").items():
        for statement in properties["PolicyDocument"]["Statement"]:
            yield pytest.param(statement, id=f"{name}-{statement['Action']}")


def every(kind):
    return pytest.mark.parametrize("properties", [pytest.param(body, id=name) for name, body in of_type(kind).items()])


def listed(value):
    return value if isinstance(value, list) else [value]


def test_every_folder_of_code_is_deployed_and_nothing_else():
    folders = {f"functions/{path.parent.name}" for path in (ROOT / "functions").glob("*/app.py")}
    assert {properties["CodeUri"] for properties in FUNCTIONS.values()} == folders


@pytest.mark.parametrize("statement", [*every_statement()])
def test_no_permission_is_wider_than_named_actions_on_named_resources(statement):
    assert all(action.count(":") == 1 and "*" not in action for action in listed(statement["Action"]))
    assert "*" not in listed(statement["Resource"]) or set(listed(statement["Action"])) <= WITHOUT_A_RESOURCE
    named = set(referred(statement["Resource"]))
    assert named - PLACE <= RESOURCES.keys() | {"AWS::StackId", "AWS::StackName"}
    assert named - PLACE or "*" in listed(statement["Resource"])


@every("AWS::Serverless::Function")
def test_every_asynchronous_function_has_somewhere_for_its_failures(properties):
    events = properties.get("Events", {}).values()
    for event in events:
        match event["Type"]:
            case "SQS":
                (queue_name,) = referred(event["Properties"]["Queue"])
                queue = RESOURCES[queue_name]["Properties"]
                assert "ReportBatchItemFailures" in event["Properties"]["FunctionResponseTypes"]
                assert next(iter(referred(queue["RedrivePolicy"]["deadLetterTargetArn"]))).endswith("DeadLetters")
                assert queue["VisibilityTimeout"] >= 6 * properties["Timeout"]
            case "DynamoDB":
                assert list(referred(event["Properties"]["DestinationConfig"])) == ["DoorbellDeadLetters"]
                assert event["Properties"]["MaximumRecordAgeInSeconds"] > 0
            case "ScheduleV2":
                destination = properties["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"]
                assert list(referred(destination)) == ["DoorbellDeadLetters"]
            case other:
                pytest.fail(f"no failure path is known for {other}")


def test_a_function_without_a_trigger_of_its_own_answers_the_api():
    assert {name for name, properties in FUNCTIONS.items() if not properties.get("Events")} == ANSWERS_A_CALLER
    (integration,) = of_type("AWS::ApiGatewayV2::Integration").values()
    (authorizer,) = of_type("AWS::ApiGatewayV2::Authorizer").values()
    assert set(referred([integration["IntegrationUri"], authorizer["AuthorizerUri"]])) >= {"ApiFunction"}
    assert "AuthorizerFunction" in set(referred(authorizer["AuthorizerUri"]))


def test_only_the_descriptions_preflights_and_links_to_files_open_without_a_key():
    routes = of_type("AWS::ApiGatewayV2::Route").values()
    keyless = {route["RouteKey"] for route in routes if route.get("AuthorizationType") != "CUSTOM"}
    assert {key.split()[1] for key in keyless - {"OPTIONS /{proxy+}"}} == set(OPEN)
    assert [route["RouteKey"] for route in routes if route.get("AuthorizationType") == "CUSTOM"] == ["$default"]


def test_access_logs_hold_neither_queries_nor_addresses_of_files():
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    logged = set(re.findall(r"\$context\.(\w+)", stage["AccessLogSettings"]["Format"]))
    assert logged == {
        "requestTime",
        "routeKey",
        "status",
        "responseLength",
        "responseLatency",
        "authorizer",
        "requestId",
    }


@every("AWS::DynamoDB::Table")
def test_tables_can_be_restored_to_any_minute_and_bill_no_key_of_kms(properties):
    assert "SSESpecification" not in properties  # encrypted all the same, with DynamoDB's own key
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


@every("AWS::S3::Bucket")
def test_buckets_are_private_and_encrypted(properties):
    assert all(properties["PublicAccessBlockConfiguration"].values())
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    assert properties["BucketEncryption"]


@every("AWS::SQS::Queue")
def test_queues_are_encrypted(properties):
    assert properties["SqsManagedSseEnabled"]


def test_state_outlives_the_stack():
    for body in RESOURCES.values():
        if body["Type"] in {"AWS::DynamoDB::Table", "AWS::S3::Bucket"}:
            assert body["DeletionPolicy"] == body["UpdateReplacePolicy"] == "Retain"


def test_evidence_is_versioned_and_lockable_and_nothing_in_it_expires():
    evidence = RESOURCES["EvidenceBucket"]["Properties"]
    assert evidence["ObjectLockEnabled"]
    assert evidence["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "LifecycleConfiguration" not in evidence


def test_what_is_in_the_evidence_bucket_is_never_written_over():
    statements = RESOURCES["EvidenceBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (rewriting,) = [each for each in statements if each["Action"] == "s3:PutObject"]
    assert rewriting["Effect"] == "Deny"
    assert rewriting["Condition"]["Null"] == {"s3:if-none-match": "true"}


def test_only_what_can_be_had_again_expires_in_the_work_bucket():
    rules = RESOURCES["WorkBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert {rule["Prefix"] for rule in rules if "ExpirationInDays" in rule} == {"downloads/", "files/"}


def test_dead_letters_wait_two_weeks_and_watch_counts_all_of_them():
    queues = {name for name in of_type("AWS::SQS::Queue") if name.endswith("DeadLetters")}
    assert all(RESOURCES[name]["Properties"]["MessageRetentionPeriod"] == 14 * 86400 for name in queues)
    assert set(referred(ENVIRONMENT["DEAD_LETTER_QUEUE_URLS"])) == queues


def test_every_alarm_reaches_the_operator():
    for alarm in of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "OperatorTopic"}]


def test_an_alarm_fires_when_watch_is_silent():
    alarm = RESOURCES["WatchIsSilent"]["Properties"]
    assert list(referred(alarm["Dimensions"])) == ["WatchFunction"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 15 * 60


def test_the_clock_is_switched_off_by_one_parameter():
    schedules = [
        event["Properties"]
        for properties in FUNCTIONS.values()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "ScheduleV2"
    ]
    assert len(schedules) == 4
    assert all(schedule["OmitName"] for schedule in schedules)
    assert all(schedule["State"] == {"Fn::If": ["Ticking", "ENABLED", "DISABLED"]} for schedule in schedules)


def test_every_setting_of_the_functions_is_an_output_for_the_command():
    outputs = {name: body["Value"] for name, body in TEMPLATE["Outputs"].items()}
    for name, value in ENVIRONMENT.items():
        if not name.startswith("POWERTOOLS_"):
            assert outputs[name.title().replace("_", "")] == value


def test_the_environment_is_what_wiring_reads():
    settings = {name for name in ENVIRONMENT if not name.startswith("POWERTOOLS_")}
    assert settings == {field.name.upper() for field in fields(Config)}


def matches(pattern, record):
    return all(
        matches(inner, record.get(key, {})) if isinstance(inner, dict) else record.get(key) in inner
        for key, inner in pattern.items()
    )


@pytest.mark.parametrize("function", ["ProjectFunction", "AnnounceFunction"])
def test_a_new_commit_rings_the_doorbell_and_no_other_row_does(function):
    (choice,) = FUNCTIONS[function]["Events"]["Doorbell"]["Properties"]["FilterCriteria"]["Filters"]
    (record,) = EVENTS["doorbell"]["Records"]
    other = json.loads(json.dumps(record).replace('{"S": "log"}', '{"S": "outbox"}'))
    assert matches(json.loads(choice["Pattern"]), record)
    assert not matches(json.loads(choice["Pattern"]), record | {"eventName": "MODIFY"})
    assert not matches(json.loads(choice["Pattern"]), other)


class Context:
    function_name = "function"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:function"
    aws_request_id = "52fdfc07-2182-154f-163f-5f0f9a621d72"

    def get_remaining_time_in_millis(self):
        return 300_000


class Wire:
    """Answers with what it was asked, notes that, and fails for one source."""

    def __init__(self):
        self.asked = []

    def __getattr__(self, use_case):
        def answer(*given):
            self.asked.append(use_case)
            return {"did": use_case, "given": given}

        return answer

    def collect(self, message, *, owner, seconds):
        assert (owner, seconds) == ("059f36b4-87a3-44ab-83d2-661975830a7d", 300)
        if message["source"] == "xx_failing":
            raise RuntimeError("the publisher does not answer")

    def deliver(self, message, *, seconds):
        assert seconds == 300
        if message["destination"] == "slack/failing":
            raise RuntimeError("the log table does not answer")
        return 1


def handled(name, event, wire):
    spec = importlib.util.spec_from_file_location(f"handler_{name}", ROOT / "functions" / name / "app.py")
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    app.wire = lambda: wire
    return app.handler(event, Context())


@pytest.mark.parametrize(
    ("name", "event"),
    [
        *[(name, "tick") for name in ("dispatch", "project", "announce", "watch")],
        *[(name, "doorbell") for name in ("project", "announce")],
    ],
)
def test_ticks_and_doorbells_are_answered_by_doing_the_work(name, event):
    wire = Wire()
    assert handled(name, EVENTS[event], wire) is None
    assert wire.asked == [name]


@pytest.mark.parametrize(
    ("name", "event", "use_case"), [("api", "request", "api"), ("authorizer", "authorization", "authorize")]
)
def test_requests_reach_the_use_case_as_they_came(name, event, use_case):
    assert handled(name, EVENTS[event], Wire()) == {"did": use_case, "given": (EVENTS[event],)}


def test_only_the_messages_that_failed_come_back():
    (good,) = EVENTS["queue"]["Records"]
    bad = good | {"body": json.dumps({"source": "xx_failing", "lane": "light"})}
    failed = {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
    assert handled("collect", {"Records": [good, bad]}, Wire()) == failed
    assert handled("collect", {"Records": [bad]}, Wire()) == failed
    assert handled("collect", EVENTS["queue"], Wire()) == {"batchItemFailures": []}


def test_a_doorbell_that_cannot_be_answered_comes_back_and_a_channel_that_takes_nothing_does_not():
    (good,) = EVENTS["channel"]["Records"]
    bad = good | {"body": json.dumps({"destination": "slack/failing"})}
    failed = {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
    assert handled("deliver", {"Records": [good, bad]}, Wire()) == failed
    assert handled("deliver", EVENTS["channel"], Wire()) == {"batchItemFailures": []}


def test_every_trigger_has_an_example_event():
    assert EVENTS.keys() == {"tick", "queue", "channel", "doorbell", "request", "authorization"}
