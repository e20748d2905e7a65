"""Random templates that hang together: real types, references without circles, conditions, parameters."""

from typing import Any

from hypothesis import strategies as st

TYPES = (
    "AWS::EC2::VPC",
    "AWS::EC2::Subnet",
    "AWS::ECS::Service",
    "AWS::ECS::TaskDefinition",
    "AWS::IAM::Role",
    "AWS::S3::Bucket",
    "AWS::SSM::Parameter",
    "Custom::Mine",
    "Some::Own::Type",
)
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Omega")
WORDS = st.sampled_from(["a", "b", "1", "true", "10.0.0.0/16", "arn:aws:s3:::x", "<script>alert(1)</script>", "ü"])
KEYS = st.sampled_from(["CidrBlock", "VpcId", "Name", "Cpu", "Tags", "Policies", "Cluster", "Value", "ServiceToken"])
PARAMETERS = {
    "Size": {"Type": "String", "Default": "s"},
    "Secret": {"Type": "String", "NoEcho": True, "Default": "hunter2-hunter2"},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"},
}
CONDITIONS = {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "l"]}, "Known": {"Fn::Equals": [{"Ref": "Stored"}, "x"]}}


def values(earlier: list[str]) -> st.SearchStrategy[Any]:
    """What a property may hold; it may refer to the resources that stand before it."""
    references = [
        st.just({"Ref": "Size"}),
        st.just({"Ref": "Secret"}),
        st.just({"Ref": "Stored"}),
        st.just({"Ref": "AWS::NoValue"}),
        st.just({"Fn::Sub": "x-${Size}-${Secret}"}),
        st.just({"Fn::If": ["IsLarge", "big", "small"]}),
        st.just({"Fn::If": ["Known", "big", {"Ref": "AWS::NoValue"}]}),
    ]
    if earlier:
        names = st.sampled_from(earlier)
        references += [
            names.map(lambda name: {"Ref": name}),
            names.map(lambda name: {"Fn::GetAtt": [name, "Arn"]}),
            names.map(lambda name: {"Fn::Sub": f"${{{name}}}/${{{name}.Name}}"}),
        ]
    return st.recursive(
        st.one_of(WORDS, st.booleans(), st.integers(0, 9), *references),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, min_size=2, max_size=3)),
        max_leaves=4,
    )


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    """A template."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=5, unique=True))
    resources: dict[str, Any] = {}
    for name in names:
        body: dict[str, Any] = {
            "Type": draw(st.sampled_from(TYPES)),
            "Properties": draw(st.dictionaries(KEYS, values(list(resources)), min_size=1, max_size=4)),
        }
        body |= draw(
            st.sampled_from([{}, {}, {"DeletionPolicy": "Retain"}, {"Condition": "IsLarge"}, {"Metadata": {"a": "b"}}])
        )
        resources[name] = body
    return {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Resources": resources}


given_values = st.fixed_dictionaries(
    {},
    optional={
        "Size": st.sampled_from(["s", "l"]),
        "Secret": st.sampled_from(["hunter2-hunter2", "canary-4711-secret"]),
    },
)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two templates that share most of what is in them, so that most types stay what they are."""
    one, other = draw(templates()), draw(templates())
    resources = {}
    for name in [*one["Resources"], *(name for name in other["Resources"] if name not in one["Resources"])]:
        kept = one["Resources"].get(name)
        new = other["Resources"].get(name, kept)
        choice = draw(st.sampled_from(["new", "new", "new", "old", "gone"]))
        if choice == "gone" or (choice == "old" and kept is None):
            continue
        body = kept if choice == "old" else {**new, "Type": (kept or new)["Type"]}
        resources[name] = body
    there = set(resources)
    return one, {**one, "Resources": {name: _without(body, there) for name, body in resources.items()}}


def _without(value: Any, there: set[str]) -> Any:
    """References to resources that are not there become text."""
    if isinstance(value, dict):
        named = value.get("Ref") or (value.get("Fn::GetAtt") or [""])[0] if len(value) == 1 else None
        if isinstance(named, str) and named in NAMES and named not in there:
            return "gone"
        if set(value) == {"Fn::Sub"} and any(f"${{{name}}}" in str(value["Fn::Sub"]) for name in set(NAMES) - there):
            return "gone"
        return {key: _without(item, there) for key, item in value.items()}
    return [_without(item, there) for item in value] if isinstance(value, list) else value
