"""All reads of lists: `overview` counts and lists, `one` shows a version, `drafting` what a draft is made of,
`comparing` sets two versions side by side, `facts` what a secretary did, `keeping` the templates.
"""
