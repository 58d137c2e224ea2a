-- A row is the window: computed variables whose rule agrees with people less than the study asks of coders.
select count(*) as variables_below
from computed_agreement
where collection_window = $collection_window and category = 'all categories' and value < threshold - 5e-10
