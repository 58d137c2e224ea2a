-- A row is a registered domain that tweets of a group link to: of all tweets, of a community of those who posted them, of
-- a type of tweet, of a content format, or of a category that people coded (purpose, learning strategies; sampled tweets).
-- Registered: the last two labels of the host, three where the second last is a country's ($second_levels), numbers as
-- they are. Counted by steps of groups, first by poster: sets of distinct tweets and posters must be held in memory.
with labelled_links as (
    select tweet_urls.tweet_id, tweet_urls.domain as host, string_split(rtrim(tweet_urls.domain, '.'), '.') as labels
    from tweet_urls
    where tweet_urls.collection_window = $collection_window and tweet_urls.domain <> ''
),

domain_links as (
    select
        tweet_id,
        case
            when regexp_full_match(host, '[0-9.]+') then host
            when array_length(labels) > 2 and length(labels[-1]) = 2 and list_contains($second_levels, labels[-2])
                then array_to_string(labels[-3:], '.')
            else array_to_string(labels[-2:], '.')
        end as domain
    from labelled_links
),

tweet_domains as (
    select tweet_id, domain, count(*) as links
    from domain_links
    group by tweet_id, domain
),

domain_tweets as materialized (
    select
        tweet_domains.tweet_id,
        tweet_domains.domain,
        tweet_domains.links,
        tweets.author,
        tweets.is_retweet,
        tweets.tweet_type,
        tweets.content_format,
        account_groups.community
    from tweet_domains
    inner join tweets
        on tweets.collection_window = $collection_window and tweets.tweet_id = tweet_domains.tweet_id
    left join account_groups
        on account_groups.collection_window = $collection_window and account_groups.account = tweets.author
),

codes_of_people as (
    select coded_tweets.tweet_id, coded_tweets.variable, coded_tweets.code
    from coded_tweets
    inner join (
        select distinct variable
        from codebook
        where collection_window = $collection_window and validates is null and not is_computed
    ) as variables on variables.variable = coded_tweets.variable
    where coded_tweets.collection_window = $collection_window
),

grouped_tweets as (
    select 'all tweets' as grouped_by, 'all tweets' as group_name, domain, author, is_retweet, links
    from domain_tweets
    union all
    select 'community', community, domain, author, is_retweet, links
    from domain_tweets
    where community is not null
    union all
    select 'tweet_type', tweet_type, domain, author, is_retweet, links
    from domain_tweets
    union all
    select 'content_format', content_format, domain, author, is_retweet, links
    from domain_tweets
    where content_format is not null
    union all
    select
        codes_of_people.variable,
        codes_of_people.code,
        domain_tweets.domain,
        domain_tweets.author,
        domain_tweets.is_retweet,
        domain_tweets.links
    from domain_tweets
    inner join codes_of_people on codes_of_people.tweet_id = domain_tweets.tweet_id
),

poster_counts as (
    select
        grouped_by,
        group_name,
        domain,
        author,
        sum(links) as links,
        count(*) as tweets,
        count(*) filter (where not is_retweet) as tweets_without_retweets
    from grouped_tweets
    group by grouped_by, group_name, domain, author
),

domain_counts as (
    select
        grouped_by,
        group_name,
        domain,
        cast(sum(links) as bigint) as links,
        cast(sum(tweets) as bigint) as tweets,
        cast(sum(tweets_without_retweets) as bigint) as tweets_without_retweets,
        count(author) as posters
    from poster_counts
    group by grouped_by, group_name, domain
)

select
    $collection_window as collection_window,
    grouped_by,
    group_name,
    row_number() over (partition by grouped_by, group_name order by tweets desc, posters desc, links desc, domain)
        as rank,
    domain,
    list_contains($shorteners, domain) as is_shortener,
    links,
    tweets,
    tweets_without_retweets,
    posters
from domain_counts
order by grouped_by, group_name, rank
