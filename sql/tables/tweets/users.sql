-- A row is one poster or named account of the window; profile facts come from its latest tweet.
with posted as (
    select
        tweets.author as account,
        tweets.created_at,
        tweets.tweet_id,
        raw_tweets.author_id,
        raw_tweets.author_handle,
        raw_tweets.author_name,
        raw_tweets.author_description,
        raw_tweets.author_location,
        raw_tweets.author_followers,
        raw_tweets.author_following,
        raw_tweets.author_created_at,
        raw_tweets.author_verified
    from tweets
    inner join raw_tweets
        on raw_tweets.collection_window = tweets.collection_window
        and raw_tweets.export_file = tweets.export_file
        and raw_tweets.row_number = tweets.row_number
    where tweets.collection_window = $collection_window
),

activity as (
    select
        account,
        count(*) as tweets,
        min(created_at) as first_tweet_at,
        max(created_at) as last_tweet_at
    from posted
    group by account
),

profiles as (
    select *
    from posted
    qualify row_number() over (partition by account order by created_at desc, tweet_id desc) = 1
),

named as (
    select account, handle, user_id, tweet_id
    from tweet_mentions
    where collection_window = $collection_window and kind <> 'replied_to' and kind <> 'retweeted'
    union all
    select replied_to, null, null, tweet_id
    from tweets
    where collection_window = $collection_window and replied_to is not null
    union all
    select retweeted, null, null, tweet_id
    from tweets
    where collection_window = $collection_window and retweeted is not null
    union all
    select quoted, null, null, tweet_id
    from tweets
    where collection_window = $collection_window and quoted is not null
    union all
    select lower(target), target, null, null
    from raw_ties
    where collection_window = $collection_window
),

of_edge_lists as (
    select lower(source) as account, max(source) as handle
    from raw_ties
    where collection_window = $collection_window
    group by lower(source)
),

times_named as (
    select
        account,
        count(*) as times_named,
        max(handle) as handle,
        max(user_id) as user_id
    from named
    group by account
    union all
    select account, 0, handle, null
    from of_edge_lists
    where account not in (select account from named)
)

select
    $collection_window as collection_window,
    coalesce(activity.account, times_named.account) as account,
    coalesce(
        profiles.author_id,
        times_named.user_id,
        nullif(regexp_extract(times_named.account, '^id:([0-9]+)$', 1), '')
    ) as user_id,
    coalesce(profiles.author_handle, times_named.handle) as handle,
    profiles.author_name as name,
    profiles.author_description as description,
    profiles.author_location as location,
    profiles.author_followers as followers,
    profiles.author_following as following,
    profiles.author_created_at as account_created_at,
    profiles.author_verified as verified,
    coalesce(activity.tweets, 0) as tweets,
    coalesce(times_named.times_named, 0) as times_named,
    activity.first_tweet_at,
    activity.last_tweet_at
from activity
full outer join times_named on times_named.account = activity.account
left join profiles on profiles.account = activity.account
order by account
