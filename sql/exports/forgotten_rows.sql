-- A row is a row of raw_tweets that must be forgotten: a tweet, what passes it on, or the author of either.
select export_file, row_number
from raw_tweets
where
    collection_window = $collection_window
    and (
        sha256($salt || ':' || tweet_id) in (select unnest($tweet_hashes))
        or sha256($salt || ':' || retweeted_tweet_id) in (select unnest($tweet_hashes))
        or sha256($salt || ':' || author_id) in (select unnest($user_hashes))
        or sha256($salt || ':' || lower(author_handle)) in (select unnest($user_hashes))
        or sha256($salt || ':' || retweeted_user_id) in (select unnest($user_hashes))
        or sha256($salt || ':' || lower(retweeted_handle)) in (select unnest($user_hashes))
    )
