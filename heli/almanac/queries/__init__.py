"""All reads: `calendar` one branch's year (`shown`: its shapes), `beneath` the branches in sight, `year`
全年一览, `feeds` the calendar feed."""
