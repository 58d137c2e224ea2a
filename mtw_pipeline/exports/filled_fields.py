"""What the rows of a file or a format really say, beside what its format can tell (formats/model.py).

What belongs here: putting counts of filled fields into words. What does not: counting
(sql/report/collection/filled_fields.sql, sql/exports/inspection/inspected_fields.sql).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FilledFields:
    """Of how many rows is known what a report speaks of; what counts them gives its columns these names.

    Args:
        format: the format of the rows, as the tables name it.
        rows_taken: the rows.
        likes: those that say how many likes they have.
        retweets: that say whether they are a retweet.
        replies: that say whether they answer.
        quotes: that say whether they quote.
        media: that tell their images and videos.
        user_ids: that have their author's id.
        followers: that say how many followers their author has.
        languages: that say their language.
    """

    format: str
    rows_taken: int
    likes: int
    retweets: int
    replies: int
    quotes: int
    media: int
    user_ids: int
    followers: int
    languages: int

    def in_words(self) -> str:
        """What all of the rows say, what some and what none, in one line."""
        counts = {
            "likes": self.likes,
            "whether they are retweets": self.retweets,
            "whether they are replies": self.replies,
            "whether they are quote tweets": self.quotes,
            "media": self.media,
            "user ids": self.user_ids,
            "followers": self.followers,
            "languages": self.languages,
        }
        told = {
            "all rows say": [name for name, count in counts.items() if count and count == self.rows_taken],
            "some say": [name for name, count in counts.items() if 0 < count < self.rows_taken],
            "none says": [name for name, count in counts.items() if not count],
        }
        return "; ".join(f"{who}: {', '.join(names)}" for who, names in told.items() if names)
