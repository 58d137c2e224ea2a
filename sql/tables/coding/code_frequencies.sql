-- A row is a category of a variable among the sampled tweets (Table 1); categories that no tweet has are there with 0.
-- What people gave to validate a computed variable is not counted: the computed one is.
-- Interval: Wilson 1927, score interval with z = 1.959964. Hashtags of the study itself are no resource of a tweet.
-- Of the content format, tweets of which it is not known are a category of their own. Each of them may be of another one, so
-- that the others have no percent: from where to where it can be, the ends say. Most are known not to be text only.
with sampled_tweets as (
    select
        array_length(list_filter(tweets.hashtags, lambda tag: not list_contains($study_hashtags, lower(tag)))) > 0
            as hashtags,
        tweets.emoji_count > 0 as emoji,
        tweets.mention_count > 0 as tagging,
        tweets.url_count > 0 as links
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
),

resource_counts as (
    select
        unnest(['hashtags', 'emoji', 'tagging', 'links']) as code,
        unnest([
            count(*) filter (where hashtags), count(*) filter (where emoji), count(*) filter (where tagging),
            count(*) filter (where links)
        ]) as tweets,
        count(*) as coded_tweets
    from sampled_tweets
),

code_counts as (
    select variable, code, count(*) as tweets
    from coded_tweets
    where collection_window = $collection_window
    group by variable, code
),

variable_totals as (
    select variable, count(distinct tweet_id) as coded_tweets
    from coded_tweets
    where collection_window = $collection_window
    group by variable
),

unknown_formats as (
    select
        count(*) filter (where tweets.content_format is null) as tweets,
        count(*) filter (where tweets.content_format is null and tweets.is_text_only is null) as perhaps_text_only
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
),

category_counts as (
    select
        codebook.variable,
        codebook.category,
        codebook.variable_order,
        codebook.category_order,
        codebook.is_computed,
        cast(coalesce(code_counts.tweets, resource_counts.tweets, 0) as bigint) as tweets,
        cast(
            coalesce(variable_totals.coded_tweets, resource_counts.coded_tweets, 0)
            + (case when codebook.variable = 'content_format' then unknown_formats.tweets else 0 end) as bigint
        ) as coded_tweets,
        case
            when codebook.variable <> 'content_format' then 0
            when codebook.category = 'text only' then unknown_formats.perhaps_text_only
            else unknown_formats.tweets
        end as perhaps
    from codebook
    cross join unknown_formats
    left join variable_totals on variable_totals.variable = codebook.variable
    left join code_counts on code_counts.variable = codebook.variable and code_counts.code = codebook.category
    left join resource_counts on codebook.variable = 'resources' and resource_counts.code = codebook.category
    where codebook.collection_window = $collection_window and codebook.validates is null
),

with_unknown as (
    select variable, category, variable_order, category_order, is_computed, tweets, coded_tweets, perhaps
    from category_counts
    union all
    select
        category_counts.variable,
        'not known' as category,
        category_counts.variable_order,
        max(category_counts.category_order) + 1 as category_order,
        category_counts.is_computed,
        unknown_formats.tweets,
        category_counts.coded_tweets,
        0 as perhaps
    from category_counts
    cross join unknown_formats
    where category_counts.variable = 'content_format' and unknown_formats.tweets > 0
    group by
        category_counts.variable,
        category_counts.variable_order,
        category_counts.is_computed,
        unknown_formats.tweets,
        category_counts.coded_tweets
)

select
    $collection_window as collection_window,
    variable,
    category,
    tweets,
    coded_tweets,
    case when perhaps = 0 then 100 * (tweets / cast(coded_tweets as double)) end as percent,
    wilson_low(tweets, coded_tweets, 100) as low,
    wilson_high(tweets + perhaps, coded_tweets, 100) as high,
    is_computed
from with_unknown
where coded_tweets > 0
order by variable_order, category_order
