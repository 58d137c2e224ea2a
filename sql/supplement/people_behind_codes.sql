-- A row is a category of a variable, or a cell of a crosstab, and how many accounts posted the sampled tweets in it; or a
-- category, and how many posted those that have the variable and not the category.
with categories as (
    select
        tweet_categories.tweet_id,
        tweet_categories.variable,
        tweet_categories.category,
        tweets.author
    from tweet_categories
    inner join tweets
        on tweets.collection_window = tweet_categories.collection_window
        and tweets.tweet_id = tweet_categories.tweet_id
    where tweet_categories.collection_window = $collection_window
),

pairs as (
    select distinct row_variable, column_variable
    from code_crosstabs
    where collection_window = $collection_window
)

select 'code' as part, [variable, category] as cell, count(distinct author) as people
from categories
group by variable, category
union all
select 'no code' as part, [known.variable, known.category] as cell, count(distinct others.author) as people
from (select distinct variable, category from categories) as known
inner join (select distinct tweet_id, variable, author from categories) as others
    on others.variable = known.variable
where not exists (
    from categories
    where
        categories.tweet_id = others.tweet_id
        and categories.variable = known.variable
        and categories.category = known.category
)
group by known.variable, known.category
union all
select
    'cell' as part,
    [one.variable, one.category, other.variable, other.category] as cell,
    count(distinct one.author) as people
from pairs
inner join categories as one on one.variable = pairs.row_variable
inner join categories as other
    on other.variable = pairs.column_variable
    and other.tweet_id = one.tweet_id
group by one.variable, one.category, other.variable, other.category
order by part, cell
