"""Pages of tasks: `items` the plan by layer, `figures` 未承接 and 压力传导, `mine` and `task` the work.

`issuing` and `breaking` hand down, `steps` and `days` answer.
"""
