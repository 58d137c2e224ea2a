-- A row is a row of a table of Mastodon's statuses, in the fields of export_rows; HTML became text before.
-- An account that does not say its server lives on the one of its page, else on that of its status. A content warning
-- stands before the text.
with cells as (
    select
        *,
        coalesce(uri, url) as address,
        ltrim(coalesce(account_acct, "account.acct", account_username, "account.username"), '@') as account_name,
        coalesce(account_url, "account.url", uri, url) as account_page,
        coalesce(reblog_uri, "reblog.uri") as original,
        coalesce(reblog_content, "reblog.content") as original_text,
        coalesce(reblog_account_acct, "reblog.account.acct") as original_account
    from file_rows
),

with_accounts as (
    select
        *,
        case
            when contains(account_name, '@') then account_name
            when account_name is not null then account_name || '@' || regexp_extract(account_page, '://([^/]+)', 1)
            else regexp_extract(address, '/(?:@|users/)([^/@]+)', 1) || '@' || regexp_extract(address, '://([^/]+)', 1)
        end as author,
        case
            when contains(original_account, '@') then original_account
            when original_account is not null
                then original_account || '@' || regexp_extract(original, '://([^/]+)', 1)
        end as original_author
    from cells
)

select
    file_number,
    row_number,
    'mastodon' as platform,
    address as tweet_id,
    created_at,
    edited_at,
    coalesce(spoiler_text || chr(10) || chr(10) || content, content, original_text) as text,
    case when author not like '@%' then author end as author_id,
    case when author not like '@%' then author end as author_handle,
    coalesce(account_display_name, "account.display_name") as author_name,
    coalesce(account_note, "account.note") as author_description,
    coalesce(account_followers_count, "account.followers_count") as author_followers,
    coalesce(account_following_count, "account.following_count") as author_following,
    coalesce(account_statuses_count, "account.statuses_count") as author_tweets,
    coalesce(account_created_at, "account.created_at") as author_created_at,
    language,
    coalesce(application_name, "application.name") as source,
    case when coalesce(in_reply_to_id, in_reply_to_account_id) is not null then 'true' end as is_reply,
    case when original is not null then 'true' end as is_retweet,
    original as retweeted_tweet_id,
    original_author as retweeted_user_id,
    original_author as retweeted_handle,
    case when original is not null then original_text end as retweeted_text,
    coalesce(reblog_favourites_count, "reblog.favourites_count") as retweeted_like_count,
    coalesce(reblog_reblogs_count, "reblog.reblogs_count") as retweeted_retweet_count,
    case when original is null then favourites_count end as like_count,
    case when original is null then reblogs_count end as retweet_count,
    case when original is null then replies_count end as reply_count,
    case when original is null then quotes_count end as quote_count,
    case when original is not null then 'original' when favourites_count is null then 'unknown' else 'own' end
        as metrics_of
from with_accounts
