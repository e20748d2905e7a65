"""Endpoints for images come together: ecr.api, ecr.dkr and a gateway endpoint for S3."""

from typing import Any

import pytest

from delivery.rules.image_endpoints import ImageEndpoints as Rule
from tests.delivery.rules.container_lab import conditional
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without
from tests.delivery.rules.network_lab import endpoint

GOOD = resources(
    Vpc=resource("AWS::EC2::VPC", CidrBlock="10.0.0.0/16"),
    Api=endpoint("ecr.api"),
    Images=endpoint("ecr.dkr"),
    Layers=endpoint("s3", "Gateway"),
    Logs=endpoint("logs"),
)


def test_all_three_are_fine() -> None:
    assert found(Rule, GOOD) == []


def test_no_endpoint_for_images_needs_no_other() -> None:
    assert found(Rule, without(without(GOOD, "Api"), "Images")) == []
    assert found(Rule, resources(Vpc=GOOD["Resources"]["Vpc"], Logs=endpoint("logs"))) == []


def test_layers_without_a_way_are_found() -> None:
    assert findings(Rule, without(GOOD, "Layers")) == [
        (name, f"The VPC has this endpoint and none for S3 (gateway). {Rule.advice}") for name in ("Api", "Images")
    ]


def test_an_interface_endpoint_for_s3_does_not_serve_images() -> None:
    assert found(Rule, changed(GOOD, "Layers", to=endpoint("s3"))) == ["Api", "Images"]


@pytest.mark.parametrize(("missing", "blamed"), [("Api", "Images"), ("Images", "Api")])
def test_one_half_of_the_registry_is_found(missing: str, blamed: str) -> None:
    assert found(Rule, without(GOOD, missing)) == [blamed]


def test_a_gateway_endpoint_is_what_an_endpoint_is_unless_it_says_otherwise() -> None:
    assert found(Rule, without(GOOD, "Layers", "Properties", "VpcEndpointType")) == []


@pytest.mark.parametrize("name", [{"Ref": "Service"}, {"Fn::ImportValue": "S3Service"}])
def test_an_endpoint_of_an_unknown_service_may_be_the_missing_one(name: Any) -> None:
    assert found(Rule, changed(GOOD, "Layers", "Properties", "ServiceName", to=name)) == []


def test_a_vpc_of_another_template_may_have_the_others() -> None:
    assert found(Rule, without(without(GOOD, "Layers"), "Vpc")) == []


def test_an_endpoint_of_another_vpc_does_not_help() -> None:
    template = changed(GOOD, "Other", to=GOOD["Resources"]["Vpc"])
    assert found(Rule, changed(template, "Layers", "Properties", "VpcId", to={"Ref": "Other"})) == ["Api", "Images"]


def test_only_the_answer_that_leaves_one_out_is_found() -> None:
    template = changed(GOOD, "Layers", "Condition", to="Private")
    assert found(Rule, conditional(template, "Private")) == ["Api", "Images"]
    for name in ("Api", "Images"):
        template = changed(template, name, "Condition", to="Private")
    assert found(Rule, conditional(template, "Private")) == []
