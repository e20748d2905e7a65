"""The typed shape of `app.yaml`: what an application is. Sizes are not here; they are CloudFormation parameters."""

import ipaddress
import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from templates.identity import NAME
from templates.matching import Public, Route
from templates.priorities import Placed, prioritized
from templates.settings import Settings, complaint, pascal
from templates.timing import MAX_STOP_TIMEOUT

# The keys of an environment file and the stacks that are no services.
RESERVED = frozenset({"account", "data", "network", "platform", "region", "registry", "tags"})
SECRET_SHAPES = re.compile(r"(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-")
CREDENTIALS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA"})

ApplicationName = Annotated[str, Field(pattern=f"^{NAME}$", max_length=32)]
ServiceName = Annotated[str, Field(pattern=f"^{NAME}$", max_length=32)]
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=128)]
Port = Annotated[int, Field(ge=1, le=65535)]
UrlPath = Annotated[str, Field(pattern=r"^/[\x21-\x7e]*$", max_length=1024)]
Cidr = Annotated[str, Field(pattern=r"^[0-9a-fA-F.:]+/[0-9]{1,3}$")]
ImageName = Annotated[str, Field(pattern=r"^([a-z0-9.-]+(:[0-9]+)?/)?[a-z0-9][a-z0-9._/-]*$", max_length=255)]
Words = Annotated[str, Field(min_length=1, max_length=255)]
JsonField = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=128)]
# The characters that EC2 takes in the description of a rule.
Reason = Annotated[str, Field(pattern=r"^[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+$", max_length=255)]


class Health(Settings):
    """When a task is healthy. The figures serve the balancer's check and the container's own."""

    path: UrlPath = Field("/health", description="What the load balancer asks for")
    interval: int = Field(30, ge=5, le=300, description="Seconds between two checks")
    timeout: int = Field(5, ge=2, le=60, description="Seconds after which a check has failed")
    healthy: int = Field(2, ge=2, le=10, description="Good answers in a row until a task gets traffic")
    unhealthy: int = Field(3, ge=2, le=10, description="Bad answers in a row until a task is replaced")
    matcher: str = Field("200", pattern=r"^[2-4][0-9]{2}([-,][2-4][0-9]{2})*$", description="Good HTTP status codes")
    command: tuple[Words, ...] | None = Field(
        None, min_length=1, max_length=32, strict=False, description="The container's own check, without a shell"
    )

    @model_validator(mode="after")
    def answers_before_the_next_check(self) -> Self:
        if self.timeout >= self.interval:
            raise complaint(
                f"health timeout {self.timeout} is not below the interval {self.interval}", "lower it", "timeout"
            )
        return self


class CustomMetric(Settings):
    """Target tracking on a metric of your own."""

    namespace: Words = Field(description="The metric's namespace in CloudWatch")
    metric: Words = Field(description="The metric's name")
    target: float = Field(gt=0, strict=False, description="The value to keep it at")
    statistic: Literal["Average", "Maximum", "Minimum", "SampleCount", "Sum"] = Field(
        "Average", description="What is made of the values of a minute"
    )
    dimensions: dict[Words, Words] = Field(default_factory=dict, max_length=10, description="The metric's dimensions")


class Scaling(Settings):
    """Target values; the figures are defaults of parameters of the same purpose. How far: MinCapacity, MaxCapacity."""

    cpu: int | None = Field(None, ge=10, le=90, description="Average CPU in percent")
    memory: int | None = Field(None, ge=10, le=90, description="Average memory in percent")
    requests: int | None = Field(None, ge=1, le=1_000_000, description="Requests per minute and task")
    custom: CustomMetric | None = Field(None, description="A metric of your own")

    @model_validator(mode="after")
    def scales_on_something(self) -> Self:
        if not any((self.cpu, self.memory, self.requests, self.custom)):
            raise complaint("scaling needs cpu, memory, requests or custom", "name one, or remove scaling")
        return self


