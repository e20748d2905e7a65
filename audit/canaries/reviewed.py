"""Secrets in what is reviewed: in two templates, in their values, in what CloudFormation answered."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from audit.canaries.attempt import Attempt
from audit.canaries.birds import ACCESS_KEY, ALL, PASSWORD, TOKEN, Canary
from audit.canaries.faults import Fault

FACES = ("text", "markdown", "json", "html")
DIFF = ("diff", "before.json", "after.json", "--parameters", "before.values.json", "--parameters", "after.values.json")
REVIEW = ("review", "--saved", "change-set.json")
_HIDDEN = {"Password": {"Type": "String", "NoEcho": True}}
_REF = {"Ref": "Password"}
# What the secret is in: a resource's type, and its properties; {} is the secret.
PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "a hidden parameter": ("AWS::RDS::DBInstance", {"MasterUserPassword": _REF}),
    "a text with a hidden parameter": ("AWS::SNS::Topic", {"DisplayName": {"Fn::Sub": "x-${Password}-y"}}),
    "a hidden parameter in a policy": (
        "AWS::IAM::Role",
        {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": _REF}, "Action": "a:b"}]}},
    ),
    "a hidden parameter that is chosen from": ("AWS::SNS::Topic", {"DisplayName": {"Fn::Select": [0, [_REF]]}}),
    "a hidden parameter in Base64": ("AWS::EC2::Instance", {"UserData": {"Fn::Base64": _REF}}),
    "a property called password": ("AWS::RDS::DBInstance", {"MasterUserPassword": "{}"}),
    "a text in a secret": ("AWS::SecretsManager::Secret", {"SecretString": "{}"}),
    "a variable called password": (
        "AWS::ECS::TaskDefinition",
        {"ContainerDefinitions": [{"Name": "web", "Environment": [{"Name": "DB_PASSWORD", "Value": "{}"}]}]},
    ),
    "a variable of a function": ("AWS::Lambda::Function", {"Environment": {"Variables": {"API_TOKEN": "{}"}}}),
}


def tasks() -> Iterator[tuple[Sequence[str], Fault]]:
    """Every place, of two templates and of an answer, and files that are something else. The faces take turns."""
    for number, name in enumerate(PLACES):
        canary = PASSWORD if number % 2 else ALL[number % len(ALL)]
        for turn, (words, cause) in enumerate(((DIFF, templates), (REVIEW, answer))):
            face = FACES[(number + 2 * turn) % len(FACES)]
            fault = Fault(f"a secret in {name}, as {face}", partial(cause, name, canary))
            yield ("--debug", *words, "--format", face, "--verbose"), fault
    for text in ("{bare}", '{"Resources": {}', "Resources: {A: {Type: !{bare} x}}", '{"Changes": "{bare}"}'):
        for words in (DIFF, REVIEW):
            yield ("--debug", *words), Fault("a secret in a file that is something else", partial(_other, text))


def _filled(value: Any, text: str) -> Any:
    return json.loads(json.dumps(value).replace('"{}"', json.dumps(text)))


def templates(place: str, canary: Canary, attempt: Attempt) -> None:
    """Before, somebody else's secret stood there; either of them must stay hidden."""
    type_, properties = PLACES[place]
    other = ACCESS_KEY if canary is TOKEN else TOKEN
    for side, text in (("before", other.text), ("after", canary.text)):
        body = {"Type": type_, "Properties": _filled(properties, text)}
        template = {"Parameters": _HIDDEN, "Resources": {"It": body}, "Outputs": {"It": {"Value": text}}}
        if "hidden" in place:
            template["Outputs"] = {"It": {"Value": _REF}}
        attempt.plant(f"{side}.json", json.dumps(template))
        attempt.plant(f"{side}.values.json", json.dumps({"Parameters": {"Password": text}}))


def answer(place: str, canary: Canary, attempt: Attempt) -> None:
    """An answer in which CloudFormation would not have hidden anything."""
    type_, properties = PLACES[place]
    other = ACCESS_KEY if canary is TOKEN else TOKEN
    sides = [_resolved(_filled(properties, text), text) for text in (other.text, canary.text)]
    name = next(iter(properties))
    values = [side[name] if isinstance(side[name], str) else json.dumps(side[name]) for side in sides]
    target = {
        "Attribute": "Properties",
        "Name": name,
        "Path": f"/Properties/{name}",
        "RequiresRecreation": "Never",
        "BeforeValue": values[0],
        "AfterValue": values[1],
    }
    cause = ("ParameterReference", {"CausingEntity": "Password"}) if "hidden" in place else ("DirectModification", {})
    change = {
        "Action": "Modify",
        "LogicalResourceId": "It",
        "ResourceType": type_,
        "Replacement": "False",
        "Scope": ["Properties"],
        "Details": [{"Target": target, "Evaluation": "Static", "ChangeSource": cause[0], **cause[1]}],
        "BeforeContext": json.dumps({"Properties": sides[0]}),
        "AfterContext": json.dumps({"Properties": sides[1]}),
    }
    told = {
        "ChangeSetName": "it",
        "ChangeSetId": "arn:aws:cloudformation:eu-west-1:111122223333:changeSet/it/1",
        "StackName": "it",
        "Status": "CREATE_COMPLETE",
        "ExecutionStatus": "AVAILABLE",
        "Parameters": [{"ParameterKey": "Password", "ParameterValue": "****"}],
        "Changes": [{"Type": "Resource", "ResourceChange": change}],
    }
    attempt.plant("change-set.json", json.dumps(told))


def _resolved(value: Any, text: str) -> Any:
    """What the functions come to."""
    if isinstance(value, dict):
        if value == _REF or set(value) <= {"Fn::Select", "Fn::Base64"}:
            return text
        if set(value) == {"Fn::Sub"}:
            return value["Fn::Sub"].replace("${Password}", text)
        return {key: _resolved(item, text) for key, item in value.items()}
    return [_resolved(item, text) for item in value] if isinstance(value, list) else value


def _other(text: str, attempt: Attempt) -> None:
    for name in ("before.json", "after.json", "before.values.json", "after.values.json", "change-set.json"):
        attempt.plant(name, text.replace("{bare}", TOKEN.text))
