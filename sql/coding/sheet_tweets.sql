-- A row is a sampled tweet as a coder sees it: its text and, in words, what it shows; likes only where asked for.
select
    sample.tweet_id,
    tweets.text,
    tweets.tweet_type,
    tweets.content_format,
    tweets.tweet_type || ', ' || coalesce(tweets.content_format, 'format not known')
        || case
            when $show_engagement and tweets.like_count is not null
                then ', ' || cast(tweets.like_count as varchar) || ' likes'
            else ''
        end as shows
from sample
inner join tweets
    on tweets.collection_window = sample.collection_window
    and tweets.tweet_id = sample.tweet_id
where sample.collection_window = $collection_window
order by sample.draw_order
