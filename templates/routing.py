"""Listener rules: which requests go where."""

import hashlib
from typing import Any

from troposphere import Ref
from troposphere import elasticloadbalancingv2 as elb

from templates.matching import Match, Redirect, Respond, Route


def service_rule(match: Match, priority: int, listener_arn: Any, target_group: elb.TargetGroup) -> elb.ListenerRule:
    """The requests of one service."""
    action = elb.ListenerRuleAction(Type="forward", TargetGroupArn=Ref(target_group))
    return _rule("ListenerRule", match, priority, listener_arn, action)


def route_rule(route: Route, priority: int, listener_arn: Any) -> elb.ListenerRule:
    """What the balancer answers by itself. Its id comes from what it matches, so that another route moves nothing."""
    name = hashlib.sha256(str(route).encode()).hexdigest()[:8]
    action = _respond(route.respond) if route.respond else _redirect(route.redirect or Redirect(path="/"))
    return _rule(f"Route{name}", route, priority, listener_arn, action)


def not_found() -> elb.Action:
    """The balancer's answer when no rule matches."""
    return elb.Action(
        Type="fixed-response",
        FixedResponseConfig=elb.FixedResponseConfig(
            StatusCode="404", ContentType="text/plain", MessageBody="Not found"
        ),
    )


def to_https() -> elb.Action:
    return elb.Action(
        Type="redirect", RedirectConfig=elb.RedirectConfig(Protocol="HTTPS", Port="443", StatusCode="HTTP_301")
    )


def _rule(title: str, match: Match, priority: int, listener_arn: Any, action: Any) -> elb.ListenerRule:
    return elb.ListenerRule(
        title, ListenerArn=listener_arn, Priority=priority, Conditions=_conditions(match), Actions=[action]
    )


def _conditions(match: Match) -> list[elb.Condition]:
    found = []
    if match.host:
        found.append(elb.Condition(Field="host-header", HostHeaderConfig=elb.HostHeaderConfig(Values=[match.host])))
    if match.path:
        found.append(elb.Condition(Field="path-pattern", PathPatternConfig=elb.PathPatternConfig(Values=[match.path])))
    for name, value in sorted(match.headers.items()):
        header = elb.HttpHeaderConfig(HttpHeaderName=name, Values=[value])
        found.append(elb.Condition(Field="http-header", HttpHeaderConfig=header))
    return found


def _respond(respond: Respond) -> elb.ListenerRuleAction:
    return elb.ListenerRuleAction(
        Type="fixed-response",
        FixedResponseConfig=elb.FixedResponseConfig(
            StatusCode=str(respond.status), ContentType=respond.type, MessageBody=respond.body
        ),
    )


def _redirect(redirect: Redirect) -> elb.ListenerRuleAction:
    parts = {"Host": redirect.host, "Path": redirect.path}
    return elb.ListenerRuleAction(
        Type="redirect",
        RedirectConfig=elb.RedirectConfig(
            StatusCode="HTTP_301" if redirect.permanent else "HTTP_302",
            **{name: value for name, value in parts.items() if value is not None},
        ),
    )
