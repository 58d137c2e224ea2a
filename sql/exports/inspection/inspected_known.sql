-- A row is an export file: how many of its tweets the study has already.
select
    export_file,
    count(distinct tweet_id) as known_tweets
from validated_rows
where reason is null and tweet_id in (select tweet_id from known_tweets)
group by export_file
