"""All reads of gatherings: `gatherings` finds them, `standing` compares, `layers` and `gaps` over the tree,
`exhibiting` one exhibit, `judging` what was said and voted, `lists` problems and promises, `hall` the slides,
`waiting` what 今日要务 shows.
"""
