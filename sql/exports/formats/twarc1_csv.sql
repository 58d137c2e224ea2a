-- A row is a row of twarc 1's CSV, in the fields of export_rows.
-- Lists are joined by blanks (twarc) or by commas (Social Feed Manager). A medium's address tells its kind.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
with cells as (
    select
        *,
        coalesce(tweet_type = 'retweet', false) as retweets,
        coalesce(
            tweet_type = 'quote'
            or (tweet_type = 'reply'
                and coalesce(retweet_or_quote_id, nullif(retweet_or_quote_user_id, '0'), retweet_or_quote_screen_name) is not null),
            false
        ) as quotes
    from file_rows
)

select
    file_number,
    row_number,
    id_unless_rounded(id, tweet_url) as tweet_id,
    created_at,
    text,
    user_id as author_id,
    user_screen_name as author_handle,
    user_name as author_name,
    user_description as author_description,
    user_location as author_location,
    user_followers_count as author_followers,
    user_friends_count as author_following,
    user_statuses_count as author_tweets,
    user_created_at as author_created_at,
    user_verified as author_verified,
    lang as language,
    source,
    case
        when tweet_type = 'reply' then 'true'
        when in_reply_to_status_id is null and tweet_type is not null then 'false'
    end as is_reply,
    case when retweets then 'true' when tweet_type is not null then 'false' end as is_retweet,
    case when quotes then 'true' when tweet_type <> 'reply' then 'false' end as is_quote,
    in_reply_to_status_id as in_reply_to_tweet_id,
    in_reply_to_user_id,
    in_reply_to_screen_name as in_reply_to_handle,
    case when retweets then retweet_or_quote_id end as retweeted_tweet_id,
    case when retweets then retweet_or_quote_user_id end as retweeted_user_id,
    case when retweets then retweet_or_quote_screen_name end as retweeted_handle,
    case when retweets then text end as retweeted_text,
    case when retweets then favorite_count end as retweeted_like_count,
    case when retweets then retweet_count end as retweeted_retweet_count,
    case when quotes then retweet_or_quote_id end as quoted_tweet_id,
    case when quotes then retweet_or_quote_user_id end as quoted_user_id,
    case when quotes then retweet_or_quote_screen_name end as quoted_handle,
    case when not retweets then favorite_count end as like_count,
    case when not retweets then retweet_count end as retweet_count,
    case when retweets then 'original' else 'own' end as metrics_of,
    list_filter(regexp_split_to_array(coalesce(hashtags, ''), '[, ]+'), lambda word: word <> '') as hashtags,
    list_filter(regexp_split_to_array(coalesce(urls, ''), ',? +'), lambda word: word <> '') as urls,
    list_transform(
        list_filter(regexp_split_to_array(coalesce(media, ''), ',? +'), lambda address: address <> ''),
        lambda address: case
            when contains(address, 'tweet_video') then 'animated_gif'
            when contains(address, 'video') then 'video'
            else 'photo'
        end
    ) as media_types
from cells
