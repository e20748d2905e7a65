"""A name and a certificate for the balancer: one's own, or a new one that DNS validates, or neither."""

from typing import Any, ClassVar

from troposphere import And, Equals, GetAtt, Not, Or, Ref
from troposphere.certificatemanager import Certificate, DomainValidationOption
from troposphere.route53 import RecordSetType
from troposphere.validators.route53 import AliasTarget

from templates.inputs import Input, text
from templates.part import Assertion, Question, part

DOMAIN = r"(([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})?"
CERTIFICATE = r"(arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+)?"
ZONE = r"(Z[A-Z0-9]{6,32})?"


@part
class Domain:
    title: ClassVar[str] = "Domain and certificate"
    name: Input
    zone: Input
    given_certificate: Input
    zone_is_known: Assertion
    has_domain: Question
    has_given_certificate: Question
    makes_certificate: Question
    has_certificate: Question
    certificate: Certificate

    @property
    def certificate_arn(self) -> Any:
        """Of the certificate in use; only where `has_certificate` holds."""
        return self.has_given_certificate.choose(Ref(self.given_certificate), Ref(self.certificate))


@part
class Addresses:
    """The domain's way to the balancer."""

    title: ClassVar[str] = "Addresses"
    ipv4: RecordSetType
    ipv6: RecordSetType


def domain() -> Domain:
    name = text("DomainName", "Domain name", "The application's own name; empty for none", DOMAIN, "a domain name", "")
    zone = text(
        "HostedZoneId", "Hosted zone", "The public Route 53 zone of the domain", ZONE, "the id of a hosted zone", ""
    )
    given = text(
        "CertificateArn",
        "Certificate",
        "An ACM certificate of this region; empty: one is made for the domain",
        CERTIFICATE,
        "the ARN of an ACM certificate, or empty",
        "",
    )
    has_domain = Question("HasDomain", Not(Equals(Ref(name), "")))
    has_given = Question("HasGivenCertificate", Not(Equals(Ref(given), "")))
    makes = Question("MakesCertificate", And(has_domain.holds, Not(has_given.holds)))
    return Domain(
        name=name,
        zone=zone,
        given_certificate=given,
        zone_is_known=Assertion(
            "DomainNeedsHostedZone",
            "DomainName needs HostedZoneId: the address and the proof of ownership are written into that zone",
            when=Not(Equals(Ref(name), "")),
            must=Not(Equals(Ref(zone), "")),
        ),
        has_domain=has_domain,
        has_given_certificate=has_given,
        makes_certificate=makes,
        has_certificate=Question("HasCertificate", Or(has_given.holds, makes.holds)),
        certificate=Certificate(
            "Certificate",
            Condition=makes.name,
            DomainName=Ref(name),
            ValidationMethod="DNS",
            DomainValidationOptions=[DomainValidationOption(DomainName=Ref(name), HostedZoneId=Ref(zone))],
        ),
    )


def addresses(named: Domain, balancer: Any, has_ipv6_domain: Question) -> Addresses:
    target = AliasTarget(  # type: ignore[no-untyped-call]
        GetAtt(balancer, "CanonicalHostedZoneID"), GetAtt(balancer, "DNSName"), EvaluateTargetHealth=True
    )

    def record(title: str, type_: str, when: Question) -> RecordSetType:
        return RecordSetType(
            title,
            Condition=when.name,
            Name=Ref(named.name),
            Type=type_,
            HostedZoneId=Ref(named.zone),
            AliasTarget=target,
        )

    return Addresses(
        ipv4=record("AddressRecord", "A", named.has_domain), ipv6=record("AddressRecordIpv6", "AAAA", has_ipv6_domain)
    )
