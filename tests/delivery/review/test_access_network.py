"""Whom the network lets in: ranges of ports and networks are compared by what they mean."""

import pytest

from delivery.review.access import Access, access
from delivery.review.model import Level

GROUP = "AWS::EC2::SecurityGroup"
ENTRY = "AWS::EC2::NetworkAclEntry"
INNER = {"SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}]}


def rule(first, last=None, peer="10.0.0.0/8", protocol="tcp", **others):
    return {
        "IpProtocol": protocol,
        "FromPort": first,
        "ToPort": first if last is None else last,
        "CidrIp": peer,
        **others,
    }


def group(*rules):
    return {"SecurityGroupIngress": list(rules), **INNER}


def gained(found):
    return [statement.sentence for statement in found.statements if statement.gained]


def lost(found):
    return [statement.sentence for statement in found.statements if not statement.gained]


def reasons(found, level=Level.ACCESS):
    return [reason.sentence for reason in found.reasons if reason.level is level]


# before, after, what is gained
CHANGES = [
    ([rule(443)], [rule(1, 65535)], ["TCP 1-65535 from 10.0.0.0/8"]),
    ([rule(1, 65535)], [rule(443)], []),
    ([rule(443)], [rule(443, peer="10.1.0.0/16")], []),
    ([rule(443, peer="10.1.0.0/16")], [rule(443)], ["TCP 443 from 10.0.0.0/8"]),
    ([rule(443)], [rule("443", "443", Description="why")], []),
    ([rule(80, 81)], [rule(80), rule(81)], []),
    ([rule(80), rule(81)], [rule(80, 81)], []),
    ([rule(80), rule(82)], [rule(80, 82)], ["TCP 80-82 from 10.0.0.0/8"]),
    ([rule(443)], [rule(443, protocol="6")], []),
    ([rule(443)], [rule(443, protocol="udp")], ["UDP 443 from 10.0.0.0/8"]),
    ([rule(0, 0, protocol="-1")], [rule(443), rule(-1, protocol="icmp")], []),
    ([], [rule(0, 0, protocol="-1")], ["all traffic from 10.0.0.0/8"]),
    ([], [rule(0, 65535)], ["all TCP from 10.0.0.0/8"]),
    ([], [rule(-1, protocol="icmp")], ["ICMP from 10.0.0.0/8"]),
    ([rule(-1, protocol="icmp")], [rule(8, -1, protocol="icmp")], []),
    ([rule(8, -1, protocol="icmp")], [rule(8, 3, protocol="icmp")], []),
    ([], [rule(8, 3, protocol="icmp")], ["ICMP type 8 code 3 from 10.0.0.0/8"]),
    ([], [rule(0, protocol="50")], ["protocol 50 from 10.0.0.0/8"]),
    ([rule(443, peer="0.0.0.0/0")], [rule(443, peer="::/0")], ["TCP 443 from anywhere (::/0)"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_only_traffic_that_could_not_come_in_before_is_gained(before, after, expected):
    assert gained(access(GROUP, group(*before), group(*after))) == expected
    assert lost(access(GROUP, group(*after), group(*before))) == expected


def test_what_opens_to_the_internet_is_dangerous():
    found = access(GROUP, group(), group(rule(22, peer="0.0.0.0/0")))
    assert [(it.sentence, it.dangerous) for it in found.statements] == [("TCP 22 from anywhere (0.0.0.0/0)", True)]
    assert reasons(found) == ["TCP 22 is opened to anywhere (0.0.0.0/0), where remote shells listen"]


def test_half_the_internet_is_the_internet():
    assert access(GROUP, group(), group(rule(443, peer="128.0.0.0/1"))).statements[0].dangerous


def test_a_new_group_has_a_reason_only_where_it_is_open():
    assert access(GROUP, None, group(rule(443))).reasons == ()
    assert reasons(access(GROUP, None, group(rule(443, peer="0.0.0.0/0"))))


@pytest.mark.parametrize("egress", [{}, {"SecurityGroupEgress": []}])
def test_without_rules_for_leaving_everything_may_leave(egress):
    found = access(GROUP, group(), {"SecurityGroupIngress": [], **egress})
    assert gained(found) == ["all traffic to anywhere (0.0.0.0/0)"]
    assert reasons(found) == ["all traffic may leave to anywhere (0.0.0.0/0)"]


def test_a_rule_of_its_own_names_the_group():
    found = access(
        "AWS::EC2::SecurityGroupIngress",
        None,
        {
            "GroupId": "sg-1",
            "IpProtocol": "tcp",
            "FromPort": "80",
            "ToPort": "80",
            "SourceSecurityGroupId": "‹GroupId of X›",
        },
    )
    assert gained(found) == ["TCP 80 from the security group ‹GroupId of X› into sg-1"]
    assert reasons(found) == ["TCP 80 is opened to the security group ‹GroupId of X› into sg-1"]


@pytest.mark.parametrize(
    "odd", [7, {}, rule("‹x›"), rule(80, 79), rule(80, peer=""), {**rule(80), "New": 1}, rule(80, protocol="‹x›")]
)
def test_a_rule_that_cannot_be_read_needs_a_person_and_pretends_no_loss(odd):
    found = access(GROUP, group(rule(443)), group(odd))
    assert reasons(found, Level.UNKNOWN) == ["a rule of the network could not be read: it needs a person"]
    assert found.statements == ()


def entry(action="allow", number=100, peer="0.0.0.0/0", **others):
    return {
        "NetworkAclId": "acl",
        "RuleNumber": number,
        "Protocol": 6,
        "RuleAction": action,
        "CidrBlock": peer,
        **others,
    }


def test_an_entry_that_allows_and_one_that_denies():
    assert gained(access(ENTRY, None, entry(PortRange={"From": 22, "To": 22}))) == [
        "TCP 22 from anywhere (0.0.0.0/0) into acl"
    ]
    assert gained(access(ENTRY, entry("deny"), None)) == [
        "a denial is lifted: all TCP from anywhere (0.0.0.0/0) into acl"
    ]


def test_another_place_among_the_entries_needs_a_person():
    found = access(ENTRY, entry(number=100), entry(number=200))
    assert found.statements == ()
    assert "read at 200 instead of 100" in reasons(found, Level.UNKNOWN)[0]


def test_a_wider_prefix_list_says_what_that_means():
    narrow, wide = ({"Entries": [{"Cidr": cidr, "Description": "d"}]} for cidr in ("10.1.0.0/16", "10.0.0.0/8"))
    found = access("AWS::EC2::PrefixList", narrow, wide)
    assert gained(found) == ["10.0.0.0/8 is in the list"]
    assert reasons(found) == ["wherever this list is let through, 10.0.0.0/8 is too"]
    assert not gained(access("AWS::EC2::PrefixList", wide, narrow))


def test_a_description_alone_is_no_change():
    assert access(GROUP, group(rule(443, Description="a")), group(rule(443, Description="b"))) == Access()
