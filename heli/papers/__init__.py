"""Official papers (公文) in GB/T 9704-2012 form, as Word and as PDF, from one structure.

A caller says *what* the paper holds (`paper.Paper`); how it looks on the page is decided here and nowhere
else. Never knows a domain word, a table of the database or a setting, and never invents text: what is not
in the `Paper` is not on the page. Start reading at `paper.py`, then `composition.py`, which both `word.py`
and `pdf.py` draw from; `booklet.py` is for what is printed and is no official paper.
"""
