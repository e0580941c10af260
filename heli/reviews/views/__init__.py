"""民主评议 as pages: `lists` of years and branches, `steps` of one review, `ballots` its vote,
`pioneer` 先锋指数 of one."""
