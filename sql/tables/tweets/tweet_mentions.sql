-- A row is one account named in one tweet, with the reason why it is named.
-- The author of a retweet's original comes first; whom that author named, the retweeter did not name.
with mentions as (
    select
        tweet_id,
        tweet_type,
        retweeted,
        replied_to,
        unnest(mention_handles) as handle,
        unnest(mention_ids) as user_id,
        generate_subscripts(mention_handles, 1) as position
    from tweets
    where collection_window = $collection_window
),

numbered_mentions as (
    select
        *,
        lower(handle) as account,
        row_number() over (partition by tweet_id, lower(handle) order by position) as time_named
    from mentions
)

select
    $collection_window as collection_window,
    tweet_id,
    position,
    account,
    handle,
    user_id,
    case
        when tweet_type = 'retweet' and account = retweeted and time_named = 1 then 'retweeted'
        when tweet_type = 'retweet' then 'within_retweet'
        when account = replied_to and time_named = 1 then 'replied_to'
        else 'mention'
    end as kind
from numbered_mentions
order by tweet_id, position
