"""Which requests a service or a fixed route answers, as `app.yaml` says it."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from templates.settings import Settings, complaint

PathPattern = Annotated[str, Field(pattern=r"^/[A-Za-z0-9_.$/~\"'@:+*?&-]*$", max_length=128)]
HostPattern = Annotated[str, Field(pattern=r"^[A-Za-z0-9.*?-]+$", max_length=128)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", max_length=40)]
HeaderPattern = Annotated[str, Field(pattern=r"^[\x20-\x7e]+$", max_length=128)]


class Match(Settings):
    """Which requests: by path, host or headers; all that are given must match."""

    path: PathPattern | None = Field(None, description="Path pattern; * and ? stand for anything")
    host: HostPattern | None = Field(None, description="Host name pattern")
    headers: dict[HeaderName, HeaderPattern] = Field(
        default_factory=dict, max_length=3, description="Header name to value pattern"
    )
    priority: int | None = Field(None, ge=1, le=50000, description="Only needed where two rules would collide")

    @model_validator(mode="after")
    def matches_something(self) -> Self:
        if not (self.path or self.host or self.headers):
            raise complaint("a path, a host or headers must say which requests are meant", 'add path: "/*"')
        wildcards = sum(text.count("*") + text.count("?") for text in self.patterns)
        if len(self.patterns) > 5 or wildcards > 6:
            raise complaint(
                "a rule of a load balancer can have five values and six wildcards at most", "shorten this rule"
            )
        return self

    def __str__(self) -> str:
        """Host, path and headers; no two rules that match differently read alike."""
        path, host, headers = self.condition
        return " ".join([f"{host}{path or ''}", *(f"{name}={value}" for name, value in headers)]).strip()

    def __hash__(self) -> int:
        return hash(self.condition)

    @property
    def patterns(self) -> list[str]:
        """All that a request is compared with."""
        return [text for text in (self.path, self.host, *self.headers.values()) if text is not None]

    @property
    def condition(self) -> tuple[Any, ...]:
        """Equal for two rules that match the same requests."""
        return self.path, (self.host or "").lower(), tuple(sorted((k.lower(), v) for k, v in self.headers.items()))


class Public(Match):
    """How the world reaches a service, through the environment's load balancer."""

    sticky_for: int | None = Field(None, ge=1, le=604800, description="Seconds that a client stays with one task")
    slow_start: int | None = Field(None, ge=30, le=900, description="Seconds over which a new task gets its full share")


class Respond(Settings):
    """A fixed answer."""

    status: int = Field(200, ge=200, le=599, description="The HTTP status")
    type: Literal["text/plain", "text/css", "text/html", "application/javascript", "application/json"] = Field(
        "text/plain", description="The content type"
    )
    body: str = Field("", max_length=1024, description="The text")


class Redirect(Settings):
    """Another address; what is left out stays as it was asked for."""

    host: HostPattern | None = Field(None, description="Another host")
    path: PathPattern | None = Field(None, description="Another path")
    permanent: bool = Field(True, description="Browsers remember it (301), or ask every time (302)")

    @model_validator(mode="after")
    def leads_elsewhere(self) -> Self:
        if self.host is None and self.path is None:
            raise complaint("a redirect needs a host or a path", "say where it leads")
        return self


class Route(Match):
    """What the load balancer answers by itself."""

    respond: Respond | None = Field(None, description="A fixed answer")
    redirect: Redirect | None = Field(None, description="Another address")

    @model_validator(mode="after")
    def does_one_thing(self) -> Self:
        if (self.respond is None) == (self.redirect is None):
            raise complaint("a route has one effect", "write either respond or redirect")
        return self
