-- A row is a category that a sampled tweet has of a variable that crosstabs can cross: final codes, what the tweet uses,
-- how it was scored, and who posted it (who retweets posts the retweet). Of resources, and of
-- variables of which people choose all that apply, a tweet has several, or 'none'. A content format that is not known is a
-- category: what tells it follows from what a tweet shows, so that the others alone would be of a choice of the sample.
with sampled_tweets as (
    select
        sample.tweet_id,
        tweets.author,
        tweets.content_format,
        [
            case
                when
                    array_length(list_filter(tweets.hashtags, lambda tag: not list_contains($study_hashtags, lower(tag))))
                    > 0
                    then 'hashtags'
            end,
            case when tweets.emoji_count > 0 then 'emoji' end,
            case when tweets.mention_count > 0 then 'tagging' end,
            case when tweets.url_count > 0 then 'links' end
        ] as resources
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
),

final_codes as (
    select coded_tweets.tweet_id, coded_tweets.variable, coded_tweets.code as category, codebook.category_order
    from coded_tweets
    inner join codebook
        on codebook.collection_window = coded_tweets.collection_window
        and codebook.variable = coded_tweets.variable
        and codebook.category = coded_tweets.code
    where coded_tweets.collection_window = $collection_window and codebook.validates is null
),

unknown_formats as (
    select
        sampled_tweets.tweet_id,
        'content_format' as variable,
        'not known' as category,
        max(codebook.category_order) + 1 as category_order
    from sampled_tweets
    inner join codebook
        on codebook.collection_window = $collection_window and codebook.variable = 'content_format'
    where sampled_tweets.content_format is null
    group by sampled_tweets.tweet_id
),

resource_places as (
    select tweet_id, resources, unnest(range(1, 5)) as category_order
    from sampled_tweets
),

resources as (
    select tweet_id, 'resources' as variable, resources[category_order] as category, category_order
    from resource_places
    where resources[category_order] is not null
    union all
    select tweet_id, 'resources' as variable, 'none' as category, 5 as category_order
    from sampled_tweets
    where array_length(list_filter(resources, lambda resource: resource is not null)) = 0
),

sentiment_labels as (
    select
        sampled_tweets.tweet_id,
        case
            when starts_with(sentiment_scores.scorer, 'vader') then 'sentiment_vader'
            when starts_with(sentiment_scores.scorer, 'word_list') then 'sentiment_word_list'
            else 'sentiment_transformer'
        end as variable,
        sentiment_scores.label as category,
        list_position(['negative', 'neutral', 'positive'], sentiment_scores.label) as category_order
    from sampled_tweets
    inner join sentiment_scores
        on sentiment_scores.collection_window = $collection_window
        and sentiment_scores.tweet_id = sampled_tweets.tweet_id
),

classes_of_leaders as (
    select distinct account, class
    from leaders
    where collection_window = $collection_window and layer = 'all'
),

leader_class_orders as (
    select class, row_number() over (order by class) as class_order
    from (select distinct class from classes_of_leaders)
),

leader_classes as (
    select
        sampled_tweets.tweet_id,
        'leader_class' as variable,
        coalesce(classes_of_leaders.class, 'no leader') as category,
        coalesce(leader_class_orders.class_order, 1000000) as category_order
    from sampled_tweets
    left join classes_of_leaders on classes_of_leaders.account = sampled_tweets.author
    left join leader_class_orders on leader_class_orders.class = classes_of_leaders.class
),

communities_of_authors as (
    select
        sampled_tweets.tweet_id,
        'community' as variable,
        case
            when user_metrics.community <= 5 then printf('community %d', user_metrics.community)
            when user_metrics.community is not null then 'smaller communities'
            else 'no community'
        end as category,
        case
            when user_metrics.community <= 5 then user_metrics.community
            when user_metrics.community is not null then 6
            else 7
        end as category_order
    from sampled_tweets
    left join user_metrics
        on user_metrics.collection_window = $collection_window
        and user_metrics.layer = 'all'
        and user_metrics.account = sampled_tweets.author
),

categories as (
    select tweet_id, variable, category, category_order from final_codes
    union all
    select tweet_id, variable, category, category_order from unknown_formats
    union all
    select tweet_id, variable, category, category_order from resources
    union all
    select tweet_id, variable, category, category_order from sentiment_labels
    union all
    select tweet_id, variable, category, category_order from leader_classes
    union all
    select tweet_id, variable, category, category_order from communities_of_authors
)

select $collection_window as collection_window, tweet_id, variable, category, category_order
from categories
order by variable, tweet_id, category_order
