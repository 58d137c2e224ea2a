-- A row is a pair of hashtags that stand together in at least two tweets of a window, the study's own hashtags apart.
-- collection_window: First and last day, both included, UTC
-- hashtag: The one, in lower case, with its #
-- other_hashtag: The other
-- tweets: Tweets that use both
-- tweets_without_retweets: Of these, tweets that are no retweets
-- posters: Accounts that posted them
-- jaccard: Tweets with both / tweets with either
-- npmi: Normalized pointwise mutual information (Bouma 2009): 1 together only, 0 as by chance
select
    collection_window,
    hashtag,
    other_hashtag,
    tweets,
    tweets_without_retweets,
    posters,
    jaccard,
    npmi
from hashtag_pairs
where not with_study_hashtag
order by collection_window, tweets desc, posters desc, hashtag, other_hashtag
