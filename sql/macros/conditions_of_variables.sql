-- A row is a variable that is not asked of every tweet, and a condition that such a tweet meets: the variable's own, or
-- one of a variable that it applies by. Carried to Spark, its common table expressions stand among those of the statement
-- that calls it: names must differ.
create or replace temp macro conditions_of_variables(asked_window) as table
with recursive conditional_variables as (
    select distinct variable, asked_variable, asked_codes
    from codebook
    where collection_window = asked_window and asked_variable is not null
),

chained_conditions as (
    select variable, asked_variable, asked_codes
    from conditional_variables
    union all
    select chained_conditions.variable, conditional_variables.asked_variable, conditional_variables.asked_codes
    from chained_conditions
    inner join conditional_variables on conditional_variables.variable = chained_conditions.asked_variable
)

select variable, asked_variable, asked_codes
from chained_conditions
