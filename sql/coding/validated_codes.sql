-- A row is a sampled tweet with a final code that people gave to what the program computes too: the categories of both.
with validating_variables as (
    select distinct variable, validates
    from codebook
    where collection_window = $collection_window and validates is not null
),

codes_by_people as (
    select
        validating_variables.validates as variable,
        coded_tweets.tweet_id,
        list(coded_tweets.code order by coded_tweets.code) as codes
    from coded_tweets
    inner join validating_variables on validating_variables.variable = coded_tweets.variable
    where coded_tweets.collection_window = $collection_window
    group by validating_variables.validates, coded_tweets.tweet_id
),

computed_codes as (
    select variable, tweet_id, list(category order by category) as codes
    from tweet_categories
    where collection_window = $collection_window and (variable <> 'content_format' or category <> 'not known')
    group by variable, tweet_id
)

select computed_codes.variable, computed_codes.codes as computed, codes_by_people.codes as given
from codes_by_people
inner join computed_codes
    on computed_codes.variable = codes_by_people.variable and computed_codes.tweet_id = codes_by_people.tweet_id
order by computed_codes.variable, computed_codes.tweet_id
