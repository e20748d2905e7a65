"""Applications to test with, and a few words to ask templates questions. No resolver, no mocks."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from templates.application import Application
from templates.stacks import render

Template = Mapping[str, Any]
Resource = dict[str, Any]

PARAMETER = "AWS::SSM::Parameter"


def build(*, network: str = "new", routes: tuple[Any, ...] = (), **services: dict[str, Any]) -> Application:
    """An application `shop`; `_` in a service's name becomes `-`."""
    named = {name.replace("_", "-"): settings for name, settings in services.items()}
    return Application.model_validate(
        {"application": "shop", "network": network, "services": named, "routes": list(routes)}
    )


def service(**settings: Any) -> dict[str, Any]:
    """The least that a service needs, and more."""
    return {"build": "app/hello", "port": 3000} | settings


def public(path: str = "/*", **settings: Any) -> dict[str, Any]:
    return service(public={"path": path}, **settings)


def full() -> Application:
    """Everything that one application can say."""
    return build(
        web=service(
            public={"path": "/*", "host": "shop.example.com", "sticky_for": 3600, "slow_start": 60},
            health={"path": "/health", "command": ["node", "check.js"]},
            starts_within=60,
            longest_request=25,
            stops_within=30,
            scaling={
                "cpu": 70,
                "memory": 80,
                "requests": 1000,
                "custom": {"namespace": "Shop", "metric": "Queue", "target": 5.5, "dimensions": {"Queue": "orders"}},
            },
            environment={"MODE": "fast", "VERBOSE": True, "WORKERS": 4, "GREETING": {"default": "hello"}},
            secrets={
                "API_KEY": {"generate": {"length": 40, "field": "key", "template": {"user": "shop"}}},
                "ROTATED": {"generate": {}, "rotate_after": 30},
                "LICENCE": {"from": "parameter"},
                "PARTNER": {"from": "secret", "field": "token"},
                "WHOLE": {"from": "secret"},
            },
            writable=["/tmp", "/var/cache/app"],
            command=["node", "server.js"],
            egress=[
                {"port": 5432, "to": "10.9.0.0/16", "why": "The data warehouse"},
                {"port": 8443, "to": "2001:db8::/32", "why": "A partner by IPv6"},
            ],
        ),
        routes=(
            {"path": "/old/*", "redirect": {"host": "new.example.com", "permanent": False}},
            {"headers": {"X-Robot": "*"}, "respond": {"status": 403, "body": "no robots"}},
        ),
    )


def minimal() -> Application:
    return build(web=public())


def existing_network() -> Application:
    return build(network="existing", web=public())


def private_worker() -> Application:
    return build(worker=service(health={"command": ["worker", "check"]}))


def foreign_image() -> Application:
    return build(web={"image": "public.ecr.aws/nginx/nginx", "port": 8080, "public": {"path": "/*"}})


def several_services() -> Application:
    return build(
        web=public("/*"),
        api=public("/api/*", scaling={"cpu": 60}),
        admin_area=service(public={"host": "admin.example.com"}),
        worker=service(health={"command": ["worker", "check"]}, scaling={"memory": 75}),
    )


def slow_service() -> Application:
    """It cannot leave within the two minutes that Spot gives."""
    return build(web=public(longest_request=60, stops_within=40))


SAMPLES: dict[str, Callable[[], Application]] = {
    "full": full,
    "minimal": minimal,
    "existing-network": existing_network,
    "private-worker": private_worker,
    "foreign-image": foreign_image,
    "several-services": several_services,
    "slow-service": slow_service,
}


@cache
def rendered(sample: str) -> dict[str, Template]:
    """All stacks of a sample. Shared: look, do not touch."""
    return render(SAMPLES[sample]())


def every_template() -> dict[str, Template]:
    """Every template of every sample by `sample/stack`."""
    return {f"{name}/{stack}": made for name in SAMPLES for stack, made in rendered(name).items()}


def of_type(template: Template, type_: str) -> dict[str, Resource]:
    return {name: made for name, made in template["Resources"].items() if made["Type"] == type_}


def only(template: Template, type_: str) -> dict[str, Any]:
    """The properties of the one resource of a type."""
    (made,) = of_type(template, type_).values()
    return made["Properties"]


def container(template: Template) -> dict[str, Any]:
    (found,) = only(template, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    return found


def attributes(pairs: list[dict[str, Any]]) -> dict[str, Any]:
    """`[{Key, Value}]` or `[{Name, Value}]` as a dict."""
    return {pair.get("Key", pair.get("Name")): pair["Value"] for pair in pairs}


def statements(policy: Resource) -> list[dict[str, Any]]:
    """Of a policy resource, whichever property holds its document."""
    properties = policy["Properties"]
    for key in ("PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy"):
        if key in properties:
            return properties[key]["Statement"]
    return []


def nodes(thing: Any) -> Iterator[Any]:
    """The thing and everything in it."""
    yield thing
    if isinstance(thing, dict | list):
        for inner in thing.values() if isinstance(thing, dict) else thing:
            yield from nodes(inner)


def holds(template: Template, condition: Any, **values: str) -> bool:
    """Whether a condition holds with these parameter values, defaults else."""
    if isinstance(condition, str):
        return holds(template, template["Conditions"][condition], **values)
    ((how, what),) = condition.items()
    if how == "Condition":
        return holds(template, what, **values)
    if how == "Fn::Equals":
        left, right = (
            values.get(side["Ref"], template["Parameters"][side["Ref"]].get("Default"))
            if isinstance(side, dict)
            else side
            for side in what
        )
        return left == right
    answers = [holds(template, part, **values) for part in what]
    return {"Fn::Not": not answers[0], "Fn::And": all(answers), "Fn::Or": any(answers)}[how]


def existing(template: Template, type_: str, **values: str) -> set[str]:
    """Logical ids of the resources of a type that exist with these parameter values."""
    return {
        name
        for name, made in of_type(template, type_).items()
        if "Condition" not in made or holds(template, made["Condition"], **values)
    }


def parameter(template: Template, name: str) -> dict[str, Any]:
    return template["Parameters"][name]


def allows(template: Template, name: str, value: int) -> bool:
    """Whether a parameter, by list or by bounds, takes this number."""
    declared = parameter(template, name)
    if "AllowedValues" in declared:
        return str(value) in declared["AllowedValues"]
    return declared["MinValue"] <= value <= declared["MaxValue"]


def accepts(declared: dict[str, Any], value: str) -> bool:
    """Whether a parameter's own constraints let a value through."""
    if "AllowedValues" in declared:
        return value in declared["AllowedValues"]
    if "AllowedPattern" in declared:
        return re.fullmatch(declared["AllowedPattern"], value) is not None
    if "MinValue" in declared:
        return declared["MinValue"] <= float(value) <= declared["MaxValue"]
    return True
