"""Random applications and environments that are valid, as a person would write them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from templates.task_size import MEMORY_OF_CPU

names = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
variables = st.from_regex(r"[A-Z][A-Z0-9]{0,6}(_[A-Z0-9]{1,5})?", fullmatch=True)
plain_text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12).filter(
    lambda text: "{{" not in text
)
SECRETS = st.one_of(
    st.builds(lambda length: {"generate": {"length": length}}, st.integers(8, 64)),
    st.just({"generate": {"field": "password", "template": {"user": "hello"}}, "rotate_after": 30}),
    st.just({"from": "parameter"}),
    st.just({"from": "secret"}),
    st.just({"from": "secret", "field": "password"}),
)
FIXED = st.one_of(
    st.builds(lambda body: {"respond": {"body": body}}, plain_text),
    st.just({"redirect": {"host": "new.example.com", "permanent": False}}),
    st.just({"redirect": {"path": "/new"}}),
)
EGRESS = st.builds(
    lambda port, to: {"port": port, "to": to, "why": "Somebody we call"},
    st.integers(1, 65535),
    st.sampled_from(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]),
)


@st.composite
def services(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """One service; its number keeps its requests apart from other services'."""
    is_public = draw(st.booleans()) or number == 0
    image = draw(st.sampled_from([{"build": "app/hello"}, {"image": "public.ecr.aws/nginx/nginx"}]))
    made: dict[str, Any] = {**image, "port": draw(st.integers(1, 65535))}
    if is_public:
        match: dict[str, Any] = {"path": f"/s{number}/*", "priority": 100 + number}
        match |= draw(st.sampled_from([{}, {"host": "a.example.com"}, {"headers": {"X-Beta": "yes"}}]))
        match |= draw(st.sampled_from([{}, {"sticky_for": 60}, {"slow_start": 30}]))
        made["public"] = match
    if not is_public or draw(st.booleans()):
        made["health"] = {"path": "/up", "command": ["check", "--quick"]}
    request = draw(st.integers(1, 90))
    made |= {"starts_within": draw(st.integers(5, 300)), "longest_request": request}
    made["stops_within"] = draw(st.integers(5, 120 - request))
    if draw(st.booleans()):
        made["scaling"] = draw(
            st.sampled_from(
                [
                    {"cpu": 60},
                    {"memory": 75, "cpu": 50},
                    {"custom": {"namespace": "Hello", "metric": "Depth", "target": 5, "dimensions": {"Queue": "a"}}},
                    *([{"requests": 500}] if is_public else []),
                ]
            )
        )
    words = draw(st.lists(variables, max_size=4, unique_by=lambda name: name.replace("_", "").lower()))
    kinds = [draw(st.sampled_from(["plain", "adjustable", "secret"])) for _ in words]
    made["environment"] = {
        name: draw(plain_text) if kind == "plain" else {"default": draw(plain_text)}
        for name, kind in zip(words, kinds, strict=True)
        if kind != "secret"
    }
    made["secrets"] = {name: draw(SECRETS) for name, kind in zip(words, kinds, strict=True) if kind == "secret"}
    made["egress"] = draw(st.lists(EGRESS, max_size=2))
    return made


@st.composite
def applications(draw: st.DrawFn, most: int = 3) -> dict[str, Any]:
    """What `app.yaml` would hold."""
    called = draw(st.lists(names, min_size=1, max_size=most, unique_by=lambda name: name.replace("-", "")))
    taken = {"account", "data", "network", "platform", "region", "registry", "tags"}
    called = [name for name in called if name not in taken] or ["web"]
    return {
        "application": draw(names),
        "network": draw(st.sampled_from(["new", "existing"])),
        "services": {name: draw(services(number)) for number, name in enumerate(called)},
        "routes": [
            {"path": f"/fixed/{number}", "priority": 10 + number, **draw(FIXED)}
            for number in range(draw(st.integers(0, 2)))
        ],
    }


@st.composite
def environments(draw: st.DrawFn, templates: Mapping[str, Mapping[str, Any]], number: int = 0) -> dict[str, Any]:
    """An environment file for these templates: what must be written, and some of what may be."""
    made: dict[str, Any] = {"region": draw(st.sampled_from(["eu-west-1", "us-east-1", "ap-southeast-2"]))}
    for stack, template in templates.items():
        if template["Metadata"]["Stackwright"]["Scope"] == "account":
            continue  # environments of one account must agree on these
        fills = template["Metadata"]["Stackwright"]["Fills"]
        group: dict[str, Any] = {}
        for name, declared in template["Parameters"].items():
            if name in fills:
                continue
            if "Default" not in declared or name == "VpcCidr" or draw(st.integers(0, 3)) == 0:
                group[name] = draw(_value(name, declared, number))
        made[stack] = _consistent(group, draw)
    return made


def _value(name: str, declared: Mapping[str, Any], number: int) -> st.SearchStrategy[Any]:
    known = {
        "VpcCidr": st.just(f"10.{number}.0.0/16"),
        "SubnetPrefix": st.sampled_from([19, 20, 24]),
        "VpcId": st.just("vpc-0a1b2c3d"),
        "ImageTag": st.sampled_from(["1.0.0", "1.10", "2026-11-21", "v3"]),
        "ImageDigest": st.just("sha256:" + "0a" * 32),
        "AlertEmail": st.just("team@example.com"),
        "AllowedCidr": st.sampled_from(["", "192.0.2.0/24", "0.0.0.0/0"]),
        "AllowedPrefixListId": st.just("pl-0a1b2c3d"),
    }
    if name in known:
        return known[name]
    if "AllowedValues" in declared:
        return st.sampled_from(declared["AllowedValues"])
    if declared["Type"] == "Number":
        return st.integers(declared["MinValue"], min(declared["MaxValue"], declared["MinValue"] + 500))
    if declared["Type"].startswith("List<"):
        return st.just(["subnet-0a1b2c3d", "subnet-1a1b2c3d"])
    if name.endswith("RotationFunctionArn"):
        return st.just("arn:aws:lambda:eu-west-1:111122223333:function:rotate")
    if name.endswith("SecretArn"):
        return st.just("arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf")
    if name.startswith("Env"):
        return plain_text
    return st.just(declared.get("Default", ""))


def _consistent(group: dict[str, Any], draw: st.DrawFn) -> dict[str, Any]:
    """What depends on something else is written together with it."""
    if group.get("NatGateways") == "none":
        group["InterfaceEndpoints"] = True
    if "Cpu" in group or "Memory" in group:
        cpu = draw(st.sampled_from(list(MEMORY_OF_CPU)))
        group |= {"Cpu": cpu, "Memory": draw(st.sampled_from(MEMORY_OF_CPU[cpu]))}
    if "MinCapacity" in group or "MaxCapacity" in group:
        fewest = draw(st.integers(0, 20))
        group |= {"MinCapacity": fewest, "MaxCapacity": max(1, fewest + draw(st.integers(0, 20)))}
    if "DomainName" in group:
        group |= {"DomainName": "hello.example.com", "HostedZoneId": "Z0123456789ABCDEFGHIJ"}
    if "SpotWeight" in group:
        group["SpotWeight"] = 0
    return group
