"""Pure rules: `acts` of a gathering, `problems` as written, `judging` with promises and objections."""
