-- A row is one of the fifty most used words of a window.
-- collection_window: First and last day, both included, UTC
-- rank: Place by uses, from 1
-- word: The word in lower case; a hashtag keeps its #
-- uses: Times used
-- tweets: Tweets that use it
select
    collection_window,
    rank,
    word,
    uses,
    tweets
from word_frequencies
where rank <= 50
order by collection_window, rank
