-- A row is one export file: how many of its tweets the study has already.
select count(distinct tweet_id) as known_tweets
from validated_rows
where export_file = $export_file and reason is null and tweet_id in (select tweet_id from known_tweets)
