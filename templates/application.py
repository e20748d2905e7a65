"""The typed shape of `app.yaml`: what an application is. Sizes are not here; they are CloudFormation parameters."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from templates.identity import NAME
from templates.timing import MAX_STOP_TIMEOUT

# The keys of an environment file and the stacks that are no services.
RESERVED = frozenset({"account", "data", "network", "platform", "region", "registry", "tags"})
SECRET_SHAPES = re.compile(r"(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-")
CREDENTIALS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA"})

ApplicationName = Annotated[str, Field(pattern=f"^{NAME}$", max_length=32)]
ServiceName = Annotated[str, Field(pattern=f"^{NAME}$", max_length=32)]
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=128)]
Port = Annotated[int, Field(ge=1, le=65535)]
PathPattern = Annotated[str, Field(pattern=r"^/[A-Za-z0-9_.$/~\"'@:+*?&-]*$", max_length=128)]
HostPattern = Annotated[str, Field(pattern=r"^[A-Za-z0-9.*?-]+$", max_length=128)]
UrlPath = Annotated[str, Field(pattern=r"^/[\x21-\x7e]*$", max_length=1024)]
Cidr = Annotated[str, Field(pattern=r"^[0-9a-fA-F.:]+/[0-9]{1,3}$")]
Words = Annotated[str, Field(min_length=1, max_length=255)]


class Settings(BaseModel):
    """Nothing is converted, nothing unknown is let through, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Match(Settings):
    """Which requests: by path, host or headers; all that are given must match."""

    path: PathPattern | None = Field(None, description="Path pattern; * and ? stand for anything")
    host: HostPattern | None = Field(None, description="Host name pattern")
    headers: dict[Words, Words] = Field(default_factory=dict, max_length=3, description="Header name to value pattern")
    priority: int | None = Field(None, ge=1, le=50000, description="Only needed where two rules would collide")

    @model_validator(mode="after")
    def matches_something(self) -> Self:
        if not (self.path or self.host or self.headers):
            raise complaint("a path, a host or headers must say which requests are meant", 'add path: "/*"')
        wildcards = sum((text or "").count("*") + (text or "").count("?") for text in (self.path, self.host))
        if self.values > 5 or wildcards > 6:
            raise complaint(
                "a rule of a load balancer can have five values and six wildcards at most", "shorten this rule"
            )
        return self

    @property
    def values(self) -> int:
        return (self.path is not None) + (self.host is not None) + len(self.headers)

    @property
    def condition(self) -> tuple[Any, ...]:
        """Equal for two rules that match the same requests."""
        return self.path, (self.host or "").lower(), tuple(sorted((k.lower(), v) for k, v in self.headers.items()))


class Public(Match):
    """How the world reaches a service, through the environment's load balancer."""

    sticky_for: int | None = Field(None, ge=1, le=604800, description="Seconds that a client stays with one task")
    slow_start: int | None = Field(None, ge=30, le=900, description="Seconds over which a new task gets its full share")


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

    namespace: Words
    metric: Words
    target: float = Field(gt=0, strict=False)
    statistic: Literal["Average", "Maximum", "Minimum", "SampleCount", "Sum"] = "Average"
    dimensions: dict[Words, Words] = Field(default_factory=dict, max_length=10)


class Scaling(Settings):
    """Target values; the figures are defaults of parameters of the same purpose. How far: MinCapacity, MaxCapacity."""

    cpu: int | None = Field(None, ge=10, le=90, description="Average CPU in percent")
    memory: int | None = Field(None, ge=10, le=90, description="Average memory in percent")
    requests: int | None = Field(None, ge=1, le=1_000_000, description="Requests per minute and task")
    custom: CustomMetric | None = None

    @model_validator(mode="after")
    def scales_on_something(self) -> Self:
        if not any((self.cpu, self.memory, self.requests, self.custom)):
            raise complaint("scaling needs cpu, memory, requests or custom", "name one, or remove scaling")
        return self


class Generate(Settings):
    """A secret that Secrets Manager invents: a JSON object with one generated field."""

    length: int = Field(32, ge=8, le=4096)
    field: Words = Field("value", description="The field that is generated and given to the container")
    template: dict[str, str] = Field(default_factory=dict, description="Further fields; nothing secret")
    punctuation: bool = Field(False, description="Whether punctuation may occur")


class Secret(Settings):
    """Where the value of a secret variable comes from. The value itself is never written down."""

    generate: Generate | None = None
    from_: Literal["parameter", "secret"] | None = Field(
        None, alias="from", description="parameter: an SSM parameter that exists; secret: a secret that exists"
    )
    field: Words | None = Field(None, description="One field of a JSON secret")
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

    default: str


class Egress(Settings):
    """A way out of the tasks, besides HTTPS which the AWS APIs need."""

    port: Port
    to: Cidr
    why: Words


