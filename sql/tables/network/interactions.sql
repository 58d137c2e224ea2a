-- A row is a directed tie of one kind between two accounts, from tweets and from collected edge lists.
-- Whom the author of a retweet's original named is no tie of the retweeter; whom a reply answers is no mention too.
with ties_of_tweets as (
    select tweets.author as source, tweet_mentions.account as target, 'mention' as kind, tweets.tweet_id, tweets.created_at
    from tweet_mentions
    inner join tweets
        on tweets.collection_window = tweet_mentions.collection_window
        and tweets.tweet_id = tweet_mentions.tweet_id
    where tweet_mentions.collection_window = $collection_window and tweet_mentions.kind = 'mention'
    union all
    select author, replied_to, 'reply', tweet_id, created_at
    from tweets
    where collection_window = $collection_window and is_reply and not is_retweet and replied_to is not null
    union all
    select author, retweeted, 'retweet', tweet_id, created_at
    from tweets
    where collection_window = $collection_window and is_retweet and retweeted is not null
    union all
    select author, quoted, 'quote', tweet_id, created_at
    from tweets
    where collection_window = $collection_window and is_quote and not is_retweet and quoted is not null
),

ties as (
    select source, target, kind, count(distinct tweet_id) as times, min(created_at) as first_at, max(created_at) as last_at
    from ties_of_tweets
    group by source, target, kind
    union all
    select
        coalesce(sources.account, lower(raw_ties.source)),
        coalesce(targets.account, lower(raw_ties.target)),
        raw_ties.kind,
        sum(raw_ties.times),
        min(raw_ties.created_at),
        max(raw_ties.created_at)
    from raw_ties
    left join identities as sources
        on sources.collection_window = raw_ties.collection_window
        and sources.handle = lower(raw_ties.source)
        and sources.is_holder
    left join identities as targets
        on targets.collection_window = raw_ties.collection_window
        and targets.handle = lower(raw_ties.target)
        and targets.is_holder
    where raw_ties.collection_window = $collection_window
    group by all
)

select
    $collection_window as collection_window,
    source,
    target,
    kind,
    source = target as is_self_tie,
    cast(sum(times) as bigint) as times,
    min(first_at) as first_at,
    max(last_at) as last_at
from ties
group by source, target, kind
order by source, target, kind
