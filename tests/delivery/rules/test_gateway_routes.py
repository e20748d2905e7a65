"""A gateway endpoint stands in route tables."""

from typing import Any

import pytest

from delivery.rules.gateway_routes import GatewayRoutes as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import found, resources, without
from tests.delivery.rules.network_lab import ENDPOINT, endpoint

TABLES = place(*ENDPOINT, "RouteTableIds")


def one(*kind: Any, **properties: Any) -> dict[str, Any]:
    return resources(Endpoint=endpoint("s3", *(kind or ("Gateway",)), **properties))


@pytest.mark.parametrize("tables", [["rtb-1"], [{"Ref": "Table"}], {"Ref": "Tables"}, {"Fn::Split": [",", "a,b"]}])
def test_a_gateway_endpoint_with_route_tables_is_fine(tables: Any) -> None:
    assert found(Rule, one(RouteTableIds=tables)) == []


def test_a_gateway_endpoint_without_them_is_found() -> None:
    assert found(Rule, one()) == [place(*ENDPOINT)]
    assert found(Rule, one(RouteTableIds=[])) == [TABLES]


def test_gateway_is_the_default() -> None:
    assert found(Rule, without(one(), *ENDPOINT, "VpcEndpointType")) == [place(*ENDPOINT)]


@pytest.mark.parametrize("kind", ["Interface", "GatewayLoadBalancer", {"Ref": "Kind"}])
def test_other_endpoints_need_none(kind: Any) -> None:
    assert found(Rule, one(kind)) == []


def test_only_the_answer_without_a_table_is_found() -> None:
    tables = [{"Fn::If": ["Private", {"Ref": "Table"}, {"Ref": "AWS::NoValue"}]}]
    assert found(Rule, conditional(one(RouteTableIds=tables), "Private")) == [TABLES]
