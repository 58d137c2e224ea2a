-- A value is whether a rejected row asks nobody to mend an export: it was posted in another window, is a post that a search
-- gave and that holds no hashtag as one, or nothing stands in it, as spreadsheets leave rows below a table.
create or replace temp macro calls_for_no_mending(reason, raw) as
coalesce(
    reason like 'posted %, outside the collection window'
    or reason like 'it holds none of the hashtags that were asked for, %'
    or raw = 'null'
    or not regexp_matches(raw, '[^\s,;|"''{}\[\]]'),
    false
)
