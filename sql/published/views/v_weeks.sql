-- A row is a week of a window with at least one tweet: what was posted, by how many, and how it was scored.
-- collection_window: First and last day, both included, UTC
-- week: The Monday of the week, UTC
-- days: Days of the week that lie in the window
-- tweets: Tweets of all types
-- posters: Accounts that posted them
-- retweets: Of the tweets, retweets
-- replies: Of the tweets, replies
-- quote_tweets: Of the tweets, quote tweets
-- original_tweets: Of the tweets, those that are none of the three
-- with_link: Of the tweets, those with a link
-- vader_positive_percent: Percent that VADER labels positive, of those that it scored
-- vader_negative_percent: Percent that VADER labels negative
-- word_list_positive_percent: Percent that the word lists label positive, of those that they scored
-- word_list_negative_percent: Percent that the word lists label negative
with weeks as (
    select
        collection_window,
        cast(date_trunc('week', created_at) as date) as week,
        count(*) as tweets,
        count(distinct author) as posters,
        count(*) filter (where tweet_type = 'retweet') as retweets,
        count(*) filter (where tweet_type = 'reply') as replies,
        count(*) filter (where tweet_type = 'quote tweet') as quote_tweets,
        count(*) filter (where tweet_type = 'tweet') as original_tweets,
        count(*) filter (where url_count > 0) as with_link
    from tweets
    group by collection_window, cast(date_trunc('week', created_at) as date)
),

labels as (
    select
        collection_window,
        week,
        max(case when variable = 'sentiment_vader' and category = 'positive' then percent end) as vader_positive,
        max(case when variable = 'sentiment_vader' and category = 'negative' then percent end) as vader_negative,
        max(case when variable = 'sentiment_vader' then 0.0 end) as vader_none,
        max(case when variable = 'sentiment_word_list' and category = 'positive' then percent end) as word_list_positive,
        max(case when variable = 'sentiment_word_list' and category = 'negative' then percent end) as word_list_negative,
        max(case when variable = 'sentiment_word_list' then 0.0 end) as word_list_none
    from group_frequencies
    where grouped_by = 'week'
    group by collection_window, week
)

select
    weeks.collection_window,
    weeks.week,
    1 + date_diff(
        'day',
        greatest(weeks.week, cast(left(weeks.collection_window, 10) as date)),
        least(cast(weeks.week + interval 6 day as date), cast(right(weeks.collection_window, 10) as date))
    ) as days,
    weeks.tweets,
    weeks.posters,
    weeks.retweets,
    weeks.replies,
    weeks.quote_tweets,
    weeks.original_tweets,
    weeks.with_link,
    coalesce(labels.vader_positive, labels.vader_none) as vader_positive_percent,
    coalesce(labels.vader_negative, labels.vader_none) as vader_negative_percent,
    coalesce(labels.word_list_positive, labels.word_list_none) as word_list_positive_percent,
    coalesce(labels.word_list_negative, labels.word_list_none) as word_list_negative_percent
from weeks
left join labels on labels.collection_window = weeks.collection_window and labels.week = weeks.week
order by weeks.collection_window, weeks.week
