-- A row is a registered domain that tweets of a group link to: of all tweets, of a community of those who posted them, of
-- a type of tweet, of a content format, or of a category that people coded (purpose, learning strategies; sampled tweets).
-- Registered: the last two labels of the host, three where the second last is a country's ($second_levels), numbers as
-- they are.
with labelled_links as (
    select tweet_urls.tweet_id, tweet_urls.domain as host, string_split(rtrim(tweet_urls.domain, '.'), '.') as labels
    from tweet_urls
    where tweet_urls.collection_window = $collection_window and tweet_urls.domain <> ''
),

domain_links as (
    select
        tweets.tweet_id,
        tweets.author,
        tweets.is_retweet,
        tweets.tweet_type,
        tweets.content_format,
        account_groups.community,
        case
            when regexp_full_match(labelled_links.host, '[0-9.]+') then labelled_links.host
            when
                array_length(labelled_links.labels) > 2
                and length(labelled_links.labels[-1]) = 2
                and list_contains($second_levels, labelled_links.labels[-2])
                then array_to_string(labelled_links.labels[-3:], '.')
            else array_to_string(labelled_links.labels[-2:], '.')
        end as domain
    from labelled_links
    inner join tweets
        on tweets.collection_window = $collection_window and tweets.tweet_id = labelled_links.tweet_id
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

grouped_links as (
    select 'all tweets' as grouped_by, 'all tweets' as group_name, domain, tweet_id, author, is_retweet
    from domain_links
    union all
    select 'community', community, domain, tweet_id, author, is_retweet
    from domain_links
    where community is not null
    union all
    select 'tweet_type', tweet_type, domain, tweet_id, author, is_retweet
    from domain_links
    union all
    select 'content_format', content_format, domain, tweet_id, author, is_retweet
    from domain_links
    where content_format is not null
    union all
    select
        codes_of_people.variable,
        codes_of_people.code,
        domain_links.domain,
        domain_links.tweet_id,
        domain_links.author,
        domain_links.is_retweet
    from domain_links
    inner join codes_of_people on codes_of_people.tweet_id = domain_links.tweet_id
),

domain_counts as (
    select
        grouped_by,
        group_name,
        domain,
        count(*) as links,
        count(distinct tweet_id) as tweets,
        count(distinct case when not is_retweet then tweet_id end) as tweets_without_retweets,
        count(distinct author) as posters
    from grouped_links
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
