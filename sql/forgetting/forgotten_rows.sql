-- A row is a row of an export that must be forgotten: a tweet, what passes it on, or a tie that stands for either.
-- Versions of an edited tweet are one tweet: where one is forgotten, all are.
-- A post of Bluesky and Mastodon is asked for by its id, or by the address that its author's handle makes
-- (forms_of_post in mtw_pipeline/platforms.py).
-- Where a format does not mark retweets, one shows by its text: "RT @user:" and how the forgotten tweet begins.
with with_forms as (
    select
        *,
        case
            when starts_with(tweet_id, 'at://')
                then 'at://' || author_handle || '/app.bsky.feed.post/' || regexp_extract(tweet_id, '[^/]+$')
            when starts_with(tweet_id, 'http')
                then 'https://' || string_split(author_handle, '@')[2] || '/users/' || string_split(author_handle, '@')[1]
                    || '/statuses/' || regexp_extract(tweet_id, '[^/]+$')
        end as other_form
    from raw_tweets
),

with_hashes as (
    select
        collection_window,
        export_file,
        row_number,
        lower(author_handle) as handle,
        text,
        coalesce(first_version_id, tweet_id) as version_of,
        sha256($salt || ':' || lower(tweet_id)) in (select unnest($tweet_hashes))
        or coalesce(sha256($salt || ':' || lower(other_form)) in (select unnest($tweet_hashes)), false)
        or coalesce(sha256($salt || ':' || lower(first_version_id)) in (select unnest($tweet_hashes)), false) as is_asked,
        coalesce(sha256($salt || ':' || lower(retweeted_tweet_id)) in (select unnest($tweet_hashes)), false)
        or coalesce(sha256($salt || ':' || lower(author_id)) in (select unnest($user_hashes)), false)
        or coalesce(sha256($salt || ':' || lower(author_handle)) in (select unnest($user_hashes)), false)
        or coalesce(sha256($salt || ':' || lower(retweeted_user_id)) in (select unnest($user_hashes)), false)
        or coalesce(sha256($salt || ':' || lower(retweeted_handle)) in (select unnest($user_hashes)), false)
            as is_of_asked,
        case
            when retweeted_tweet_id is null then nullif(lower(regexp_extract(text, $retweet_prefix, 1)), '')
        end as passed_on_handle,
        rtrim(regexp_replace(text, $retweet_prefix, ''), '….') as passed_on_text
    from with_forms
),

asked_tweets as (
    select distinct
        version_of,
        handle,
        text
    from with_hashes
    where is_asked
)

select export_file, row_number
from with_hashes
where
    collection_window = $collection_window
    and (
        is_asked
        or is_of_asked
        or version_of in (select version_of from asked_tweets)
        or sha256($salt || ':' || passed_on_handle) in (select unnest($user_hashes))
        or exists (
            from asked_tweets
            where asked_tweets.handle = with_hashes.passed_on_handle
                and with_hashes.passed_on_text <> ''
                and starts_with(asked_tweets.text, with_hashes.passed_on_text)
        )
    )
union all
select export_file, row_number
from raw_ties
where
    collection_window = $collection_window
    and (
        sha256($salt || ':' || lower(source)) in (select unnest($user_hashes))
        or (kind = 'retweet' and sha256($salt || ':' || lower(target)) in (select unnest($user_hashes)))
    )
