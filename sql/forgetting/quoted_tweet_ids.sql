-- A row is the id of a tweet of a forgotten account that another tweet quotes, with its author's handle: its text stands
-- beside the quoting one.
select distinct quoted_tweet_id as tweet_id, quoted_handle as handle
from raw_tweets
where
    quoted_tweet_id is not null
    and (
        sha256($salt || ':' || lower(quoted_user_id)) in (select unnest($user_hashes))
        or sha256($salt || ':' || lower(quoted_handle)) in (select unnest($user_hashes))
    )
