"""Draining and health are a set of inequalities, solved from what `app.yaml` says of a service.

A task that leaves is first taken out of the balancer (drain), then told to stop (stop timeout). Nothing is cut
if the drain is longer than the longest request, and the stop timeout longer than request and closing down.
"""

from dataclasses import dataclass

MAX_STOP_TIMEOUT = 120  # seconds; Fargate's own bound
SPOT_NOTICE = 120  # seconds between the notice and the end of a Spot task


@dataclass(frozen=True)
class Timing:
    drain: int
    stop_timeout: int
    grace: int
    start_period: int

    @property
    def fits_spot(self) -> bool:
        """Whether an interrupted Spot task can drain and stop before it is taken away."""
        return self.drain + self.stop_timeout <= SPOT_NOTICE


def timing(starts_within: int, longest_request: int, stops_within: int) -> Timing:
    return Timing(
        drain=longest_request + 5,
        stop_timeout=longest_request + stops_within,
        grace=max(60, 2 * starts_within),
        start_period=starts_within,
    )


def idle_timeout(longest_requests: list[int]) -> int:
    """How long the balancer waits for a silent answer: longer than any request that must not be cut."""
    return max([60, *(seconds + 5 for seconds in longest_requests)])
