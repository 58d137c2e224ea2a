-- A row is a variable: whether its codes may be reported. Codes by people are, once coders agree as far as asked.
-- A coder who left counts as one as long as codes of theirs do. A value is held against the threshold by nine decimals:
-- sums of floating numbers leave 0.7999999999999999 of what is 0.8.
with variables as (
    select variable, bool_or(is_computed) as is_computed
    from codebook
    where collection_window = $collection_window
    group by variable
),

coded_tweet_counts as (
    select
        variable,
        count(*) as coded_tweets,
        count(*) filter (where coders > 1) as shared_tweets
    from (
        select variable, tweet_id, count(distinct coder) as coders
        from codes
        where collection_window = $collection_window and is_in_codebook
        group by variable, tweet_id
    ) as tweets
    group by variable
),

coder_counts as (
    select variable, greatest($coder_count, count(distinct coder)) as coders
    from codes
    where collection_window = $collection_window and is_in_codebook
    group by variable
),

deciding_agreement as (
    select variable, measure, value, reason
    from coder_agreement
    where
        collection_window = $collection_window
        and decides
),

lowered_thresholds as (
    select
        unnest($lowered_variables) as variable,
        unnest($lowered_thresholds) as threshold,
        unnest($lowered_reasons) as because
),

with_thresholds as (
    select
        variables.variable,
        variables.is_computed,
        coalesce(coded_tweet_counts.coded_tweets, 0) as coded_tweets,
        coalesce(coded_tweet_counts.shared_tweets, 0) as shared_tweets,
        coder_counts.coders,
        deciding_agreement.measure,
        case deciding_agreement.measure
            when 'weighted_kappa_linear' then 'weighted kappa'
            when 'krippendorffs_alpha' then 'alpha'
            else 'kappa'
        end as measure_name,
        deciding_agreement.value,
        deciding_agreement.reason as undefined_because,
        case when not variables.is_computed then coalesce(lowered_thresholds.threshold, $threshold) end as threshold,
        lowered_thresholds.because as lowered_because
    from variables
    left join coded_tweet_counts on coded_tweet_counts.variable = variables.variable
    left join coder_counts on coder_counts.variable = variables.variable
    left join deciding_agreement on deciding_agreement.variable = variables.variable
    left join lowered_thresholds on lowered_thresholds.variable = variables.variable
),

with_reasons as (
    select
        *,
        case
            when is_computed then 'computed by the program'
            when coded_tweets = 0 then 'nobody has coded it yet'
            when coders = 1 then 'one coder alone: agreement is not known'
            when shared_tweets = 0 then 'no tweet was coded by two coders yet'
            when value is null and lowered_because is not null
                then printf('the study reports it although %s is not defined', measure_name)
            when value is null then coalesce(undefined_because, 'agreement is not defined')
            when value >= threshold - 5e-10 then printf('%s %.3f reaches %.2f', measure_name, value, threshold)
            else printf('%s %.3f is below %.2f', measure_name, value, threshold)
        end as reason,
        is_computed
        or (
            coded_tweets > 0
            and (
                coders = 1
                or (shared_tweets > 0 and (value >= threshold - 5e-10 or (value is null and lowered_because is not null)))
            )
        ) as is_reported
    from with_thresholds
)

select
    $collection_window as collection_window,
    variable,
    is_computed,
    coded_tweets,
    shared_tweets,
    measure,
    value,
    threshold,
    lowered_because,
    coalesce(is_reported, false) as is_reported,
    reason
from with_reasons
order by variable
