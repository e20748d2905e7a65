"""CloudFormation parameters that say, in one place, everything a person or the console asks about them."""

from dataclasses import dataclass
from typing import Any

from troposphere import Equals, Parameter, Ref

_IPV4 = r"((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
CIDR = _IPV4 + r"/(3[0-2]|[12]?[0-9])"
VPC_CIDR = _IPV4 + r"/(1[6-9]|2[0-8])"
SSM_NAME = "AWS::SSM::Parameter::Value<{}>"
LOG_RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 3653)


class Input(Parameter):
    """A Parameter with its console label, and the value that the build fills in when nobody writes one."""

    def __init__(self, name: str, *, label: str, fill: str | None = None, **properties: Any) -> None:
        self.name = name
        self.label = label
        self.fill = fill
        super().__init__(name, **properties)


@dataclass(frozen=True)
class Table:
    """A CloudFormation Mapping."""

    name: str
    rows: dict[str, dict[str, str]]


def choice(name: str, label: str, description: str, values: tuple[Any, ...], default: Any = None) -> Input:
    """One of a few values."""
    texts = [str(value) for value in values]
    listed = ", ".join(texts)
    return Input(
        name,
        label=label,
        Type="String",
        Description=description,
        AllowedValues=texts,
        ConstraintDescription=f"must be one of {listed}" if len(texts) <= 12 else "must be a value of the list",
        **_default(default),
    )


def switch(name: str, label: str, description: str, *, default: bool) -> Input:
    """Yes or no."""
    return choice(name, label, description, ("true", "false"), "true" if default else "false")


def is_on(switched: Input) -> Equals:
    """The answer to a switch."""
    return Equals(Ref(switched), "true")


def number(name: str, label: str, description: str, low: int, high: int, default: int | None = None) -> Input:
    """A whole number between two bounds."""
    return Input(
        name,
        label=label,
        Type="Number",
        Description=description,
        MinValue=low,
        MaxValue=high,
        ConstraintDescription=f"must be a whole number from {low} to {high}",
        **_default(default),
    )


def text(
    name: str,
    label: str,
    description: str,
    pattern: str,
    must: str,
    default: str | None = None,
    fill: str | None = None,
) -> Input:
    """Words of a shape; `must` says the shape to a person."""
    return Input(
        name,
        label=label,
        fill=fill,
        Type="String",
        Description=description,
        AllowedPattern=f"^{pattern}$",
        ConstraintDescription=f"must be {must}",
        **_default(default),
    )


def log_retention(name: str = "LogRetentionDays", of: str = "these logs") -> Input:
    """How long CloudWatch keeps logs; the values are those that CloudWatch Logs accepts."""
    return choice(name, "Days to keep logs", f"How many days CloudWatch keeps {of}", LOG_RETENTION_DAYS, 365)


def published(
    name: str, label: str, description: str, type_: str, stack: str, key: str, *, scope: str = "environment"
) -> Input:
    """A value that another stack publishes in SSM Parameter Store; the parameter's value is the SSM name."""
    owner = "/{Application}/{Environment}" if scope == "environment" else "/{Application}"
    return Input(
        name,
        label=label,
        fill=f"{owner}/{stack}/{key}",
        Type=SSM_NAME.format(type_),
        Description=f"{description} (write the name of the SSM parameter that holds it)",
    )


def _default(value: Any) -> dict[str, Any]:
    return {} if value is None else {"Default": str(value)}
