"""学习教育: what an organisation plans to study in a year, and the 学时 of its members.

学时 follow from meetings attended (`heli.orglife`) and classes attended, entered once a class; never from
time on a page, and nobody is ranked (R14-06). 中心组 sessions are records of `heli.duties`.
Start reading at `rules.py`.
"""
