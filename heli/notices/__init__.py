"""提醒: at most one digest a day for each person, of what newly needs him or comes near its day.

Never keeps whether anybody opened or read one (R14-06), and names organisations and duties, never a member.
Start with `rules.news` (what is told) and `tasks.remind` (one run); `channels` is how a digest leaves Heli.
"""
