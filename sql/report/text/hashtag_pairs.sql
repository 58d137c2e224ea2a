-- A row is one of the ten pairs of hashtags of most tweets, the study's own hashtags apart.
select hashtag, other_hashtag, tweets, tweets_without_retweets, posters, jaccard, npmi
from hashtag_pairs
where collection_window = $collection_window and not with_study_hashtag
order by rank
limit 10
