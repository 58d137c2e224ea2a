-- A row is the final code of one variable of one sampled tweet: where a tweet can have several, a row each. A decision
-- stands before coders' codes; where they differ and nobody decided, or where one of several has yet to code, there is
-- no final code. Variables whose coders do not agree as far as the study asks have none; nor has a variable that
-- applies, itself or by others, by a code of people where the final one is another. Where a decision gave the tweet the code
-- that a variable applies by, of which no coder was asked it, what was decided of the variable stands alone.
with reported_variables as (
    select variable
    from coded_variables
    where collection_window = $collection_window and is_reported and not is_computed
),

conditions as (
    select variable, asked_variable, asked_codes
    from conditions_of_variables($collection_window)
),

adjudications as (
    select tweet_id, variable, list(category order by category) as codes, any_value(coder) as coder
    from categories_given($collection_window, 'adjudication')
    where is_in_codebook
    group by tweet_id, variable
),

codes_of_coders as (
    select tweet_id, variable, coder, list(code order by code) as codes
    from codes
    where collection_window = $collection_window and is_in_codebook
    group by tweet_id, variable, coder
),

codes_of_tweets as (
    select
        tweet_id,
        variable,
        any_value(codes) as codes,
        count(distinct codes) as different_codes,
        list(coder order by coder) as coders
    from codes_of_coders
    group by tweet_id, variable
),

decisions_alone as (
    select adjudications.tweet_id, adjudications.variable, adjudications.codes, adjudications.coder
    from adjudications
    where
        not exists (
            from codes_of_tweets
            where
                codes_of_tweets.tweet_id = adjudications.tweet_id
                and codes_of_tweets.variable = adjudications.variable
        )
        and exists (
            from conditions
            inner join adjudications as known_decisions on known_decisions.variable = conditions.asked_variable
            inner join codes_of_tweets
                on codes_of_tweets.tweet_id = known_decisions.tweet_id
                and codes_of_tweets.variable = known_decisions.variable
            where
                conditions.variable = adjudications.variable
                and known_decisions.tweet_id = adjudications.tweet_id
                and list_has_any(known_decisions.codes, conditions.asked_codes)
        )
),

codes_by_people as (
    select
        codes_of_tweets.tweet_id,
        codes_of_tweets.variable,
        case
            when adjudications.codes is not null then adjudications.codes
            when codes_of_tweets.different_codes = 1 and array_length(codes_of_tweets.coders) >= least(array_length(sample.coders), 2)
                then codes_of_tweets.codes
        end as codes,
        case
            when adjudications.codes is not null then 'adjudicated'
            when array_length(codes_of_tweets.coders) = 1 then 'one coder'
            else 'agreed'
        end as decision,
        case when adjudications.codes is not null then [adjudications.coder] else codes_of_tweets.coders end as decided_by
    from codes_of_tweets
    inner join reported_variables on reported_variables.variable = codes_of_tweets.variable
    inner join sample on sample.collection_window = $collection_window and sample.tweet_id = codes_of_tweets.tweet_id
    left join adjudications
        on adjudications.tweet_id = codes_of_tweets.tweet_id and adjudications.variable = codes_of_tweets.variable
    union all
    select
        decisions_alone.tweet_id,
        decisions_alone.variable,
        decisions_alone.codes,
        'adjudicated' as decision,
        [decisions_alone.coder] as decided_by
    from decisions_alone
    inner join reported_variables on reported_variables.variable = decisions_alone.variable
),

computed_codes as (
    select sample.tweet_id, 'tweet_type' as variable, tweets.tweet_type as code
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
    union all
    select sample.tweet_id, 'content_format' as variable, tweets.content_format as code
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
)

select $collection_window as collection_window, tweet_id, variable, code, decision, decided_by
from (
    select
        codes_by_people.tweet_id,
        codes_by_people.variable,
        unnest(codes_by_people.codes) as code,
        codes_by_people.decision,
        codes_by_people.decided_by
    from codes_by_people
    where not exists (
        from conditions
        inner join codes_by_people as known_codes on known_codes.variable = conditions.asked_variable
        where
            conditions.variable = codes_by_people.variable
            and known_codes.tweet_id = codes_by_people.tweet_id
            and not list_has_any(known_codes.codes, conditions.asked_codes)
    )
    union all
    select tweet_id, variable, code, 'computed' as decision, cast(null as varchar[]) as decided_by
    from computed_codes
) as finals
where code is not null
order by tweet_id, variable, code
