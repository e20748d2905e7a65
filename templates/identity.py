"""Whose stack this is: the application and, but for account-wide stacks, the environment."""

from typing import ClassVar

from templates.inputs import Input, text
from templates.part import Scope, part

NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"


@part
class Identity:
    title: ClassVar[str] = "Application and environment"
    application: Input
    environment: Input | None


def identity(scope: Scope) -> Identity:
    """The two names that tags and the SSM names between stacks are made from."""
    return Identity(
        application=_name("Application", "The application that this stack belongs to"),
        environment=_name("Environment", "The environment, such as dev or prod") if scope == "environment" else None,
    )


def _name(name: str, description: str) -> Input:
    must = "lower-case letters, digits and single hyphens, beginning with a letter"
    return text(name, name, description, NAME, must, fill=f"{{{name}}}")
