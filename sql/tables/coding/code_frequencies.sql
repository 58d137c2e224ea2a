-- A row is a category of a variable among the sampled tweets (Table 1); categories that no tweet has are there with 0.
-- What people gave to validate a computed variable is not counted: the computed one is.
-- Interval: Wilson 1927, score interval with z = 1.959964. Hashtags of the study itself are no resource of a tweet.
-- A category that the files do not tell of all tweets has no percent: from where to where it can be, the ends say. Tweets of
-- which nobody knows whether they answer or quote are of the type tweet, those of no known format of the category 'not known'.
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

unknown_counts as (
    select
        count(*) filter (where tweets.content_format is null) as formats,
        count(*) filter (where tweets.content_format is null and tweets.is_text_only is null) as perhaps_text_only,
        count(*) filter (where tweets.tweet_type = 'tweet' and (tweets.is_reply is null or tweets.is_quote is null))
            as perhaps_no_tweets,
        count(*) filter (where tweets.tweet_type = 'tweet' and tweets.is_quote is null) as perhaps_quotes,
        count(*) filter (where tweets.tweet_type = 'quote tweet' and tweets.is_reply is null) as perhaps_no_quotes,
        count(*) filter (where tweets.tweet_type in ('tweet', 'quote tweet') and tweets.is_reply is null) as perhaps_replies,
        count(*) filter (where may_link_to_other(tweets.platform, tweets.urls, tweets.content_format)) as perhaps_no_links,
        count(*) filter (
            where may_lack_links(tweets.url_count, tweets.content_format, tweets.is_retweet, tweets.text_is_cut)
        ) as perhaps_links
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
            + (case when codebook.variable = 'content_format' then unknown_counts.formats else 0 end) as bigint
        ) as coded_tweets,
        case codebook.variable || ': ' || codebook.category
            when 'tweet_type: tweet' then unknown_counts.perhaps_no_tweets
            when 'tweet_type: quote tweet' then unknown_counts.perhaps_no_quotes
            when 'resources: links' then unknown_counts.perhaps_no_links
            else 0
        end as perhaps_fewer,
        case codebook.variable || ': ' || codebook.category
            when 'content_format: text only' then unknown_counts.perhaps_text_only
            when 'tweet_type: reply' then unknown_counts.perhaps_replies
            when 'tweet_type: quote tweet' then unknown_counts.perhaps_quotes
            when 'resources: links' then unknown_counts.perhaps_links
            else case when codebook.variable = 'content_format' then unknown_counts.formats else 0 end
        end as perhaps_more
    from codebook
    cross join unknown_counts
    left join variable_totals on variable_totals.variable = codebook.variable
    left join code_counts on code_counts.variable = codebook.variable and code_counts.code = codebook.category
    left join resource_counts on codebook.variable = 'resources' and resource_counts.code = codebook.category
    where codebook.collection_window = $collection_window and codebook.validates is null
),

with_unknown_formats as (
    select
        variable,
        category,
        variable_order,
        category_order,
        is_computed,
        tweets,
        coded_tweets,
        perhaps_fewer,
        perhaps_more
    from category_counts
    union all
    select
        category_counts.variable,
        'not known' as category,
        category_counts.variable_order,
        max(category_counts.category_order) + 1 as category_order,
        category_counts.is_computed,
        unknown_counts.formats,
        category_counts.coded_tweets,
        0 as perhaps_fewer,
        0 as perhaps_more
    from category_counts
    cross join unknown_counts
    where category_counts.variable = 'content_format' and unknown_counts.formats > 0
    group by
        category_counts.variable,
        category_counts.variable_order,
        category_counts.is_computed,
        unknown_counts.formats,
        category_counts.coded_tweets
)

select
    $collection_window as collection_window,
    variable,
    category,
    tweets,
    coded_tweets,
    case when perhaps_fewer + perhaps_more = 0 then 100 * (tweets / cast(coded_tweets as double)) end as percent,
    wilson_low(tweets - perhaps_fewer, coded_tweets, 100) as low,
    wilson_high(tweets + perhaps_more, coded_tweets, 100) as high,
    is_computed
from with_unknown_formats
where coded_tweets > 0
order by variable_order, category_order
