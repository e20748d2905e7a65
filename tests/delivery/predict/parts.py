"""What several tests of the prediction share."""

from tests.delivery.predict.sides import changes

VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"})


OTHER_VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.9.0.0/16"})


OWN = "Some::Own::Type"


def record(value):
    """Something that repeats a value and is never replaced by it."""
    return ("AWS::SSM::Parameter", {"Type": "String", "Value": value})


def details(*sides, id_="It", **values):
    return changes(*sides, **values)[id_]["Details"]
