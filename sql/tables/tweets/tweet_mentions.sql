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

with_accounts as (
    select
        mentions.*,
        coalesce(by_id.account, by_handle.account, lower(mentions.handle), 'id:' || mentions.user_id) as account
    from mentions
    left join (
        select distinct user_id, account from identities where collection_window = $collection_window
    ) as by_id on by_id.user_id = mentions.user_id
    left join (
        select handle, account from identities where collection_window = $collection_window and is_holder
    ) as by_handle on by_handle.handle = case when mentions.user_id is null then lower(mentions.handle) end
),

numbered_mentions as (
    select
        *,
        row_number() over (partition by tweet_id, account order by position) as time_named
    from with_accounts
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
