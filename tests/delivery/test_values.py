"""The values of parameters: where they come from, and what is said when CloudFormation would refuse them."""

import json

import pytest

from delivery.values import complaints, parameter_values, vpc_ranges
from tests.conftest import ROOT

NAMES = {"Application": "hello", "Environment": "dev"}


def template(fills=None, rules=None, resources=None, **parameters):
    return {
        "Metadata": {"Stackwright": {"Fills": fills or {}}},
        "Parameters": parameters,
        "Rules": rules or {},
        "Resources": resources or {},
    }


def declared(type_="String", **more):
    return {"Type": type_, "Description": "What it is", **more}


class TestWhereAValueComesFrom:
    FILL = "/{Application}/{Environment}/network/vpc-id"

    @pytest.mark.parametrize(
        ("written", "filled", "default", "expected"),
        [
            pytest.param("mine", True, True, "mine", id="written wins over all"),
            pytest.param("", True, True, "", id="what is written empty is empty"),
            pytest.param(None, True, True, "/hello/dev/network/vpc-id", id="filled wins over the default"),
            pytest.param(None, False, True, "usual", id="the default comes last"),
            pytest.param(None, False, False, None, id="without any there is no value"),
        ],
    )
    def test_order(self, written, filled, default, expected):
        body = declared(**({"Default": "usual"} if default else {}))
        made = template({"P": self.FILL} if filled else {}, P=body)
        found = parameter_values(made, {} if written is None else {"P": written}, NAMES)
        assert found == ({} if expected is None else {"P": expected})

    @pytest.mark.parametrize(
        ("default", "expected"), [(20, "20"), ("", ""), ("1.10", "1.10"), (1.5, "1.5"), (True, "true")]
    )
    def test_a_default_is_text_as_cloudformation_reads_it(self, default, expected):
        assert parameter_values(template(P=declared(Default=default)), {}, NAMES) == {"P": expected}

    def test_they_are_in_the_templates_order(self):
        made = template(Z=declared(), A=declared(Default="a"), M=declared())
        assert list(parameter_values(made, {"M": "m", "Z": "z"}, NAMES)) == ["Z", "A", "M"]

    def test_what_the_template_does_not_declare_has_no_value(self):
        assert parameter_values(template({"Gone": "/x"}), {"Unknown": "x"}, NAMES) == {}

    def test_a_template_without_parameters_has_none(self):
        assert parameter_values({"Resources": {}}, {}, NAMES) == {}


SSM_VALUE = "AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>"
SSM_SUBNETS = "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>"
SUBNETS = "List<AWS::EC2::Subnet::Id>"
SOME = declared("Number", MinValue=1, MaxValue=10, ConstraintDescription="must be a whole number from 1 to 10")
SIZE = declared(AllowedValues=["256", "512"], ConstraintDescription="must be 256 or 512")
MANY = declared(AllowedValues=[str(number) for number in range(20)], ConstraintDescription="must be known")
LOWER = declared(AllowedPattern="[a-z]+", ConstraintDescription="must be lower case")

