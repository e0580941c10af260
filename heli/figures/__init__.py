"""发布的数字: figures as they were published, kept with the moment they were known, and corrections to them.

Nothing here works out a figure: whoever publishes hands it down, whoever corrects hands the new one down.
A publication closes its period: an event dated into it is a correction (S000-18). Start at `actions.publish`.
"""
