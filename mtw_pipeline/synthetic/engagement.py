"""How often the invented tweets are liked, shared and answered.

What belongs here: those counts. What does not: the retweets and replies that the collection itself holds
(conversation.py), which the counts include.
"""

from dataclasses import dataclass

from mtw_pipeline.synthetic.conversation import Conversation
from mtw_pipeline.synthetic.random_numbers import RandomNumbers

# Means per tweet as the paper prints them; they are held over the tweets that are no retweets.
MEAN_LIKES, MEAN_SHARES, MEAN_COMMENTS = 21.0, 3.0, 2.0


@dataclass(frozen=True)
class Engagement:
    """The counts of one tweet, as the platform gave them when it was collected."""

    likes: int
    shares: int
    comments: int
    quotes: int

    def when_younger(self) -> "Engagement":
        """The counts at an earlier collection: never higher, and lower where there is anything to count."""
        return Engagement(self.likes * 3 // 4, self.shares * 3 // 4, self.comments * 3 // 4, self.quotes * 3 // 4)


def engage(random: RandomNumbers, conversation: Conversation) -> dict[int, Engagement]:
    """The counts of every tweet that is no retweet, by tweet id: what the collection holds, and more by its pull."""
    posted = [post for post in conversation.posts if post.kind != "retweet"]
    pull = 0.0
    for post in posted:
        pull += post.pull
    likes = MEAN_LIKES * len(posted) / pull
    shares = _missing(MEAN_SHARES, len(posted), sum(post.retweets for post in posted)) / pull
    comments = _missing(MEAN_COMMENTS, len(posted), sum(post.replies for post in posted)) / pull
    return {
        post.tweet_id: Engagement(
            likes=random.rounded(post.pull * likes),
            shares=post.retweets + random.rounded(post.pull * shares),
            comments=post.replies + random.rounded(post.pull * comments),
            quotes=post.quotes,
        )
        for post in (*conversation.earlier, *posted)
    }


def _missing(mean: float, posted: int, planted: int) -> float:
    """What the collection's own retweets or replies leave open of the mean."""
    return max(0.0, mean * posted - planted)
