"""Security groups that begin closed in both directions; every way in or out is a rule of its own with a reason."""

from typing import Any

from troposphere import GetAtt, ec2

from templates.part import Question, under

NOWHERE = "255.255.255.255/32"


def security_group(title: str, description: str, vpc_id: Any) -> ec2.SecurityGroup:
    """A closed group. Its description must never change: that would replace the group."""
    return ec2.SecurityGroup(
        title,
        GroupDescription=description,
        VpcId=vpc_id,
        SecurityGroupEgress=[
            ec2.SecurityGroupRule(
                IpProtocol="tcp",
                FromPort=65535,
                ToPort=65535,
                CidrIp=NOWHERE,
                Description="Nothing: without a rule here AWS would open everything",
            )
        ],
    )


def way_in(
    title: str, group_id: Any, port: int, why: str, *, when: Question | None = None, **source: Any
) -> ec2.SecurityGroupIngress:
    return ec2.SecurityGroupIngress(
        title,
        **under(when),
        GroupId=group_id,
        IpProtocol="tcp",
        FromPort=port,
        ToPort=port,
        Description=why,
        **source,
    )


def way_out(title: str, group_id: Any, port: int, why: str, **destination: Any) -> ec2.SecurityGroupEgress:
    return ec2.SecurityGroupEgress(
        title, GroupId=group_id, IpProtocol="tcp", FromPort=port, ToPort=port, Description=why, **destination
    )


def id_of(group: ec2.SecurityGroup) -> GetAtt:
    return GetAtt(group, "GroupId")