class Generate(Settings):
    """A secret that Secrets Manager invents: a JSON object with one generated field."""

    length: int = Field(32, ge=8, le=4096, description="How many characters")
    field: JsonField = Field("value", description="The field that is generated and given to the container")
    template: dict[str, str] = Field(default_factory=dict, description="Further fields; nothing secret")
    punctuation: bool = Field(False, description="Whether punctuation may occur")

    @model_validator(mode="after")
    def shows_no_secret(self) -> Self:
        for name, value in self.template.items():
            if SECRET_SHAPES.search(value):
                raise complaint(f"{name} looks like a credential", "let it be generated", "template", name)
        return self


class Secret(Settings):
    """Where the value of a secret variable comes from. The value itself is never written down."""

    generate: Generate | None = Field(None, description="Secrets Manager invents it")
    from_: Literal["parameter", "secret"] | None = Field(
        None, alias="from", description="parameter: an SSM parameter that exists; secret: a secret that exists"
    )
    field: JsonField | None = Field(None, description="One field of a JSON secret")
    rotate_after: int | None = Field(
        None, ge=1, le=1000, description="Days; a Lambda function of your own rotates, a parameter takes its ARN"
    )

    @model_validator(mode="after")
    def has_one_source(self) -> Self:
        if (self.generate is None) == (self.from_ is None):
            raise complaint("a secret has one source", "write either generate: {} or from: parameter or from: secret")
        if self.field is not None and self.from_ != "secret":
            raise complaint(
                "field belongs to from: secret", "for a generated one write generate: {field: ...}", "field"
            )
        if self.rotate_after is not None and self.generate is None:
            raise complaint("only a generated secret is rotated from here", "remove rotate_after", "rotate_after")
        return self


class Adjustable(Settings):
    """A variable that environments may set differently: it becomes a CloudFormation parameter."""

    default: str = Field(description="The value where an environment sets none")


class Egress(Settings):
    """A way out of the tasks, besides HTTPS which the AWS APIs need."""

    port: Port = Field(description="The port that is called")
    to: Cidr = Field(description="The range that is called, as a CIDR")
    why: Reason = Field(description="What for; the rule carries these words")

    @model_validator(mode="after")
    def leads_to_a_network(self) -> Self:
        try:
            ipaddress.ip_network(self.to)
        except ValueError as error:
            raise complaint(f"egress to {error}", "write a CIDR such as 10.0.0.0/8", "to") from None
        return self


