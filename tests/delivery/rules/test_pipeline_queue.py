"""Releases go through a pipeline one after the other."""

import pytest

from delivery.rules.pipeline_queue import PipelineQueue as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

MODE = ("Pipeline", "Properties", "ExecutionMode")
TYPE = ("Pipeline", "Properties", "PipelineType")
GOOD = resources(Pipeline=resource("AWS::CodePipeline::Pipeline", PipelineType="V2", ExecutionMode="QUEUED"))


def test_a_pipeline_that_queues_is_fine() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(changed(GOOD, *MODE, to={"Ref": "Mode"}), *TYPE, to={"Ref": "Type"})) == []


@pytest.mark.parametrize("mode", ["SUPERSEDED", "PARALLEL"])
def test_other_modes_are_found(mode: str) -> None:
    assert found(Rule, changed(GOOD, *MODE, to=mode)) == ["/".join(MODE)]


def test_the_default_is_to_overtake() -> None:
    ((place, message),) = findings(Rule, without(GOOD, *MODE))
    assert place == "Pipeline/Properties"
    assert "ExecutionMode is SUPERSEDED" in message


def test_the_old_type_cannot_queue() -> None:
    assert found(Rule, changed(GOOD, *TYPE, to="V1")) == ["/".join(TYPE)]
    assert found(Rule, without(GOOD, *TYPE)) == ["Pipeline/Properties"]


def test_a_condition_may_choose() -> None:
    template = changed(GOOD, *MODE, to={"Fn::If": ["IsFast", "PARALLEL", "QUEUED"]})
    template["Conditions"] = {"IsFast": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(MODE)}/Fn::If/1"]


def test_a_pipeline_without_anything_is_no_crash() -> None:
    assert found(Rule, without(GOOD, "Pipeline", "Properties")) == ["Pipeline", "Pipeline"]
