-- A row is the window: codes that the codebook has no more, and codes given under another definition of their variable.
select
    count(*) filter (where not is_in_codebook) as codes_outside_codebook,
    count(*) filter (where is_in_codebook and not is_of_this_codebook) as codes_of_older_codebook
from codes
where collection_window = $collection_window
