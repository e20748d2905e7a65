"""All tasks of a deployment run one image."""

from delivery.rules.version_consistency import VersionConsistency as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "web", "Image": "web:1", "VersionConsistency": "enabled"})
CONSISTENCY = (*CONTAINER, "VersionConsistency")
DISABLED = changed(GOOD, *CONSISTENCY, to="disabled")


def test_it_is_on_unless_it_is_switched_off() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, without(GOOD, *CONSISTENCY)) == []


def test_switched_off_beside_a_tag_is_found() -> None:
    assert findings(Rule, DISABLED) == [
        (
            place(*CONSISTENCY),
            f"The container web has a tag for image, and VersionConsistency is disabled. {Rule.advice}",
        )
    ]


def test_a_digest_needs_no_look_up() -> None:
    assert found(Rule, changed(DISABLED, *CONTAINER, "Image", to=f"web@sha256:{'0' * 64}")) == []
    assert found(Rule, changed(DISABLED, *CONTAINER, "Image", to={"Fn::Sub": "web@${Digest}"})) == []


def test_a_parameter_may_be_anything() -> None:
    assert found(Rule, changed(GOOD, *CONSISTENCY, to={"Ref": "Consistency"})) == []


def test_only_the_branch_with_a_tag_counts() -> None:
    image = {"Fn::If": ["HasDigest", {"Fn::Sub": "web@${Digest}"}, "web:1"]}
    template = changed(DISABLED, *CONTAINER, "Image", to=image)
    assert found(Rule, conditional(template, "HasDigest")) == [place(*CONSISTENCY)]
    guarded = changed(template, *CONSISTENCY, to={"Fn::If": ["HasDigest", "disabled", "enabled"]})
    assert found(Rule, conditional(guarded, "HasDigest")) == []
