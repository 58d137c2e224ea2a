-- A row is a window with tweets of others that name a forgotten account, and how many they are.
select
    collection_window,
    count(distinct tweet_id) as tweets
from tweet_mentions
where
    sha256($salt || ':' || lower(handle)) in (select unnest($user_hashes))
    or sha256($salt || ':' || lower(user_id)) in (select unnest($user_hashes))
group by collection_window
order by collection_window
