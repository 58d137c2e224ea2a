-- A row is a row of a DMI-TCAT export, in the fields of export_rows.
-- The blocks of hashtags, mentions and links are optional; without them the text tells. Lists are joined by "; ".
-- A retweet's retweet count is the original's.
select
    file_number,
    row_number,
    id as tweet_id,
    coalesce(time, created_at) as created_at,
    text,
    from_user_id as author_id,
    from_user_name as author_handle,
    from_user_realname as author_name,
    from_user_description as author_description,
    location as author_location,
    from_user_followercount as author_followers,
    from_user_friendcount as author_following,
    from_user_tweetcount as author_tweets,
    from_user_created_at as author_created_at,
    from_user_verified as author_verified,
    lang as language,
    source,
    in_reply_to_status_id as in_reply_to_tweet_id,
    to_user_name as in_reply_to_handle,
    case when starts_with(text, 'RT @') then retweet_count end as retweeted_retweet_count,
    quoted_status_id as quoted_tweet_id,
    favorite_count as like_count,
    case when not starts_with(text, 'RT @') then retweet_count end as retweet_count,
    'own' as metrics_of,
    case
        when hashtags is not null then list_transform(string_split(hashtags, '; '), lambda word: ltrim(trim(word), '#'))
    end as hashtags,
    case
        when mentions is not null then list_transform(
            string_split(replace(mentions, ' @', '; '), '; '), lambda word: ltrim(trim(word, ' ;'), '@')
        )
    end as mention_handles,
    case
        when coalesce(urls_followed, urls_expanded) is not null
            then string_split(coalesce(urls_followed, urls_expanded), '; ')
    end as urls
from file_rows
