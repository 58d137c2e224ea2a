-- A row is a computed category beside one that people gave to the same tweets. Where a tweet can have several, one that
-- both gave stands beside itself, and one that only one side gave beside each that only the other side gave.
with validating_variables as (
    select distinct variable, validates
    from codebook
    where collection_window = $collection_window and validates is not null
),

codes_by_people as (
    select validating_variables.validates as variable, coded_tweets.tweet_id, list(coded_tweets.code) as codes
    from coded_tweets
    inner join validating_variables on validating_variables.variable = coded_tweets.variable
    where coded_tweets.collection_window = $collection_window
    group by validating_variables.validates, coded_tweets.tweet_id
),

computed_codes as (
    select variable, tweet_id, list(category) as codes
    from tweet_categories
    where collection_window = $collection_window and (variable <> 'content_format' or category <> 'not known')
    group by variable, tweet_id
),

pairs as (
    select
        computed_codes.variable,
        computed.code as computed_category,
        given.code as people_category,
        computed_codes.codes as computed_categories,
        codes_by_people.codes as people_categories
    from codes_by_people
    inner join computed_codes
        on computed_codes.variable = codes_by_people.variable and computed_codes.tweet_id = codes_by_people.tweet_id
    cross join unnest(computed_codes.codes) as computed (code)
    cross join unnest(codes_by_people.codes) as given (code)
)

select
    $collection_window as collection_window,
    variable,
    computed_category,
    people_category,
    count(*) as tweets
from pairs
where
    computed_category = people_category
    or not (
        list_contains(people_categories, computed_category) or list_contains(computed_categories, people_category)
    )
group by variable, computed_category, people_category
order by variable, computed_category, people_category