class Service(Settings):
    """One kind of task, replicated."""

    build: Words | None = Field(None, description="Folder with the Dockerfile; the image gets a repository of its own")
    image: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9./:_-]*$", max_length=255)] | None = Field(
        None, description="An image of somebody else's, without tag or digest: ImageTag and ImageDigest say which"
    )
    port: Port = Field(description="The port that the container listens on")
    public: Public | None = Field(None, description="Left out: the service answers nobody from outside")
    health: Health = Health()
    starts_within: int = Field(60, ge=5, le=300, description="Seconds until a new task answers its health check")
    longest_request: int = Field(25, ge=1, le=110, description="Seconds of the slowest request that must not be cut")
    stops_within: int = Field(30, ge=5, le=119, description="Seconds to close down after the last request")
    scaling: Scaling | None = Field(None, description="Left out: a fixed DesiredCount")
    environment: dict[VariableName, str | int | float | bool | Adjustable] = Field(default_factory=dict)
    secrets: dict[VariableName, Secret] = Field(default_factory=dict)
    user: str = Field("1000:1000", pattern=r"^[1-9][0-9]*:[1-9][0-9]*$", description="uid:gid; never root")
    writable: tuple[Annotated[str, Field(pattern=r"^/[A-Za-z0-9._/-]+$")], ...] = Field(
        ("/tmp",), strict=False, max_length=20, description="Folders that can be written; the rest is read-only"
    )
    command: tuple[str, ...] | None = Field(None, strict=False, description="Instead of the image's command")
    egress: tuple[Egress, ...] = Field((), strict=False, max_length=20)

    @model_validator(mode="after")
    def has_one_image(self) -> Self:
        if (self.build is None) == (self.image is None):
            raise complaint("a service has either build or image", "build: names a folder, image: a public image")
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


class Respond(Settings):
    """A fixed answer."""

    status: int = Field(200, ge=200, le=599)
    type: Literal["text/plain", "text/css", "text/html", "application/javascript", "application/json"] = "text/plain"
    body: str = Field("", max_length=1024)


class Redirect(Settings):
    """Another address; what is left out stays as it was asked for."""

    host: HostPattern | None = None
    path: PathPattern | None = None
    permanent: bool = True

    @model_validator(mode="after")
    def leads_elsewhere(self) -> Self:
        if self.host is None and self.path is None:
            raise complaint("a redirect needs a host or a path", "say where it leads")
        return self


class Route(Match):
    """What the load balancer answers by itself."""

    respond: Respond | None = None
    redirect: Redirect | None = None

    @model_validator(mode="after")
    def does_one_thing(self) -> Self:
        if (self.respond is None) == (self.redirect is None):
            raise complaint("a route has one effect", "write either respond or redirect")
        return self


class Application(Settings):
    """An application: services behind one load balancer, in a network of their own or an existing one."""

    application: ApplicationName = Field(description="The name; stacks are called <application>-<environment>-<stack>")
    network: Literal["new", "existing"] = Field("new", description="existing: choose a VPC instead of creating one")
    services: dict[ServiceName, Service] = Field(min_length=1, max_length=50)
    routes: tuple[Route, ...] = Field((), strict=False, max_length=50)

    @model_validator(mode="after")
    def leaves_reserved_names_alone(self) -> Self:
        for name in self.services:
            if name in RESERVED:
                raise complaint(
                    f"a service cannot be called {name}", "that name has a meaning already", "services", name
                )
        return self

    @model_validator(mode="after")
    def sends_each_request_to_one_place(self) -> Self:
        seen: dict[tuple[Any, ...], str] = {}
        for place, what, match in matches(self):
            other = seen.setdefault(match.condition, what)
            if other != what:
                raise complaint(f"{what} and {other} answer the same requests", "change a path or a host", *place)
        return self


def matches(application: Application) -> Iterator[tuple[tuple[str | int, ...], str, Match]]:
    """Every rule on the balancer: where it is written, what it is called, and what it matches."""
    for name, service in application.services.items():
        if service.public is not None:
            yield ("services", name, "public"), f"service {name}", service.public
    for index, route in enumerate(application.routes):
        yield ("routes", index), f"route {index + 1}", route


def pascal(name: str) -> str:
    """`API_KEY` and `api-key` as CloudFormation would write them: `ApiKey`."""
    return "".join(word[:1].upper() + word[1:].lower() for word in re.split(r"[^A-Za-z0-9]+", name))


def complaint(found: str, advice: str, *at: str | int) -> PydanticCustomError:
    """An error of ours: what was found, what to do, and where below the validated thing."""
    # The text is passed as a value, because braces in it would be taken for a format.
    return PydanticCustomError("stackwright", "{sentence}", {"sentence": f"{found}: {advice}", "at": list(at)})
