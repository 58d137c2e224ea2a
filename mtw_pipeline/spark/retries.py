"""How long a server of Spark that does not answer is waited for, and what is said when it is given up.

What belongs here: the policy of a session's calls, in the words of Spark's client (``RetryPolicy``). What does not:
what is called.
"""

from typing import TYPE_CHECKING

from mtw_pipeline.attempts import RunEndsError

if TYPE_CHECKING:
    from pyspark.sql.connect.client.retries import RetryPolicy, RetryPolicyState


class CircuitBreaker:
    """Repeats calls to a server that does not answer until one was in vain; from then on every call fails at once.

    Args:
        policy: how often a call is repeated, and when.
        where: the setting that names the server.
    """

    def __init__(self, policy: "RetryPolicy", where: str) -> None:
        self._policy = policy
        self._where = where
        self._is_open = False

    def to_state(self) -> "_Call":
        """What one call does."""
        return _Call(self, self._policy.to_state())

    def waits(self, call: "RetryPolicyState", exception: BaseException | None) -> int:
        """Milliseconds until a call is repeated.

        Raises:
            RunEndsError: it is not any more, nor is any other: nothing more can be made in this run.
        """
        waits = None if self._is_open else call.next_attempt(exception)
        if waits is None:
            self._is_open = True
            raise RunEndsError(
                "Spark does not answer any more",
                where=self._where,
                remedy="See why it ended, and start it; what was made stays, and mtw run goes on from it",
            )
        return int(waits)


class _Call:
    """One call (``RetryPolicyState``)."""

    def __init__(self, breaker: CircuitBreaker, call: "RetryPolicyState") -> None:
        self._breaker = breaker
        self._call = call
        self.name = type(breaker).__name__

    def can_retry(self, exception: BaseException) -> bool:
        """Whether it may be repeated after such an error."""
        return bool(self._call.can_retry(exception))

    def next_attempt(self, exception: BaseException | None = None) -> int:
        """Milliseconds until it is; errors as of ``CircuitBreaker.waits``."""
        return self._breaker.waits(self._call, exception)