class Service(Settings):
    """One kind of task, replicated."""

    build: Words | None = Field(None, description="Folder with the Dockerfile; the image gets a repository of its own")
    image: ImageName | None = Field(
        None, description="An image of somebody else's, without tag or digest: ImageTag and ImageDigest say which"
    )
    port: Port = Field(description="The port that the container listens on")
    public: Public | None = Field(None, description="Left out: the service answers nobody from outside")
    health: Health = Field(Health(), description="When a task is healthy")
    starts_within: int = Field(60, ge=5, le=300, description="Seconds until a new task answers its health check")
    longest_request: int = Field(25, ge=1, le=110, description="Seconds of the slowest request that must not be cut")
    stops_within: int = Field(30, ge=5, le=119, description="Seconds to close down after the last request")
    scaling: Scaling | None = Field(None, description="Left out: a fixed DesiredCount")
    environment: dict[VariableName, str | int | float | bool | Adjustable] = Field(
        default_factory=dict, description="Environment variables; {default: x} lets environments choose"
    )
    secrets: dict[VariableName, Secret] = Field(
        default_factory=dict, description="Secret environment variables: where their values come from"
    )
    user: str = Field("1000:1000", pattern=r"^[1-9][0-9]*:[1-9][0-9]*$", description="uid:gid; never root")
    writable: tuple[Annotated[str, Field(pattern=r"^/[A-Za-z0-9._/-]+$")], ...] = Field(
        ("/tmp",), strict=False, max_length=20, description="Folders that can be written; the rest is read-only"
    )
    command: tuple[str, ...] | None = Field(None, strict=False, description="Instead of the image's command")
    egress: tuple[Egress, ...] = Field((), strict=False, max_length=20, description="Ways out, besides HTTPS")

    @model_validator(mode="after")
    def has_one_image(self) -> Self:
        if (self.build is None) == (self.image is None):
            raise complaint("a service has either build or image", "build: names a folder, image: a public image")
        return self

    @model_validator(mode="after")
    def is_asked_for_its_health(self) -> Self:
        if self.public is None and self.health.command is None:
            raise complaint(
                "no load balancer asks a private service for its health", "give it health: {command: [...]}", "health"
            )
        return self

    @model_validator(mode="after")
    def can_end_in_time(self) -> Self:
        if self.longest_request + self.stops_within > MAX_STOP_TIMEOUT:
            raise complaint(
                f"longest_request + stops_within is {self.longest_request + self.stops_within} seconds, but Fargate "
                f"kills a stopping task after {MAX_STOP_TIMEOUT}",
                "lower one of them",
                "longest_request",
            )
        return self

    @model_validator(mode="after")
    def scales_on_what_it_has(self) -> Self:
        if self.scaling and self.scaling.requests and not self.public:
            raise complaint("requests can only be counted on a public service", "remove it", "scaling", "requests")
        return self

    @model_validator(mode="after")
    def shows_no_secret(self) -> Self:
        for name, value in self.environment.items():
            text = value.default if isinstance(value, Adjustable) else str(value)
            if name in CREDENTIALS or SECRET_SHAPES.search(text):
                raise complaint(f"{name} looks like a credential", "move it to secrets", "environment", name)
            if "{{resolve:" in text:
                raise complaint(
                    f"{name} would be expanded to plain text in the task definition",
                    "move it to secrets: with from: parameter or from: secret",
                    "environment",
                    name,
                )
        return self

    @model_validator(mode="after")
    def names_each_variable_once(self) -> Self:
        seen: dict[str, str] = {}
        for where, names in (("environment", self.environment), ("secrets", self.secrets)):
            for name in names:
                other = seen.setdefault(pascal(name), name)
                if other != name or (where == "secrets" and name in self.environment):
                    raise complaint(f"{name} and {other} need the same parameter name", "rename one", where, name)
        return self


class Application(Settings):
    """An application: services behind one load balancer, in a network of their own or an existing one."""

    application: ApplicationName = Field(description="The name; stacks are called <application>-<environment>-<stack>")
    network: Literal["new", "existing"] = Field("new", description="existing: choose a VPC instead of creating one")
    services: dict[ServiceName, Service] = Field(min_length=1, max_length=50, description="One stack for each")
    routes: tuple[Route, ...] = Field(
        (), strict=False, max_length=50, description="What the load balancer answers by itself"
    )

    @model_validator(mode="after")
    def leaves_reserved_names_alone(self) -> Self:
        for name in self.services:
            if name in RESERVED:
                raise complaint(
                    f"a service cannot be called {name}", "that name has a meaning already", "services", name
                )
        return self

    @model_validator(mode="after")
    def has_services_that_can_be_told_apart(self) -> Self:
        seen: dict[str, str] = {}
        for name in self.services:
            other = seen.setdefault(pascal(name), name)
            if other != name:
                raise complaint(f"services {other} and {name} need the same logical id", "rename one", "services", name)
        return self

    @model_validator(mode="after")
    def sends_each_request_to_one_place(self) -> Self:
        seen: dict[tuple[Any, ...], str] = {}
        for rule in self.rules:
            other = seen.setdefault(rule.match.condition, rule.what)
            if other != rule.what:
                raise complaint(
                    f"{rule.what} and {other} answer the same requests", "change a path or a host", *rule.at
                )
        prioritized(self.rules)
        return self

    @property
    def rules(self) -> list[Placed]:
        """Every rule on the balancer: where it is written, what it is called, and what it matches."""
        services = [
            Placed(("services", name, "public"), f"service {name}", service.public)
            for name, service in self.services.items()
            if service.public is not None
        ]
        return services + [
            Placed(("routes", index), f"route {route}", route) for index, route in enumerate(self.routes)
        ]

    @property
    def priorities(self) -> dict[str, int]:
        """The priority of every rule on the balancer, by what the rule is called."""
        return prioritized(self.rules)
