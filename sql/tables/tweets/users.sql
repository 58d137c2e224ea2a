-- A row is one poster or named account of the window; profile facts come from its latest tweet, which is chosen before
-- they are read: most are of tweets that are not the latest.
with posts as (
    select author as account, created_at, tweet_id, export_file, row_number
    from tweets
    where collection_window = $collection_window
),

activity as (
    select
        account,
        count(*) as tweets,
        min(created_at) as first_tweet_at,
        max(created_at) as last_tweet_at
    from posts
    group by account
),

latest_posts as (
    select account, export_file, row_number
    from posts
    qualify row_number() over (partition by account order by created_at desc, tweet_id desc) = 1
),

profiles as (
    select
        latest_posts.account,
        raw_tweets.author_id,
        raw_tweets.author_handle,
        raw_tweets.author_name,
        raw_tweets.author_description,
        raw_tweets.author_location,
        raw_tweets.author_followers,
        raw_tweets.author_following,
        raw_tweets.author_created_at,
        raw_tweets.author_verified
    from latest_posts
    inner join raw_tweets
        on raw_tweets.collection_window = $collection_window
        and raw_tweets.export_file = latest_posts.export_file
        and raw_tweets.row_number = latest_posts.row_number
),

tie_ends as (
    select coalesce(identities.account, lower(ends.handle)) as account, ends.handle, ends.is_target, ends.times
    from (
        select target as handle, true as is_target, times from raw_ties where collection_window = $collection_window
        union all
        select source, false, times from raw_ties where collection_window = $collection_window
    ) as ends
    left join identities
        on identities.collection_window = $collection_window
        and identities.handle = lower(ends.handle)
        and identities.is_holder
),

known_ids as (
    select account, min(user_id) as user_id
    from identities
    where collection_window = $collection_window
    group by account
),

namings as (
    select account, handle, user_id, 1 as times
    from tweet_mentions
    where collection_window = $collection_window and kind <> 'replied_to' and kind <> 'retweeted'
    union all
    select replied_to, null, null, 1
    from tweets
    where collection_window = $collection_window and replied_to is not null
    union all
    select retweeted, null, null, 1
    from tweets
    where collection_window = $collection_window and retweeted is not null
    union all
    select quoted, null, null, 1
    from tweets
    where collection_window = $collection_window and quoted is not null
    union all
    select account, handle, null, times
    from tie_ends
    where is_target
),

edge_list_sources as (
    select account, max(handle) as handle
    from tie_ends
    where not is_target
    group by account
),

named_accounts as (
    select
        account,
        cast(sum(times) as bigint) as times_named,
        max(handle) filter (where lower(handle) = account) as handle,
        max(user_id) as user_id
    from namings
    group by account
    union all
    select account, 0, handle, null
    from edge_list_sources
    where not exists (select 1 from namings where namings.account = edge_list_sources.account)
)

select
    $collection_window as collection_window,
    coalesce(activity.account, named_accounts.account) as account,
    coalesce(
        profiles.author_id,
        named_accounts.user_id,
        known_ids.user_id,
        nullif(regexp_extract(named_accounts.account, '^id:(.+)$', 1), '')
    ) as user_id,
    coalesce(
        case when profiles.author_handle is not null and lower(profiles.author_handle) = activity.account
            then profiles.author_handle end,
        named_accounts.handle,
        profiles.author_handle
    ) as handle,
    profiles.author_name as name,
    profiles.author_description as description,
    profiles.author_location as location,
    profiles.author_followers as followers,
    profiles.author_following as following,
    profiles.author_created_at as account_created_at,
    profiles.author_verified as verified,
    coalesce(activity.tweets, 0) as tweets,
    coalesce(named_accounts.times_named, 0) as times_named,
    activity.first_tweet_at,
    activity.last_tweet_at
from activity
full outer join named_accounts on named_accounts.account = activity.account
left join profiles on profiles.account = activity.account
left join known_ids on known_ids.account = coalesce(activity.account, named_accounts.account)
order by account
