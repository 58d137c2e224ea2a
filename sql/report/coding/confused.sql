-- A row is two categories that coders confused, one giving the one and another the other: the five commonest of each
-- variable.
with orders as (
    select variable, category, variable_order, category_order
    from codebook
    where collection_window = $collection_window
),

confused_pairs as (
    select
        coder_confusion.variable,
        one.variable_order,
        case when one.category_order < other.category_order then one.category else other.category end as category,
        case when one.category_order < other.category_order then other.category else one.category end as other_category,
        least(one.category_order, other.category_order) as category_order,
        greatest(one.category_order, other.category_order) as other_order,
        sum(coder_confusion.tweets)::bigint as tweets
    from coder_confusion
    inner join orders as one on one.variable = coder_confusion.variable and one.category = coder_confusion.code
    inner join orders as other on other.variable = coder_confusion.variable and other.category = coder_confusion.other_code
    where coder_confusion.collection_window = $collection_window and coder_confusion.code <> coder_confusion.other_code
    group by all
),

ranked_pairs as (
    select
        *,
        sum(tweets) over (partition by variable)::bigint as all_tweets,
        row_number() over (partition by variable order by tweets desc, category_order, other_order) as place
    from confused_pairs
)

select variable, category, other_category, tweets, all_tweets
from ranked_pairs
where place <= 5
order by variable_order, variable, place
