"""All reads of the two pages: `today` for 今日要务, with the lines of `own`, `beneath`, `office` and `desk`;
`boards` for 挂图作战, drawn by `drawing` and `rates`.
"""
