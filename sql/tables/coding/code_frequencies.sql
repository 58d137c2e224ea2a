-- A row is a category of a variable among the sampled tweets (Table 1); categories that no tweet has are there with 0.
-- What people gave to validate a computed variable is not counted: the computed one is.
-- Interval: Wilson 1927, score interval with z = 1.959964. Hashtags of the study itself are no resource of a tweet.
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

category_counts as (
    select
        codebook.variable,
        codebook.category,
        codebook.variable_order,
        codebook.category_order,
        codebook.is_computed,
        cast(coalesce(code_counts.tweets, resource_counts.tweets, 0) as bigint) as tweets,
        cast(coalesce(variable_totals.coded_tweets, resource_counts.coded_tweets) as bigint) as coded_tweets
    from codebook
    left join variable_totals on variable_totals.variable = codebook.variable
    left join code_counts on code_counts.variable = codebook.variable and code_counts.code = codebook.category
    left join resource_counts on codebook.variable = 'resources' and resource_counts.code = codebook.category
    where codebook.collection_window = $collection_window and codebook.validates is null
),

with_intervals as (
    select
        *,
        tweets / cast(coded_tweets as double) as share,
        1 + 3.841458820694124 / coded_tweets as widened,
        1.959963984540054 * sqrt(
            (tweets / cast(coded_tweets as double)) * (1 - tweets / cast(coded_tweets as double)) / coded_tweets
            + 3.841458820694124 / (4.0 * coded_tweets * coded_tweets)
        ) as half
    from category_counts
    where coded_tweets > 0
)

select
    $collection_window as collection_window,
    variable,
    category,
    tweets,
    coded_tweets,
    100 * share as percent,
    greatest(100 * (share + 1.920729410347062 / coded_tweets - half) / widened, 0) as low,
    least(100 * (share + 1.920729410347062 / coded_tweets + half) / widened, 100) as high,
    is_computed
from with_intervals
order by variable_order, category_order