# id, declaration, value, words of the sentence (None: nothing is said)
VALUES = [
    ("no value", declared(), None, "P has no value: What it is"),
    ("an empty word", declared(), "", None),
    ("any word", declared(), "x y z", None),
    ("an SSM name", declared(SSM_VALUE), "/hello/dev/network/vpc-id", None),
    ("an SSM name without a slash", declared(SSM_VALUE), "vpc", None),
    ("an SSM name with a version", declared(SSM_VALUE), "/a/b:3", None),
    ("an SSM name of AWS's own", declared(SSM_VALUE), "/aws/service/ecs/optimized-ami/amazon-linux-2023", None),
    ("an id where an SSM name is wanted", declared(SSM_VALUE), "vpc 1", 'P is "vpc 1": it must be the name of an SSM'),
    ("an empty SSM name", declared(SSM_VALUE), "", "must be the name of an SSM parameter"),
    ("an SSM name with an empty part", declared(SSM_VALUE), "/a//b", "must be the name of an SSM parameter"),
    ("an SSM name that ends in a slash", declared(SSM_VALUE), "/a/", "must be the name of an SSM parameter"),
    ("a list of ids where an SSM name is wanted", declared(SSM_SUBNETS), "subnet-1,subnet-2", "name of an SSM"),
    ("a name of type Name", declared("AWS::SSM::Parameter::Name"), "a b", "name of an SSM"),
    ("a VPC", declared("AWS::EC2::VPC::Id"), "vpc-0a1b2c3d", None),
    ("a VPC with a long id", declared("AWS::EC2::VPC::Id"), "vpc-0a1b2c3d4e5f67890", None),
    (
        "a VPC with a shortened id",
        declared("AWS::EC2::VPC::Id"),
        "vpc-0a1b2c3",
        "must be the id of a VPC, such as vpc-",
    ),
    ("a subnet for a VPC", declared("AWS::EC2::VPC::Id"), "subnet-0a1b2c3d", "must be the id of a VPC"),
    ("a VPC in capitals", declared("AWS::EC2::VPC::Id"), "vpc-0A1B2C3D", "must be the id of a VPC"),
    ("an empty VPC", declared("AWS::EC2::VPC::Id"), "", "must be the id of a VPC"),
    ("a subnet", declared("AWS::EC2::Subnet::Id"), "subnet-0a1b2c3d", None),
    ("subnets", declared(SUBNETS), "subnet-0a1b2c3d, subnet-1a1b2c3d", None),
    (
        "one bad subnet of two",
        declared(SUBNETS),
        "subnet-0a1b2c3d,sg-0a1b2c3d",
        'P is "sg-0a1b2c3d": it must be the id',
    ),
    ("no subnets", declared(SUBNETS), "", "must be the id of a subnet"),
    ("a security group", declared("AWS::EC2::SecurityGroup::Id"), "sg-0a1b2c3d", None),
    ("a VPC for a security group", declared("AWS::EC2::SecurityGroup::Id"), "vpc-0a1b2c3d", "id of a security group"),
    ("a number", SOME, "10", None),
    ("the least number", SOME, "1", None),
    ("a number below", SOME, "0", 'P is "0": it must be a whole number from 1 to 10'),
    ("a number above", SOME, "11", "must be a whole number from 1 to 10"),
    ("a negative number", SOME, "-1", "must be a whole number from 1 to 10"),
    ("a fraction for a whole number", SOME, "1.5", "must be a whole number from 1 to 10"),
    ("a word for a number", SOME, "ten", "must be a whole number from 1 to 10"),
    ("a number with an exponent", SOME, "1e0", "must be a whole number from 1 to 10"),
    ("a number with a sign", SOME, "+1", "must be a whole number from 1 to 10"),
    ("a number with other digits", SOME, "\u0661", "must be a whole number from 1 to 10"),
    ("an empty number", SOME, "", "must be a whole number from 1 to 10"),
    ("infinity", SOME, "inf", "must be a whole number from 1 to 10"),
    ("any fraction where nothing forbids it", declared("Number"), "-0.5", None),
    ("a number with only a least one", declared("Number", MinValue=5), "4", 'P is "4"'),
    ("a number with only a greatest one", declared("Number", MaxValue=5), "6", 'P is "6"'),
    ("bounds that are text", declared("Number", MinValue="2", MaxValue="9"), "10", 'P is "10"'),
    ("a list of numbers", declared("List<Number>", MinValue=1, MaxValue=9), "1, 9", None),
    ("a list of numbers with a bad one", declared("List<Number>", MinValue=1, MaxValue=9), "1,10", 'P is "10"'),
    ("an allowed value", SIZE, "512", None),
    ("a value that is not allowed", SIZE, "1024", 'P is "1024": it must be 256 or 512'),
    ("an allowed value that is a number", declared(AllowedValues=[256]), "256", None),
    ("no explanation", declared(AllowedValues=["a"]), "b", "must be one of the allowed values"),
    ("one of many allowed values", MANY, "20", "must be one of 0, 1, 2"),
    ("a list of allowed values", declared("CommaDelimitedList", AllowedValues=["a", "b"]), "a, b", None),
    ("a list with one that is not", declared("CommaDelimitedList", AllowedValues=["a", "b"]), "a,c", 'P is "c"'),
    ("a pattern that fits", LOWER, "abc", None),
    ("a pattern that does not fit", LOWER, "ABC", 'P is "ABC": it must be lower case'),
    ("a pattern that fits a part only", LOWER, "abc1", "must be lower case"),
    ("a pattern that fits but for a new line", LOWER, "abc\n", "must be lower case"),
    ("long enough", declared(MinLength=2, MaxLength=3), "ab", None),
    ("too short", declared(MinLength=2), "a", "length is not allowed"),
    ("too long", declared(MaxLength="3"), "abcd", "length is not allowed"),
    ("as long as CloudFormation takes", declared(), "x" * 4096, None),
    ("longer than CloudFormation takes", declared(), "x" * 4097, "length is not allowed"),
    ("longer than CloudFormation takes, in bytes", declared(), "\u00e9" * 4096, "length is not allowed"),
    ("a range", declared(AllowedPattern=r"[\d./]*"), "10.0.0.0/16", None),
    ("a range that begins in its middle", declared(AllowedPattern=r"[\d./]*"), "10.0.1.0/16", "write 10.0.0.0/16"),
    ("a range of an address too high", declared(AllowedPattern=r"[\d./]*"), "256.0.0.0/8", "must be an IPv4 CIDR"),
    ("a range with a prefix too long", declared(AllowedPattern=r"[\d./]*"), "10.0.0.0/33", "must be an IPv4 CIDR"),
    ("free text that only looks like a range", declared(), "10.0.1.7/16", None),
]


