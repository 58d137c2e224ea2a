-- A row is a category of the window's tweets, and how many accounts posted those in it. What tweets use is a category, and
-- so is using it not; those without a hashtag beside the study's are counted among those with a hashtag.
with window_tweets as (
    select *
    from tweets
    where collection_window = $collection_window
),

tweets_in_categories as (
    select 'type' as part, [tweet_type] as cell, author
    from window_tweets
    union all
    select 'platform' as part, [platform] as cell, author
    from window_tweets
    union all
    select 'platform type' as part, [platform, tweet_type] as cell, author
    from window_tweets
    union all
    select 'format' as part, [content_format] as cell, author
    from window_tweets
    union all
    select 'language' as part, [language] as cell, author
    from window_tweets
    union all
    select 'day' as part, [strftime(created_at, '%Y-%m-%d')] as cell, author
    from window_tweets
    union all
    select 'month' as part, [strftime(created_at, '%Y-%m')] as cell, author
    from window_tweets
    union all
    select if(hashtag_count > 0, 'resource', 'no resource') as part, ['with_hashtags'] as cell, author
    from window_tweets
    union all
    select
        case
            when len(list_filter(hashtags, lambda tag: not list_contains($study_hashtags, lower(tag)))) > 0 then 'resource'
            when hashtag_count > 0 then 'no resource'
        end as part,
        ['with_other_hashtags'] as cell,
        author
    from window_tweets
    union all
    select if(mention_count > 0, 'resource', 'no resource') as part, ['with_mentions'] as cell, author
    from window_tweets
    union all
    select if(emoji_count > 0, 'resource', 'no resource') as part, ['with_emoji'] as cell, author
    from window_tweets
    union all
    select if(url_count > 0, 'resource', 'no resource') as part, ['with_links'] as cell, author
    from window_tweets
)

select part, cell, count(distinct author) as people
from tweets_in_categories
where part is not null
group by part, cell
order by part, cell
