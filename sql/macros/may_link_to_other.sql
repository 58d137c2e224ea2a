-- A value is whether a tweet shows links of which none is known to lead to a page: short ones of X alone, each of which may be
-- that of a picture, of a film or of a quoted tweet.
create or replace temp macro may_link_to_other(platform, urls, content_format) as
platform = 'x'
and array_length(urls) > 0
and coalesce(content_format, 'multimedia') = 'multimedia'
and array_length(list_filter(urls, lambda url: not regexp_matches(url, '^(https?://)?t\.co/'))) = 0