@pytest.mark.parametrize(("body", "value", "words"), [pytest.param(*case[1:], id=case[0]) for case in VALUES])
def test_a_value(body, value, words):
    found = list(complaints(template(P=body), {} if value is None else {"P": value}))
    if words is None:
        assert found == []
    else:
        (complaint,) = found
        assert words in complaint.sentence
        assert complaint.parameters == ("P",)


def test_every_bad_value_is_told():
    made = template(A=SOME, B=SIZE, C=declared())
    assert [found.parameters for found in complaints(made, {"A": "0", "B": "1", "C": "x"})] == [("A",), ("B",)]


RULE = {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "A"}, "5"]}, "AssertDescription": "A must be 5"}]}


class TestValuesTogether:
    def test_a_broken_rule_is_told_with_its_parameters(self):
        (found,) = complaints(template(rules={"R": RULE}, A=SOME), {"A": "4"})
        assert (found.sentence, found.parameters) == ("A must be 5", ("A",))

    def test_a_rule_is_not_asked_about_values_that_are_bad_already(self):
        (found,) = complaints(template(rules={"R": RULE}, A=SOME), {"A": "400"})
        assert "1 to 10" in found.sentence

    @pytest.mark.parametrize(
        ("low", "high"), [("MinCapacity", "MaxCapacity"), ("MinimumPercent", "MaximumPercent"), ("Min", "Max")]
    )
    def test_bounds_that_cross_are_told_with_both(self, low, high):
        made = template(**{low: declared("Number"), high: declared("Number")})
        (found,) = complaints(made, {low: "10", high: "9"})  # as numbers: as text 10 would be below 9
        assert found.parameters == (low, high)
        assert f"{low} 10 is above {high} 9" in found.sentence

    @pytest.mark.parametrize("least", ["1", "9"])
    def test_bounds_that_do_not_cross_are_fine(self, least):
        made = template(MinCapacity=declared("Number"), MaxCapacity=declared("Number"))
        assert list(complaints(made, {"MinCapacity": least, "MaxCapacity": "9"})) == []

    def test_a_bound_without_its_other_is_fine(self):
        assert list(complaints(template(MinCapacity=declared("Number")), {"MinCapacity": "3"})) == []

    def test_words_that_are_called_like_bounds_are_no_numbers(self):
        made = template(MinProtocol=declared(), MaxProtocol=declared())
        assert list(complaints(made, {"MinProtocol": "TLSv1.2", "MaxProtocol": "TLSv1.3"})) == []


def vpc(block):
    return {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": block}}


def subnet(number, count=6, bits=12):
    ranges = {"Fn::Cidr": [{"Ref": "Range"}, count, bits]}
    return {"Type": "AWS::EC2::Subnet", "Properties": {"CidrBlock": {"Fn::Select": [number, ranges]}}}


class TestRanges:
    def found(self, block, **resources):
        return list(complaints(template(resources=resources, Range=declared()), {"Range": block}))

    def test_subnets_that_fit_are_fine(self):
        assert self.found("10.0.0.0/16", A=subnet(0), B=subnet(5)) == []

    def test_subnets_that_do_not_fit_are_told_once(self):
        (complaint,) = self.found("10.0.0.0/20", A=subnet(0), B=subnet(1))
        assert complaint.sentence.startswith("10.0.0.0/20 is too small for 6 subnets of /20")
        assert complaint.parameters == ("Range",)

    def test_a_subnet_beyond_the_last_range_is_told(self):
        (complaint,) = self.found("10.0.0.0/16", A=subnet(6))
        assert "item 6 is asked of a list of 6" in complaint.sentence

    def test_a_subnet_without_a_range_of_ours_is_fine(self):
        assert self.found("10.0.0.0/16", A={"Type": "AWS::EC2::Subnet", "Properties": {"Ipv6Native": True}}) == []

    def test_the_range_of_a_vpc_comes_with_its_parameter(self):
        made = template(resources={"Vpc": vpc({"Ref": "Range"})}, Range=declared())
        assert list(vpc_ranges(made, {"Range": "10.0.0.0/16"})) == [("10.0.0.0/16", "Range")]

    @pytest.mark.parametrize("block", ["10.0.0.0/16", {"Ref": "FromSsm"}, None])
    def test_a_range_that_is_fixed_or_not_known_is_nobodys_to_change(self, block):
        made = template(resources={"Vpc": vpc(block)}, FromSsm=declared("AWS::SSM::Parameter::Value<String>"))
        assert list(vpc_ranges(made, {"FromSsm": "/a"})) == []


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
@pytest.mark.parametrize("stack", ["registry", "network", "platform", "web"])
def test_the_examples_have_a_value_for_every_parameter_and_no_complaint(environment, stack):
    made = json.loads((ROOT / "out/hello" / f"{stack}.json").read_text())
    listed = json.loads((ROOT / "out/hello" / environment / f"{stack}.parameters.json").read_text())
    values = {pair["ParameterKey"]: pair["ParameterValue"] for pair in listed}
    assert list(values) == list(made["Parameters"])
    assert list(complaints(made, values)) == []
