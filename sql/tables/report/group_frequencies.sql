-- A row is a category of a variable among the tweets of a group: of a community, of a class of leaders, of a week (from
-- Monday, UTC). Sentiment, type and content format are those of all tweets; what people coded is that of the sampled
-- tweets, with an interval (Wilson 1927, z = 1.959964), which takes tweets as drawn one by one. Categories that no
-- tweet of a group has are not there. A content format that is not known is a category: what tells it follows from what
-- a tweet shows.
with posters as (
    select account, community, leader_class, cast(row_number() over (order by account) as uinteger) as author
    from account_groups
    where collection_window = $collection_window
),

window_tweets as materialized (
    select
        tweets.tweet_id,
        posters.author,
        tweets.tweet_type,
        tweets.content_format,
        cast(date_trunc('week', tweets.created_at) as date) as week
    from tweets
    inner join posters on posters.account = tweets.author
    where tweets.collection_window = $collection_window
),

codes_of_people as (
    select
        coded_tweets.tweet_id,
        coded_tweets.variable,
        coded_tweets.code,
        row_number() over (partition by coded_tweets.tweet_id, coded_tweets.variable order by coded_tweets.code) as place
    from coded_tweets
    inner join (
        select distinct variable
        from codebook
        where collection_window = $collection_window and validates is null and not is_computed
    ) as variables_of_people on variables_of_people.variable = coded_tweets.variable
    where coded_tweets.collection_window = $collection_window
),

categories as (
    select author, week, 'tweet_type' as variable, tweet_type as category, false as is_sampled, 1 as place
    from window_tweets
    union all
    select author, week, 'content_format', coalesce(content_format, 'not known'), false, 1
    from window_tweets
    union all
    select
        window_tweets.author,
        window_tweets.week,
        case
            when starts_with(sentiment_scores.scorer, 'vader') then 'sentiment_vader'
            when starts_with(sentiment_scores.scorer, 'word_list') then 'sentiment_word_list'
            else 'sentiment_transformer'
        end,
        sentiment_scores.label,
        false,
        1
    from sentiment_scores
    inner join window_tweets on window_tweets.tweet_id = sentiment_scores.tweet_id
    where sentiment_scores.collection_window = $collection_window
    union all
    select
        window_tweets.author,
        window_tweets.week,
        codes_of_people.variable,
        codes_of_people.code,
        true,
        codes_of_people.place
    from codes_of_people
    inner join window_tweets on window_tweets.tweet_id = codes_of_people.tweet_id
),

counts_of_weeks as materialized (
    select
        author,
        week,
        variable,
        category,
        is_sampled,
        count(*) as tweets,
        count(*) filter (where place = 1) as tweets_once
    from categories
    group by author, week, variable, category, is_sampled
),

counts_of_posters as materialized (
    select
        posters.community,
        posters.leader_class,
        counts.variable,
        counts.category,
        counts.is_sampled,
        counts.tweets,
        counts.tweets_once
    from (
        select author, variable, category, is_sampled, sum(tweets) as tweets, sum(tweets_once) as tweets_once
        from counts_of_weeks
        group by author, variable, category, is_sampled
    ) as counts
    inner join posters on posters.author = counts.author
),

counts_of_groups as (
    select
        'community' as grouped_by,
        community as group_name,
        variable,
        category,
        is_sampled,
        sum(tweets) as tweets,
        sum(tweets_once) as tweets_once,
        count(*) as posters
    from counts_of_posters
    group by community, variable, category, is_sampled
    union all
    select 'leader_class', leader_class, variable, category, is_sampled, sum(tweets), sum(tweets_once), count(*)
    from counts_of_posters
    group by leader_class, variable, category, is_sampled
    union all
    select 'week', cast(week as varchar), variable, category, is_sampled, sum(tweets), sum(tweets_once), count(*)
    from counts_of_weeks
    group by week, variable, category, is_sampled
),

found_categories as (
    select
        grouped_by,
        group_name,
        variable,
        category,
        is_sampled,
        cast(tweets as bigint) as tweets,
        cast(sum(tweets_once) over (partition by grouped_by, group_name, variable) as bigint) as of_tweets,
        posters
    from counts_of_groups
)

select
    $collection_window as collection_window,
    grouped_by,
    group_name,
    case when grouped_by = 'week' then cast(group_name as date) end as week,
    variable,
    category,
    is_sampled,
    tweets,
    of_tweets,
    100 * (tweets / cast(of_tweets as double)) as percent,
    case when is_sampled then wilson_low(tweets, of_tweets, 100) end as low,
    case when is_sampled then wilson_high(tweets, of_tweets, 100) end as high,
    posters
from found_categories
order by grouped_by, group_name, variable, category
