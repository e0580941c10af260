"""Pure answers: `placing` gathers what may share a day, `days` knows working days and the fixed day,
`planning` what a branch may plan, `feeds` who may have an address, `year` what a role has in each month."""
