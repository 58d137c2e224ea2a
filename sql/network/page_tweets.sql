-- A row is a directed tie and the latest three of the tweets that made it; of more tweets than the page holds, those of
-- the ties that most tweets made.
with uses as (
    select author as source, replied_to as target, tweet_id
    from tweets
    where collection_window = $collection_window and replied_to is not null
    union
    select author as source, retweeted as target, tweet_id
    from tweets
    where collection_window = $collection_window and retweeted is not null
    union
    select author as source, quoted as target, tweet_id
    from tweets
    where collection_window = $collection_window and quoted is not null
    union
    select tweets.author as source, tweet_mentions.account as target, tweets.tweet_id
    from tweet_mentions
    inner join tweets
        on tweets.collection_window = tweet_mentions.collection_window
        and tweets.tweet_id = tweet_mentions.tweet_id
    where tweet_mentions.collection_window = $collection_window
),

shown_accounts as (
    select unnest($accounts) as account
)

select
    uses.source,
    uses.target,
    list(uses.tweet_id order by length(uses.tweet_id) desc, uses.tweet_id desc)[1:3] as tweet_ids,
    count(*) as tweets
from uses
inner join shown_accounts as one
    on one.account = uses.source
inner join shown_accounts as other
    on other.account = uses.target
where uses.source <> uses.target
group by uses.source, uses.target
order by tweets desc, uses.source, uses.target
limit $most_ties
